import type { Shop } from "../world/shop.ts";
import { type Scenario, scenario } from "./scenario.ts";

const price = { amount: 25_000, currency: "EUR" };

function create(shop: Shop, name = "A mug") {
  return shop.staff.send({ operation: "createProduct", body: { sku: "A", name, price, reorderPoint: 3 } });
}

function change(shop: Shop, body: object, ifMatch?: number) {
  return shop.staff.send({
    operation: "changeProduct",
    path: { sku: "A" },
    body,
    ...(ifMatch !== undefined && { ifMatch }),
  });
}

export const created = scenario({
  name: "a product is added",
  prepare: async (shop) => () => create(shop),
  endStates: ["A 0+0"],
});

export const createdTwice = scenario({
  name: "a product is added twice at once, and once as another",
  prepare: async (shop) => () => Promise.all([create(shop), create(shop), create(shop, "A cup")]),
  endStates: ["A 0+0"],
});

export const received = scenario({
  name: "units come in",
  prepare: async (shop) => {
    await shop.createProduct("A", 2);
    return () => shop.adjustStock("A", 5, "k");
  },
  endStates: ["A 7+0"],
});

export const receivedTwice = scenario({
  name: "the same delivery is entered three times at once",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 2);
    return () =>
      Promise.all([shop.adjustStock("A", 5, "k"), shop.adjustStock("A", 5, "k"), shop.adjustStock("A", 5, "k")]);
  },
  endStates: ["A 7+0"],
});

export const brokeTooMany = scenario({
  name: "more units break than there are",
  prepare: async (shop) => {
    await shop.createProduct("A", 2);
    return () => shop.adjustStock("A", -3, "k");
  },
  endStates: ["A 2+0"],
});

export const brokeWhileOrdered = scenario({
  name: "units break while they are ordered",
  prepare: async (shop) => {
    await shop.createProduct("A", 3);
    return () =>
      Promise.all([shop.adjustStock("A", -2, "k"), shop.place({ items: [{ sku: "A", quantity: 2 }], key: "k" })]);
  },
  endStates: ["FAILED NONE []", "A 1+0"],
});

export const reorderPoint = scenario({
  name: "two change a product's reorder point",
  prepare: async (shop) => {
    await create(shop);
    return () => Promise.all([change(shop, { reorderPoint: 5 }), change(shop, { reorderPoint: 8 })]);
  },
  endStates: ["A 0+0"],
});

export const reorderPointCleared = scenario({
  name: "a product's reorder point is cleared while it is renamed",
  prepare: async (shop) => {
    await create(shop);
    return () => Promise.all([change(shop, { reorderPoint: null }), change(shop, { name: "A cup" })]);
  },
  endStates: ["A 0+0"],
});

export const contendedChange = scenario({
  name: "eight change a product at once, whatever its version",
  prepare: async (shop) => {
    await create(shop);
    return () => Promise.all(Array.from({ length: 8 }, (_, index) => change(shop, { name: `Cup ${index}` })));
  },
  endStates: ["A 0+0"],
});

export const staleChange = scenario({
  name: "two change the version of a product that they have seen",
  prepare: async (shop) => {
    await create(shop);
    return () => Promise.all([change(shop, { reorderPoint: 5 }, 1), change(shop, { name: "A cup" }, 1)]);
  },
  endStates: ["A 0+0"],
});

export const changedTooLate = scenario({
  name: "a version of a product is changed that is no more",
  prepare: async (shop) => {
    await create(shop);
    await change(shop, { reorderPoint: 5 });
    return () => change(shop, { reorderPoint: 8 }, 1);
  },
  endStates: ["A 0+0"],
});

/** One makes a change to the version that was seen, and another a second later to whatever there is. */
function changedAfterwards(name: string, first: object): Scenario {
  return scenario({
    name,
    prepare: async (shop) => {
      await create(shop);
      return () => Promise.all([change(shop, first, 1), shop.wait(1).then(() => change(shop, { name: "A cup" }))]);
    },
    endStates: ["A 0+0"],
  });
}

export const changedAfter = changedAfterwards(
  "one changes the version of a product that was seen, another whatever there is",
  { reorderPoint: 5 },
);
export const renamedAfter = changedAfterwards(
  "one renames the version of a product that was seen, another whatever there is",
  { name: "A jug" },
);

export const archived = scenario({
  name: "a product is archived while it is ordered",
  prepare: async (shop) => {
    await shop.createProduct("A", 5);
    return () =>
      Promise.all([
        shop.staff.send({ operation: "archiveProduct", path: { sku: "A" } }),
        shop.place({ items: [{ sku: "A", quantity: 1 }], key: "k" }),
      ]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 4+1"],
});
