import { eur, idIn, type Shop } from "../world/shop.ts";
import { scenario } from "./scenario.ts";

/** An order of four units with two shipments: one, and three. */
async function inTwo(shop: Shop, more: object = {}, method = "pm_sandbox_ok"): Promise<string> {
  await shop.createProduct("A", 10, 5_000);
  const input = { items: [{ sku: "A", quantity: 4 }], key: "k", method, more: { customerId: "alice", ...more } };
  const orderId = idIn((await shop.place(input, shop.staff)).response);
  if (orderId === undefined) throw new Error("The order was not placed.");
  await shop.waitForDeliveries();
  await shop.split(orderId, { A: 3 }, "split");
  return orderId;
}

async function ship(shop: Shop, orderId: string, number: number): Promise<void> {
  await shop.pack(orderId, number);
  await shop.dispatch(orderId, `T-${number}`, number);
}

export const splitOnce = scenario({
  name: "a shipment is split twice under one key at the same time",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed({ items: [{ sku: "A", quantity: 4 }], key: "k" });
    return () => Promise.all([shop.split(orderId, { A: 1 }, "one"), shop.split(orderId, { A: 1 }, "one")]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "A 6+4"],
});

export const splitWhilePacked = scenario({
  name: "a shipment is split after it is packed",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed({ items: [{ sku: "A", quantity: 4 }], key: "k" });
    await shop.pack(orderId);
    return () => shop.split(orderId, { A: 1 }, "one");
  },
  endStates: ["CONFIRMED AUTHORIZED [PACKED]", "A 6+4"],
});

export const capturedAtFirst = scenario({
  name: "two shipments leave, everything is captured with the first",
  prepare: async (shop) => {
    const orderId = await inTwo(shop);
    return async () => {
      await ship(shop, orderId, 2);
      await ship(shop, orderId, 1);
    };
  },
  endStates: ["SHIPPED CAPTURED [SHIPPED, SHIPPED]", "A 6+0"],
});

export const capturedAtEach = scenario({
  name: "two shipments leave, each with its own capture",
  isMain: true,
  prepare: async (shop) => {
    const orderId = await inTwo(shop, { captureAt: "eachShipment" }, "pm_sandbox_multicapture");
    await shop.pack(orderId, 1);
    await shop.pack(orderId, 2);
    return () => Promise.all([shop.dispatch(orderId, "T-1", 1), shop.dispatch(orderId, "T-2", 2)]);
  },
  endStates: ["SHIPPED CAPTURED [SHIPPED, SHIPPED]", "A 6+0"],
});

export const restCancelled = scenario({
  name: "one of two shipments leaves, the rest is cancelled",
  prepare: async (shop) => {
    const orderId = await inTwo(shop);
    await ship(shop, orderId, 2);
    return () => shop.cancel(orderId, shop.staff);
  },
  endStates: ["SHIPPED PARTIALLY_REFUNDED [CANCELLED, SHIPPED]", "A 7+0"],
});

export const deliveredInTwo = scenario({
  name: "two shipments are delivered",
  prepare: async (shop) => {
    const orderId = await inTwo(shop);
    await ship(shop, orderId, 1);
    await ship(shop, orderId, 2);
    return async () => {
      await shop.deliver(orderId, 1);
      await shop.deliver(orderId, 2);
    };
  },
  endStates: ["DELIVERED CAPTURED [DELIVERED, DELIVERED]", "A 6+0"],
});

export const paidInPart = scenario({
  name: "a shipment leaves after most of the order was paid by hand",
  prepare: async (shop) => {
    const orderId = await inTwo(shop, { captureAt: "eachShipment" }, "pm_sandbox_multicapture");
    await shop.recordManual(orderId, "transfer", { amount: eur(12_000) });
    return () => ship(shop, orderId, 2);
  },
  endStates: ["PARTIALLY_SHIPPED CAPTURED [PENDING, SHIPPED]", "A 6+1"],
});
