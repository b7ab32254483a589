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

const mug = { name: "A mug", price, reorderPoint: 3 };

function put(shop: Shop, body: object = mug, ifMatch?: number) {
  return shop.staff.send({
    operation: "putProduct",
    path: { sku: "A" },
    body,
    ...(ifMatch !== undefined && { ifMatch }),
  });
}

export const created = scenario({
  name: "a product is created",
  prepare: async (shop) => () => create(shop),
  endStates: ["A 0+0"],
});

export const createdTwice = scenario({
  name: "a product is created twice at the same time, and once with another name",
  prepare: async (shop) => () => Promise.all([create(shop), create(shop), create(shop, "A cup")]),
  endStates: ["A 0+0"],
});

export const received = scenario({
  name: "units are received",
  prepare: async (shop) => {
    await shop.createProduct("A", 2);
    return () => shop.adjustStock("A", 5, "k");
  },
  endStates: ["A 7+0"],
});

export const receivedTwice = scenario({
  name: "the same adjustment is sent three times at the same time",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 2);
    return () =>
      Promise.all([shop.adjustStock("A", 5, "k"), shop.adjustStock("A", 5, "k"), shop.adjustStock("A", 5, "k")]);
  },
  endStates: ["A 7+0"],
});

export const brokeTooMany = scenario({
  name: "more units are removed than are available",
  prepare: async (shop) => {
    await shop.createProduct("A", 2);
    return () => shop.adjustStock("A", -3, "k");
  },
  endStates: ["A 2+0"],
});

export const brokeWhileOrdered = scenario({
  name: "units are removed while they are ordered",
  prepare: async (shop) => {
    await shop.createProduct("A", 3);
    return () =>
      Promise.all([shop.adjustStock("A", -2, "k"), shop.place({ items: [{ sku: "A", quantity: 2 }], key: "k" })]);
  },
  endStates: ["FAILED NONE []", "A 1+0"],
});

export const reorderPoint = scenario({
  name: "two clients change a product's reorder point",
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
  name: "eight clients change a product without If-Match",
  prepare: async (shop) => {
    await create(shop);
    return () => Promise.all(Array.from({ length: 8 }, (_, index) => change(shop, { name: `Cup ${index}` })));
  },
  endStates: ["A 0+0"],
});

export const staleChange = scenario({
  name: "two clients change a product with the same If-Match",
  prepare: async (shop) => {
    await create(shop);
    return () => Promise.all([change(shop, { reorderPoint: 5 }, 1), change(shop, { name: "A cup" }, 1)]);
  },
  endStates: ["A 0+0"],
});

export const changedTooLate = scenario({
  name: "a product is changed with an old If-Match",
  prepare: async (shop) => {
    await create(shop);
    await change(shop, { reorderPoint: 5 });
    return () => change(shop, { reorderPoint: 8 }, 1);
  },
  endStates: ["A 0+0"],
});

/** One client changes version 1; a second later another client changes the product without If-Match. */
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

export const changedAfter = changedAfterwards("a product is changed with If-Match, then without", { reorderPoint: 5 });
export const weighedAfter = changedAfterwards("a product's weight is changed with If-Match, then its name without", {
  weight: 300,
});

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

export const putTwice = scenario({
  name: "a product is put twice at the same time, with other fields",
  isMain: true,
  prepare: async (shop) => () =>
    Promise.all([put(shop), put(shop, { ...mug, name: "A cup", reorderPoint: 5, weight: 300 })]),
  endStates: ["A 0+0"],
});

export const putWhileCreated = scenario({
  name: "a product is put while it is created with other fields",
  prepare: async (shop) => () => Promise.all([create(shop), put(shop, { ...mug, name: "A cup" })]),
  endStates: ["A 0+0"],
});

export const putWhileChanged = scenario({
  name: "a product is put while it is changed",
  prepare: async (shop) => {
    await create(shop);
    return () => Promise.all([put(shop, { name: "A cup", price }), change(shop, { reorderPoint: 8 })]);
  },
  endStates: ["A 0+0"],
});

export const putStale = scenario({
  name: "two clients put a product with the same If-Match, a third one that does not exist",
  prepare: async (shop) => {
    await create(shop);
    const missing = { operation: "putProduct", path: { sku: "B" }, body: mug, ifMatch: 1 } as const;
    return () =>
      Promise.all([
        put(shop, { ...mug, name: "A cup" }, 1),
        put(shop, { ...mug, reorderPoint: 8 }, 1),
        shop.staff.send(missing),
      ]);
  },
  endStates: ["A 0+0"],
});

export const putAgain = scenario({
  name: "a product is put as it is",
  prepare: async (shop) => {
    await put(shop);
    return () => put(shop);
  },
  endStates: ["A 0+0"],
});

export const renamedTwice = scenario({
  name: "two clients rename a product at the same time, a third one clears its barcode",
  prepare: async (shop) => {
    await put(shop, { ...mug, name: "A blue steel mug", barcode: "4006381333931" });
    return () =>
      Promise.all([
        change(shop, { name: "A red steel cup" }),
        change(shop, { name: "A red enamel mug" }),
        change(shop, { barcode: null }),
      ]);
  },
  endStates: ["A 0+0"],
});
