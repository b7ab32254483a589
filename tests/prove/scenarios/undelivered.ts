import type { Shop } from "../world/shop.ts";
import { type Scenario, scenario } from "./scenario.ts";

/** What happens to an order of two units after its shipment could not be delivered, and how everything ends. */
function afterFailure(
  name: string,
  run: (shop: Shop, orderId: string) => Promise<unknown>,
  endStates: readonly string[],
): Scenario {
  return scenario({
    name,
    prepare: async (shop) => {
      const orderId = await shippedOrder(shop);
      await shop.failDelivery(orderId);
      return () => run(shop, orderId);
    },
    endStates,
  });
}

async function shippedOrder(shop: Shop): Promise<string> {
  await shop.createProduct("A", 10, 5_000);
  const orderId = await shop.placeConfirmed({ items: [{ sku: "A", quantity: 2 }], key: "k" });
  await shop.pack(orderId);
  await shop.dispatch(orderId);
  return orderId;
}

const restocked = ["RETURNED CAPTURED [RETURNED]", "A 10+0"];

export const failed = scenario({
  name: "a shipment cannot be delivered",
  prepare: async (shop) => {
    const orderId = await shippedOrder(shop);
    return () => shop.failDelivery(orderId);
  },
  endStates: ["SHIPPED CAPTURED [DELIVERY_FAILED]", "A 8+0"],
});

export const failedOrDelivered = scenario({
  name: "a shipment is delivered, and cannot be, at the same time",
  prepare: async (shop) => {
    const orderId = await shippedOrder(shop);
    return () => Promise.all([shop.deliver(orderId), shop.failDelivery(orderId)]);
  },
  endStates: ["DELIVERED CAPTURED [DELIVERED]", "A 8+0"],
});

export const sentAgain = afterFailure(
  "a shipment is sent again in another way, twice at the same time",
  (shop, orderId) => Promise.all([shop.dispatch(orderId, "T-2"), shop.dispatch(orderId, "T-2")]),
  ["SHIPPED CAPTURED [SHIPPED]", "A 8+0"],
);

export const sentAgainAndDelivered = afterFailure(
  "a shipment is sent again, and delivered",
  async (shop, orderId) => {
    await shop.dispatch(orderId, "T-2");
    await shop.deliver(orderId);
  },
  ["DELIVERED CAPTURED [DELIVERED]", "A 8+0"],
);

export const putInStock = afterFailure(
  "a shipment comes back and is put in stock, twice at the same time",
  (shop, orderId) => Promise.all([shop.restock(orderId), shop.restock(orderId)]),
  restocked,
);

export const writtenOff = afterFailure(
  "a shipment comes back and is written off",
  (shop, orderId) => shop.writeOff(orderId),
  ["RETURNED CAPTURED [RETURNED]", "A 8+0"],
);

export const twoDecisions = afterFailure(
  "a shipment comes back: it is put in stock and written off at the same time",
  (shop, orderId) => Promise.all([shop.restock(orderId), shop.writeOff(orderId)]),
  restocked,
);

export const sentOrTakenBack = afterFailure(
  "a shipment is sent again and taken back at the same time",
  (shop, orderId) => Promise.all([shop.dispatch(orderId, "T-2"), shop.restock(orderId)]),
  ["SHIPPED CAPTURED [SHIPPED]", "A 8+0"],
);

export const orderedWhileItComesBack = afterFailure(
  "a shipment comes back while its units are ordered",
  (shop, orderId) =>
    Promise.all([shop.restock(orderId), shop.place({ items: [{ sku: "A", quantity: 8 }], key: "another" })]),
  ["CONFIRMED AUTHORIZED [PENDING]", "RETURNED CAPTURED [RETURNED]", "A 2+8"],
);

export const givenBack = scenario({
  name: "money is given back for a shipment that came back",
  prepare: async (shop) => {
    const orderId = await shippedOrder(shop);
    await shop.failDelivery(orderId);
    await shop.restock(orderId);
    return () => shop.refund(orderId, "refund");
  },
  endStates: ["RETURNED REFUNDED [RETURNED]", "A 10+0"],
});

/** An order of two units at `main` and one in berlin: a shipment from each, both on their way. */
async function fromTwoLocations(shop: Shop): Promise<string> {
  await shop.createLocation("berlin");
  await shop.createProduct("A", 2);
  await shop.adjustStock("A", 2, "stock in berlin", "berlin");
  const orderId = await shop.placeConfirmed({ items: [{ sku: "A", quantity: 3 }], key: "k" });
  for (const number of [1, 2]) {
    await shop.pack(orderId, number);
    await shop.dispatch(orderId, `T-${number}`, number);
  }
  return orderId;
}

function ofTwoLocations(
  name: string,
  run: (shop: Shop, orderId: string) => Promise<unknown>,
  endStates: readonly string[],
): Scenario {
  return scenario({
    name,
    prepare: async (shop) => {
      const orderId = await fromTwoLocations(shop);
      return () => run(shop, orderId);
    },
    endStates,
  });
}

export const oneArrives = ofTwoLocations(
  "of two shipments one arrives, and the other comes back",
  async (shop, orderId) => {
    await shop.failDelivery(orderId, 2);
    await Promise.all([shop.deliver(orderId, 1), shop.restock(orderId, 2)]);
  },
  ["DELIVERED CAPTURED [DELIVERED, RETURNED]", "A 0+0", "A at berlin 2+0"],
);

export const bothComeBack = ofTwoLocations(
  "two shipments come back at the same time, one of them to the other location",
  async (shop, orderId) => {
    for (const number of [1, 2]) await shop.failDelivery(orderId, number);
    await Promise.all([shop.restock(orderId, 1, "berlin"), shop.restock(orderId, 2)]);
  },
  ["RETURNED CAPTURED [RETURNED, RETURNED]", "A 0+0", "A at berlin 4+0"],
);

export const restCancelled = scenario({
  name: "the rest of an order is cancelled after what was sent of it came back",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 5_000);
    const orderId = await shop.placeConfirmed({ items: [{ sku: "A", quantity: 4 }], key: "k" });
    await shop.split(orderId, { A: 3 }, "split");
    await shop.pack(orderId, 2);
    await shop.dispatch(orderId, "T-2", 2);
    await shop.failDelivery(orderId, 2);
    return () => Promise.all([shop.restock(orderId, 2), shop.cancel(orderId, shop.staff)]);
  },
  endStates: ["RETURNED PARTIALLY_REFUNDED [CANCELLED, RETURNED]", "A 10+0"],
});

export const awaited = scenario({
  name: "a shipment comes back while an order waits for its units",
  prepare: async (shop) => {
    await shop.createProduct("A", 2, 5_000, { backorder: { limit: 5 } });
    const orderId = await shop.placeConfirmed({ items: [{ sku: "A", quantity: 2 }], key: "k" });
    await shop.pack(orderId);
    await shop.dispatch(orderId);
    await shop.failDelivery(orderId);
    const waiting = { items: [{ sku: "A", quantity: 1 }], key: "another", more: { onShortage: "backorder" } };
    await shop.placeConfirmed(waiting);
    return () => shop.restock(orderId);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "RETURNED CAPTURED [RETURNED]", "A 1+1"],
});
