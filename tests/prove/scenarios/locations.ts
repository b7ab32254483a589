import type { Shop } from "../world/shop.ts";
import { type Scenario, scenario } from "./scenario.ts";

/** So many units of A at `main`, and so many in berlin, which comes second. */
async function stockAtTwo(shop: Shop, main: number, berlin: number): Promise<void> {
  await shop.createLocation("berlin");
  await shop.createProduct("A", main);
  await shop.adjustStock("A", berlin, "stock in berlin", "berlin");
}

function placing(quantity: number, key = "k") {
  return { items: [{ sku: "A", quantity }], key };
}

/** What happens with stock at two locations, and how everything ends. */
function ofTwo(
  name: string,
  [main, berlin]: readonly [number, number],
  run: (shop: Shop) => Promise<unknown>,
  endStates: readonly string[],
): Scenario {
  return scenario({
    name,
    prepare: async (shop) => {
      await stockAtTwo(shop, main, berlin);
      return () => run(shop);
    },
    endStates,
  });
}

/** What happens to an order of two units at `main` and some in berlin, and how everything ends. */
function ofSplitOrder(
  name: string,
  quantity: number,
  run: (shop: Shop, orderId: string) => Promise<unknown>,
  endStates: readonly string[],
): Scenario {
  return scenario({
    name,
    prepare: async (shop) => {
      await stockAtTwo(shop, 2, 2);
      const orderId = await shop.placeConfirmed(placing(quantity));
      return () => run(shop, orderId);
    },
    endStates,
  });
}

export const servedFromOne = ofTwo(
  "an order is served from the one location that has all of it",
  [1, 5],
  (shop) => shop.place(placing(3)),
  ["CONFIRMED AUTHORIZED [PENDING]", "A 1+0", "A at berlin 2+3"],
);

export const split = ofTwo(
  "an order is split over two locations, a parcel from each",
  [2, 2],
  (shop) => shop.place(placing(3)),
  ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "A 0+2", "A at berlin 1+1"],
);

export const lastUnits = ofTwo(
  "three customers order the last units of two locations",
  [2, 2],
  (shop) => Promise.all(["k1", "k2", "k3"].map((key) => shop.place(placing(2, key)))),
  ["CONFIRMED AUTHORIZED [PENDING]", "CONFIRMED AUTHORIZED [PENDING]", "FAILED NONE []", "A 0+2", "A at berlin 0+2"],
);

export const parcelsLeave = ofSplitOrder(
  "the parcels of two locations leave at the same time",
  3,
  async (shop, orderId) => {
    for (const number of [1, 2]) await shop.pack(orderId, number);
    await Promise.all([shop.dispatch(orderId, "T-1", 1), shop.dispatch(orderId, "T-2", 2)]);
  },
  ["SHIPPED CAPTURED [SHIPPED, SHIPPED]", "A 0+0", "A at berlin 1+0"],
);

export const restCancelled = ofSplitOrder(
  "of an order that is split over two locations, the rest is cancelled",
  3,
  async (shop, orderId) => {
    await shop.pack(orderId, 2);
    await shop.dispatch(orderId, "T-1", 2);
    await shop.cancel(orderId, shop.staff);
  },
  ["SHIPPED PARTIALLY_REFUNDED [CANCELLED, SHIPPED]", "A 2+0", "A at berlin 1+0"],
);

export const shrunk = ofSplitOrder(
  "units are taken out of an order that is split over two locations, and added again",
  3,
  async (shop, orderId) => {
    await shop.edit(orderId, { lines: [{ sku: "A", quantity: 1 }] });
    await shop.edit(orderId, { lines: [{ sku: "A", quantity: 3 }] }, shop.staff);
  },
  ["CONFIRMED AUTHORIZED [PENDING, CANCELLED, PENDING]", "A 1+1", "A at berlin 0+2"],
);

export const moved = ofTwo(
  "units are moved to another location while they are ordered",
  [3, 0],
  (shop) => Promise.all([shop.transferStock("A", 2, "move"), shop.place(placing(3))]),
  ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "A 0+1", "A at berlin 0+2"],
);

export const movedTwice = ofTwo(
  "the same move is sent three times at the same time",
  [5, 0],
  (shop) => Promise.all([1, 2, 3].map(() => shop.transferStock("A", 2, "move"))),
  ["A 3+0", "A at berlin 2+0"],
);

export const added = scenario({
  name: "two locations are added at the same time, one of them twice",
  prepare: async (shop) => () =>
    Promise.all([shop.createLocation("berlin"), shop.createLocation("bonn"), shop.createLocation("berlin")]),
  endStates: [],
});

export const ranked = scenario({
  name: "a location is ranked and renamed at the same time",
  prepare: async (shop) => {
    await shop.createLocation("berlin");
    const change = (body: object) =>
      shop.staff.send({ operation: "changeLocation", path: { locationId: "berlin" }, body });
    return () => Promise.all([change({ priority: 1 }), change({ name: "Berlin Mitte" })]);
  },
  endStates: [],
});

export const read = scenario({
  name: "the locations are read",
  prepare: async (shop) => {
    await shop.createLocation("berlin");
    return async () => {
      await shop.staff.send({ operation: "listLocations" });
      await shop.staff.send({ operation: "getLocation", path: { locationId: "berlin" } });
    };
  },
  endStates: [],
});
