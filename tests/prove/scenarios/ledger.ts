import type { Shop } from "../world/shop.ts";
import { scenario } from "./scenario.ts";

function readLedger(shop: Shop) {
  return shop.staff.send({ operation: "listMovements", path: { sku: "A" } });
}

export const firstStock = scenario({
  name: "a product is created with its first stock, twice at the same time",
  prepare: async (shop) => () =>
    Promise.all([shop.createProduct("A", 0, 1_000, { stock: 7 }), shop.createProduct("A", 0, 1_000, { stock: 7 })]),
  endStates: ["A 7+0"],
});

export const countedFewer = scenario({
  name: "fewer units are counted than should be there, while the ledger is read",
  prepare: async (shop) => {
    await shop.createProduct("A", 5);
    return () => Promise.all([shop.countStock("A", 3, "count"), readLedger(shop)]);
  },
  endStates: ["A 3+0"],
});

export const countedTwice = scenario({
  name: "the same count is sent three times at the same time",
  prepare: async (shop) => {
    await shop.createProduct("A", 5);
    return () => Promise.all([1, 2, 3].map(() => shop.countStock("A", 9, "count")));
  },
  endStates: ["A 9+0"],
});

export const countedWhileOrdered = scenario({
  name: "stock is counted while units are ordered and received",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 5);
    return () =>
      Promise.all([
        shop.place({ items: [{ sku: "A", quantity: 2 }], key: "k" }),
        shop.countStock("A", 4, "count"),
        shop.adjustStock("A", 3, "delivery"),
      ]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 2+2"],
});

export const countedBelowHeld = scenario({
  name: "fewer units are counted than are held for an order",
  prepare: async (shop) => {
    await shop.createProduct("A", 5, 1_000);
    await shop.placeConfirmed({ items: [{ sku: "A", quantity: 4 }], key: "k" });
    return () => shop.countStock("A", 3, "count");
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 1+4"],
});
