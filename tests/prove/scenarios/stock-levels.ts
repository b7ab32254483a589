import type { Shop } from "../world/shop.ts";
import { scenario } from "./scenario.ts";

const lowAtThree = { reorderPoint: 3 };

function aProduct(shop: Shop, stock: number): Promise<void> {
  return shop.createProduct("A", stock, 2_000, lowAtThree);
}

export const fallsAndRises = scenario({
  name: "stock falls to its reorder point, and rises above it two seconds later",
  isMain: true,
  prepare: async (shop) => {
    await aProduct(shop, 5);
    return async () => {
      await shop.adjustStock("A", -3, "broken");
      await shop.wait(2);
      await shop.adjustStock("A", 9, "delivered");
    };
  },
  endStates: ["A 11+0"],
});

export const soldOut = scenario({
  name: "the last units are sold while units are received",
  prepare: async (shop) => {
    await aProduct(shop, 4);
    return () =>
      Promise.all([shop.place({ items: [{ sku: "A", quantity: 4 }], key: "k" }), shop.adjustStock("A", 1, "k")]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 1+4"],
});

export const archivedWhenLow = scenario({
  name: "a product is archived while its stock runs out, and restored",
  prepare: async (shop) => {
    await aProduct(shop, 2);
    const restore = { operation: "changeProduct", path: { sku: "A" }, body: { status: "ACTIVE" } } as const;
    return async () => {
      await Promise.all([
        shop.staff.send({ operation: "archiveProduct", path: { sku: "A" } }),
        shop.adjustStock("A", -2, "broken"),
      ]);
      await shop.wait(1);
      await shop.staff.send(restore);
    };
  },
  endStates: ["A 0+0"],
});

export const notListedAtFirst = scenario({
  name: "stock runs out just before the table rejects everything",
  prepare: async (shop) => {
    await aProduct(shop, 5);
    return async () => {
      await shop.adjustStock("A", -5, "broken");
      shop.world.startOutage("table", "throttled", 40);
    };
  },
  endStates: ["A 0+0"],
});
