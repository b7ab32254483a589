import { idIn, type Shop } from "../world/shop.ts";
import { scenario } from "./scenario.ts";

const two = { items: [{ sku: "A", quantity: 2 }], key: "k" };

async function toPack(shop: Shop, method = "pm_sandbox_ok"): Promise<string> {
  await shop.createProduct("A", 10);
  return shop.placeConfirmed({ ...two, method });
}

async function packed(shop: Shop, method?: string): Promise<string> {
  const orderId = await toPack(shop, method);
  await shop.pack(orderId);
  return orderId;
}

const shipped = ["SHIPPED CAPTURED [SHIPPED]", "A 8+0"];

export const packing = scenario({
  name: "a shipment is packed",
  prepare: async (shop) => {
    const orderId = await toPack(shop);
    return () => shop.pack(orderId);
  },
  endStates: ["CONFIRMED AUTHORIZED [PACKED]", "A 8+2"],
});

export const dispatched = scenario({
  name: "a shipment is dispatched",
  isMain: true,
  prepare: async (shop) => {
    const orderId = await packed(shop);
    return () => shop.dispatch(orderId);
  },
  endStates: shipped,
});

export const dispatchedTwice = scenario({
  name: "the same shipment is dispatched twice at the same time",
  prepare: async (shop) => {
    const orderId = await packed(shop);
    return () => Promise.all([shop.dispatch(orderId), shop.dispatch(orderId)]);
  },
  endStates: shipped,
});

export const packedWhileLeaving = scenario({
  name: "a shipment is packed again during its dispatch",
  prepare: async (shop) => {
    const orderId = await packed(shop);
    return () => {
      shop.world.startOutage("provider", "timeout after", 1);
      return Promise.all([shop.dispatch(orderId), shop.wait(1).then(() => shop.pack(orderId))]);
    };
  },
  endStates: shipped,
});

export const dispatchedTwoWays = scenario({
  name: "a shipment is dispatched with two tracking numbers at the same time",
  prepare: async (shop) => {
    const orderId = await packed(shop);
    return () => Promise.all([shop.dispatch(orderId, "T-1"), shop.dispatch(orderId, "T-2")]);
  },
  endStates: shipped,
});

export const delivered = scenario({
  name: "a shipment is delivered",
  prepare: async (shop) => {
    const orderId = await packed(shop);
    await shop.dispatch(orderId);
    return () => shop.deliver(orderId);
  },
  endStates: ["DELIVERED CAPTURED [DELIVERED]", "A 8+0"],
});

export const wholeWay = scenario({
  name: "an order from placement to delivery",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return async () => {
      const orderId = await shop.placeConfirmed(two).catch(() => undefined);
      if (orderId === undefined) return;
      await shop.pack(orderId);
      await shop.dispatch(orderId);
      await shop.deliver(orderId);
    };
  },
  endStates: ["DELIVERED CAPTURED [DELIVERED]", "A 8+0"],
});

export const captureRefused = scenario({
  name: "the capture is refused",
  prepare: async (shop) => {
    const orderId = await packed(shop, "pm_sandbox_expires");
    return () => shop.dispatch(orderId);
  },
  endStates: ["CANCELLED EXPIRED [CANCELLED]", "A 10+0"],
});

export const cancelledAfterRefusal = scenario({
  name: "an order is cancelled after its capture was refused",
  prepare: async (shop) => {
    const orderId = await packed(shop, "pm_sandbox_expires");
    await shop.dispatch(orderId);
    return () => shop.cancel(orderId);
  },
  endStates: ["CANCELLED EXPIRED [CANCELLED]", "A 10+0"],
});

export const dispatchedUnpacked = scenario({
  name: "a shipment is dispatched before it is packed",
  prepare: async (shop) => {
    const orderId = await toPack(shop);
    return () => shop.dispatch(orderId);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 8+2"],
});

export const dispatchedAfterRefusal = scenario({
  name: "a shipment is dispatched again after its capture was refused",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const more = { customerId: "alice", paymentHoldSeconds: 300 };
    const orderId = idIn((await shop.place({ ...two, method: "pm_sandbox_expires", more }, shop.staff)).response);
    if (orderId === undefined) throw new Error("The scenario's first order was not placed.");
    await shop.waitForDeliveries();
    await shop.pack(orderId);
    await shop.dispatch(orderId);
    return () => shop.dispatch(orderId);
  },
  endStates: ["CANCELLED EXPIRED [CANCELLED]", "A 10+0"],
});

export const dispatchedInSilence = scenario({
  name: "a shipment is dispatched while the provider does not answer",
  prepare: async (shop) => {
    const orderId = await packed(shop);
    return async () => {
      shop.world.startOutage("provider", "timeout after", 20);
      await shop.dispatch(orderId);
    };
  },
  endStates: shipped,
});

export const cancelledInSilence = scenario({
  name: "an order is cancelled while the provider does not void",
  prepare: async (shop) => {
    const orderId = await toPack(shop);
    return async () => {
      shop.world.startOutage("provider", "timeout before", 20);
      await shop.cancel(orderId);
    };
  },
  endStates: ["CANCELLED VOIDED [CANCELLED]", "A 10+0"],
});

export const cancelAgainstDispatch = scenario({
  name: "dispatch and cancel at the same time, dispatch first",
  isMain: true,
  prepare: async (shop) => {
    const orderId = await packed(shop);
    return () => Promise.all([shop.dispatch(orderId), shop.cancel(orderId)]);
  },
  endStates: shipped,
});

export const dispatchAgainstCancel = scenario({
  name: "dispatch and cancel at the same time, cancel first",
  isMain: true,
  prepare: async (shop) => {
    const orderId = await packed(shop);
    return () => Promise.all([shop.cancel(orderId), shop.dispatch(orderId)]);
  },
  endStates: ["CANCELLED VOIDED [CANCELLED]", "A 10+0"],
});

export const cancelAgainstPacking = scenario({
  name: "pack and cancel at the same time",
  prepare: async (shop) => {
    const orderId = await toPack(shop);
    return () => Promise.all([shop.pack(orderId), shop.cancel(orderId)]);
  },
  endStates: ["CANCELLED VOIDED [CANCELLED]", "A 10+0"],
});
