import { orderIdOf } from "../world/derived-ids.ts";
import { eur, type Shop } from "../world/shop.ts";
import { scenario } from "./scenario.ts";

const three = { items: [{ sku: "A", quantity: 3 }], key: "k" };
const wanting = (sku: string, quantity: number) => ({ lines: [{ sku, quantity }] });

/** Three units for alice, captured when the order is placed. */
async function placeCaptured(shop: Shop, method = "pm_sandbox_ok"): Promise<string> {
  await shop.createProduct("A", 10, 5_000);
  await shop.place({ ...three, method, more: { captureAt: "placement", customerId: "alice" } }, shop.staff);
  await shop.waitForDeliveries();
  return orderIdOf(shop.staff, "k");
}

export const unitsTakenOut = scenario({
  name: "a customer takes units out of an order",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed(three);
    return () => shop.edit(orderId, wanting("A", 1));
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 9+1"],
});

export const lastUnitTakenOut = scenario({
  name: "a customer takes the last unit out of an order",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed(three);
    return () => shop.edit(orderId, wanting("A", 0));
  },
  endStates: ["CANCELLED VOIDED [CANCELLED]", "A 10+0"],
});

export const productAdded = scenario({
  name: "staff replace units of an order with another product",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    await shop.createProduct("B", 4, 2_500);
    const orderId = await shop.placeConfirmed(three);
    const lines = [...wanting("A", 1).lines, ...wanting("B", 4).lines];
    return () => shop.edit(orderId, { lines }, shop.staff);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "A 9+1", "B 0+4"],
});

export const moreThanThereIs = scenario({
  name: "staff add more units than there are",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    await shop.createProduct("B", 1, 2_500);
    const orderId = await shop.placeConfirmed(three);
    const lines = [...wanting("A", 1).lines, ...wanting("B", 2).lines];
    return () => shop.edit(orderId, { lines }, shop.staff);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 7+3", "B 1+0"],
});

export const editedWhileDispatched = scenario({
  name: "units are taken out while a shipment is dispatched",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed(three);
    await shop.split(orderId, { A: 2 }, "split");
    await shop.pack(orderId, 2);
    return async () => {
      await Promise.all([shop.dispatch(orderId, "T-2", 2), shop.edit(orderId, wanting("A", 2), shop.staff)]);
      await shop.edit(orderId, wanting("A", 2), shop.staff);
    };
  },
  endStates: ["SHIPPED PARTIALLY_REFUNDED [CANCELLED, SHIPPED]", "A 8+0"],
});

export const editedAndGivenBack = scenario({
  name: "units are taken out of an order that is captured at placement",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    return () => shop.edit(orderId, wanting("A", 1));
  },
  endStates: ["CONFIRMED PARTIALLY_REFUNDED [PENDING]", "A 9+1"],
});

export const editedOften = scenario({
  name: "an order is edited more often than its item holds events",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed(three);
    for (let edit = 1; edit <= 46; edit++) await shop.edit(orderId, { email: `alice${edit}@example.com` });
    return async () => {
      await shop.edit(orderId, { email: "one@example.com" });
      await shop.edit(orderId, { email: "two@example.com" });
      await shop.timeline(orderId);
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 7+3"],
});

export const editedTwice = scenario({
  name: "units are taken out twice of an order that is captured at placement",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    return async () => {
      await shop.edit(orderId, wanting("A", 2));
      await shop.edit(orderId, wanting("A", 1));
    };
  },
  endStates: ["CONFIRMED PARTIALLY_REFUNDED [PENDING]", "A 9+1"],
});

export const raisedAgain = scenario({
  name: "units are added again after their money was given back",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    await shop.edit(orderId, wanting("A", 1));
    return () => shop.edit(orderId, wanting("A", 2), shop.staff);
  },
  endStates: ["CONFIRMED PARTIALLY_REFUNDED [PENDING]", "A 9+1"],
});

export const moreThanAuthorized = scenario({
  name: "staff add more units than are authorized",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed(three);
    return () => shop.edit(orderId, wanting("A", 4), shop.staff);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 7+3"],
});

export const addedByCustomer = scenario({
  name: "a customer replaces units of an order with another product",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    await shop.createProduct("B", 4, 2_500);
    const orderId = await shop.placeConfirmed(three);
    return () => shop.edit(orderId, { lines: [...wanting("A", 1).lines, ...wanting("B", 1).lines] });
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 7+3", "B 4+0"],
});

export const packedTakenOut = scenario({
  name: "units that are packed are taken out of an order",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed(three);
    await shop.pack(orderId);
    return () => shop.edit(orderId, wanting("A", 1), shop.staff);
  },
  endStates: ["CONFIRMED AUTHORIZED [PACKED]", "A 7+3"],
});

export const editedWhileCapturing = scenario({
  name: "units are taken out while the provider does not capture",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed({ ...three, method: "pm_sandbox_multicapture" });
    return async () => {
      shop.world.startOutage("provider", "timeout before", 50);
      await shop.capture(orderId, "one", { amount: eur(6_000) });
      await shop.capture(orderId, "two", { amount: eur(9_000) });
      await shop.edit(orderId, wanting("A", 1));
    };
  },
  endStates: ["CONFIRMED PARTIALLY_REFUNDED [PENDING]", "A 9+1"],
});
