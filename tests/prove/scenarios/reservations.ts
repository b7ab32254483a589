import type { Client } from "../world/client.ts";
import type { Shop } from "../world/shop.ts";
import { type Scenario, scenario } from "./scenario.ts";

const two = { items: [{ sku: "A", quantity: 2 }], key: "r" };
const confirmed = "CONFIRMED AUTHORIZED [PENDING]";
const FEW_MINUTES = 119;

/** Ten units of A, of which two are to be reserved. */
function withStock(
  name: string,
  run: (shop: Shop) => Promise<unknown>,
  endStates: readonly string[],
  more: Partial<Scenario> = {},
): Scenario {
  return scenario({
    ...more,
    name,
    prepare: async (shop) => {
      await shop.createProduct("A", 10);
      return () => run(shop);
    },
    endStates,
  });
}

/** Two of ten units that a customer, or somebody of the shop, has reserved. */
function withReservation(
  name: string,
  run: (shop: Shop, id: string) => Promise<unknown>,
  endStates: readonly string[],
  { by, expiresInSeconds, isMain }: { by?: "staff"; expiresInSeconds?: number; isMain?: boolean } = {},
): Scenario {
  return scenario({
    name,
    ...(isMain && { isMain }),
    prepare: async (shop) => {
      await shop.createProduct("A", 10);
      const more = expiresInSeconds === undefined ? {} : { expiresInSeconds };
      const id = await shop.reserved({ ...two, more }, by === "staff" ? shop.staff : shop.customer);
      return () => run(shop, id);
    },
    endStates,
  });
}

/** An order with the reservation's units; staff order for alice. */
function orderWith(shop: Shop, reservationId: string, key = "k", client: Client = shop.customer, more: object = {}) {
  const named = client.role === "staff" ? { customerId: "alice" } : {};
  return shop.place({ ...two, key, more: { reservationId, ...named, ...more } }, client);
}

export const reserved = withStock("units are reserved", (shop) => shop.reserve(two), ["reservation ACTIVE", "A 8+2"], {
  isMain: true,
});

export const reservedThrice = withStock(
  "the same reservation is sent three times at the same time",
  (shop) => Promise.all([1, 2, 3].map(() => shop.reserve(two))),
  ["reservation ACTIVE", "A 8+2"],
);

export const allReservedThrice = withStock(
  "the same reservation of all there is is sent three times at the same time",
  (shop) => Promise.all([1, 2, 3].map(() => shop.reserve({ items: [{ sku: "A", quantity: 10 }], key: "r" }))),
  ["reservation ACTIVE", "A 0+10"],
);

export const reusedKey = withReservation(
  "another reservation with a used key",
  (shop) => shop.reserve({ ...two, items: [{ sku: "A", quantity: 3 }] }),
  ["reservation ACTIVE", "A 8+2"],
);

export const tooMany = scenario({
  name: "more units are reserved than are available",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    await shop.createProduct("B", 1);
    const items = [
      { sku: "A", quantity: 2 },
      { sku: "B", quantity: 2 },
    ];
    return () => shop.reserve({ items, key: "r" });
  },
  endStates: ["A 10+0", "B 1+0"],
});

export const lastUnits = scenario({
  name: "the last units are reserved and ordered at the same time",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 2);
    const bob = shop.as("customer", "bob");
    // Each with its token, so that every run has the same order of calls.
    for (const client of [shop.customer, bob]) await client.send({ operation: "getStock", path: { sku: "A" } });
    return () => Promise.all([shop.reserve(two), shop.place({ ...two, key: "k" }, bob)]);
  },
  endStates: ["FAILED NONE []", "reservation ACTIVE", "A 0+2"],
});

export const archived = withStock(
  "units of an archived product are reserved",
  async (shop) => {
    await shop.staff.send({ operation: "archiveProduct", path: { sku: "A" } });
    await shop.reserve(two);
  },
  ["A 10+0"],
);

export const read = withReservation(
  "a reservation is read by its customer, by staff and by another customer",
  async (shop, reservationId) => {
    for (const client of [shop.customer, shop.staff, shop.as("customer", "bob")]) {
      await client.send({ operation: "getReservation", path: { reservationId } });
    }
  },
  ["reservation ACTIVE", "A 8+2"],
);

export const releasedTwice = withReservation(
  "a reservation is released by its customer and by staff at the same time",
  (shop, id) => Promise.all([shop.release(id), shop.release(id, shop.staff)]),
  ["reservation RELEASED", "A 10+0"],
  { isMain: true },
);

export const releasedByAnother = withReservation(
  "another customer releases a reservation",
  (shop, id) => shop.release(id, shop.as("customer", "bob")),
  ["reservation ACTIVE", "A 8+2"],
);

export const committed = withReservation(
  "a reservation is committed, twice at the same time",
  (shop, id) => Promise.all([shop.commit(id), shop.commit(id)]),
  ["reservation COMMITTED", "A 8+0"],
  { by: "staff", isMain: true },
);

export const committedByAnother = withReservation(
  "another member of staff commits a reservation",
  (shop, id) => shop.commit(id, shop.as("staff", "tom")),
  ["reservation ACTIVE", "A 8+2"],
  { by: "staff" },
);

export const committedOrReleased = withReservation(
  "a reservation is committed and released at the same time",
  (shop, id) => Promise.all([shop.commit(id), shop.release(id, shop.as("staff", "tom"))]),
  ["reservation COMMITTED", "A 8+0"],
  { by: "staff" },
);

export const ended = withReservation(
  "a reservation is committed, released and ordered with after it was released",
  async (shop, id) => {
    await shop.release(id, shop.staff);
    await shop.commit(id);
    await shop.release(id, shop.staff);
    await orderWith(shop, id, "k", shop.staff);
  },
  ["reservation RELEASED", "A 10+0"],
  { by: "staff" },
);

export const committedFirst = withReservation(
  "a reservation is released and ordered with after it was committed",
  async (shop, id) => {
    await shop.commit(id);
    await shop.release(id, shop.staff);
    await orderWith(shop, id, "k", shop.staff);
  },
  ["reservation COMMITTED", "A 8+0"],
  { by: "staff" },
);

export const ordered = withReservation(
  "an order takes over a reservation",
  (shop, id) => orderWith(shop, id),
  [confirmed, "reservation ORDERED", "A 8+2"],
  { isMain: true },
);

export const orderedThrice = withReservation(
  "an order with a reservation is sent three times at the same time",
  (shop, id) => Promise.all([1, 2, 3].map(() => orderWith(shop, id))),
  [confirmed, "reservation ORDERED", "A 8+2"],
);

export const orderedAgain = withReservation(
  "an order with a reservation is sent again",
  async (shop, id) => {
    await orderWith(shop, id);
    await orderWith(shop, id);
  },
  [confirmed, "reservation ORDERED", "A 8+2"],
);

export const twoOrders = withReservation(
  "two orders name the same reservation",
  (shop, id) => Promise.all([orderWith(shop, id, "k1"), orderWith(shop, id, "k2")]),
  [confirmed, "reservation ORDERED", "A 8+2"],
);

export const orderedOrReleased = withReservation(
  "a reservation is ordered with and released at the same time",
  (shop, id) => Promise.all([orderWith(shop, id), shop.release(id, shop.staff)]),
  [confirmed, "reservation ORDERED", "A 8+2"],
);

export const orderedOrCommitted = withReservation(
  "a reservation is ordered with and committed at the same time",
  (shop, id) => Promise.all([orderWith(shop, id, "k", shop.staff), shop.commit(id)]),
  [confirmed, "reservation ORDERED", "A 8+2"],
  { by: "staff" },
);

export const orderedByAnother = withReservation(
  "another customer orders with a reservation",
  (shop, id) => orderWith(shop, id, "k", shop.as("customer", "bob")),
  ["reservation ACTIVE", "A 8+2"],
);

export const otherItems = withReservation(
  "an order with a reservation asks for more than is reserved",
  (shop, reservationId) => shop.place({ items: [{ sku: "A", quantity: 3 }], key: "k", more: { reservationId } }),
  ["reservation ACTIVE", "A 8+2"],
);

export const declined = withReservation(
  "the payment of an order with a reservation is declined",
  (shop, reservationId) => shop.place({ ...two, key: "k", method: "pm_sandbox_declined", more: { reservationId } }),
  ["FAILED DECLINED []", "reservation ORDERED", "A 10+0"],
);

/** Two units at `main` and one of two in berlin. */
function ofTwoLocations(name: string, run: (shop: Shop, id: string) => Promise<unknown>, endStates: readonly string[]) {
  return scenario({
    name,
    prepare: async (shop) => {
      await shop.createLocation("berlin");
      await shop.createProduct("A", 2);
      await shop.adjustStock("A", 2, "stock in berlin", "berlin");
      const id = await shop.reserved({ items: [{ sku: "A", quantity: 3 }], key: "r" }, shop.staff);
      return () => run(shop, id);
    },
    endStates,
  });
}

export const orderedFromTwo = ofTwoLocations(
  "an order takes over a reservation at two locations",
  (shop, reservationId) =>
    shop.place(
      { items: [{ sku: "A", quantity: 3 }], key: "k", more: { reservationId, customerId: "alice" } },
      shop.staff,
    ),
  ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "reservation ORDERED", "A 0+2", "A at berlin 1+1"],
);

export const committedFromTwo = ofTwoLocations(
  "a reservation at two locations is committed",
  (shop, id) => shop.commit(id),
  ["reservation COMMITTED", "A 0+0", "A at berlin 1+0"],
);

export const expired = withReservation(
  "nobody uses a reservation in time",
  (shop) => shop.wait(1),
  ["reservation EXPIRED", "A 10+0"],
  { expiresInSeconds: 60, isMain: true },
);

export const releasedBeforeSweep = withReservation(
  "a reservation is released after it expired, before the sweeper comes",
  async (shop, id) => {
    await shop.wait(FEW_MINUTES);
    await shop.release(id);
  },
  ["reservation RELEASED", "A 10+0"],
  { expiresInSeconds: FEW_MINUTES },
);

export const orderedTooLate = withReservation(
  "an order names a reservation that expired, before the sweeper comes",
  async (shop, id) => {
    await shop.wait(FEW_MINUTES);
    await orderWith(shop, id);
  },
  ["reservation EXPIRED", "A 10+0"],
  { expiresInSeconds: FEW_MINUTES },
);

/** A second before it expires, two before the sweeper comes. */
export const orderedInTime = withReservation(
  "an order names a reservation that is about to expire",
  async (shop, id) => {
    await shop.wait(FEW_MINUTES - 1);
    await orderWith(shop, id);
  },
  [confirmed, "reservation ORDERED", "A 8+2"],
  { expiresInSeconds: FEW_MINUTES, isMain: true },
);

export const committedInTime = withReservation(
  "a reservation that is about to expire is committed",
  async (shop, id) => {
    await shop.wait(FEW_MINUTES - 1);
    await shop.commit(id);
  },
  ["reservation COMMITTED", "A 8+0"],
  { by: "staff", expiresInSeconds: FEW_MINUTES },
);

/** All ten units are reserved, and two more may be waited for. */
function whileAnOrderWaits(
  name: string,
  expiresInSeconds: number,
  run: (shop: Shop, id: string) => Promise<unknown>,
  endStates: readonly string[],
): Scenario {
  return scenario({
    name,
    prepare: async (shop) => {
      await shop.createProduct("A", 10, 25_000, { backorder: { limit: 2 } });
      const items = [{ sku: "A", quantity: 10 }];
      const id = await shop.reserved({ items, key: "r", more: { expiresInSeconds } }, shop.staff);
      await shop.placeConfirmed({ ...two, key: "k", more: { onShortage: "backorder" } });
      return () => run(shop, id);
    },
    endStates,
  });
}

export const expiredForWaiting = whileAnOrderWaits(
  "units of a reservation that expires go to an order that waits for them",
  60,
  (shop) => shop.wait(1),
  ["CONFIRMED AUTHORIZED [PENDING]", "reservation EXPIRED", "A 8+2"],
);

export const releasedForWaiting = whileAnOrderWaits(
  "units are released and reserved again while an order waits for them",
  86_400,
  async (shop, id) => {
    await shop.release(id, shop.staff);
    await shop.reserve({ items: [{ sku: "A", quantity: 9 }], key: "r2" });
  },
  ["CONFIRMED AUTHORIZED [PENDING]", "reservation RELEASED", "A 8+2"],
);
