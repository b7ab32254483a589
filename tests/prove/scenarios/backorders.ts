import { idIn, type Shop } from "../world/shop.ts";
import { type Scenario, scenario } from "./scenario.ts";

/** A product of which 20 units may be waited for. */
function createProduct(shop: Shop, stock: number): Promise<void> {
  return shop.createProduct("A", stock, 1_000, { backorder: { limit: 20 } });
}

function placing(quantity: number, key: string, more: object = {}) {
  return { items: [{ sku: "A", quantity }], key, more: { onShortage: "backorder", ...more } };
}

/** What happens to one order of five units of which two are there. */
function ofWaiting(
  name: string,
  run: (shop: Shop, orderId: string) => Promise<unknown>,
  endStates: readonly string[],
  more: Partial<Scenario> & { readonly method?: string; readonly policy?: object } = {},
): Scenario {
  const { method, policy, ...rest } = more;
  return scenario({
    name,
    prepare: async (shop) => {
      await createProduct(shop, 2);
      const ordering = { ...placing(5, "k", policy && { customerId: "alice", ...policy }), ...(method && { method }) };
      const orderId = await shop.placeConfirmed(ordering, policy ? shop.staff : shop.customer);
      return () => run(shop, orderId);
    },
    endStates,
    ...rest,
  });
}

export const queued = scenario({
  name: "an order is placed for more than there is, and waits for the rest",
  prepare: async (shop) => {
    await createProduct(shop, 2);
    return () => shop.place(placing(5, "k"));
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 0+2"],
});

export const filled = ofWaiting(
  "an order waits for stock, and a delivery fills it",
  (shop) => shop.adjustStock("A", 4, "delivery"),
  ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "A 1+5"],
  { isMain: true },
);

export const filledInParts = ofWaiting(
  "an order waits for stock, and two deliveries fill it",
  (shop) => Promise.all([shop.adjustStock("A", 2, "one"), shop.adjustStock("A", 1, "two")]),
  ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "A 0+5"],
);

export const firstServed = scenario({
  name: "three orders wait, a fourth is placed while a delivery comes for the first two",
  isMain: true,
  prepare: async (shop) => {
    await createProduct(shop, 0);
    for (const key of ["k1", "k2", "k3"]) {
      await shop.place(placing(2, key));
      await shop.wait(1);
    }
    return () => Promise.all([shop.adjustStock("A", 5, "delivery"), shop.place(placing(1, "k4"))]);
  },
  endStates: [
    "CONFIRMED AUTHORIZED [PENDING]",
    "CONFIRMED AUTHORIZED [PENDING]",
    "CONFIRMED AUTHORIZED [PENDING]",
    "CONFIRMED AUTHORIZED []",
    "A 0+5",
  ],
});

export const twoFilledAtOnce = scenario({
  name: "two orders wait, and two deliveries come at the same time",
  prepare: async (shop) => {
    await createProduct(shop, 0);
    for (const key of ["k1", "k2"]) {
      await shop.placeConfirmed(placing(2, key));
      await shop.wait(1);
    }
    return () => Promise.all([shop.adjustStock("A", 2, "one"), shop.adjustStock("A", 1, "two")]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "CONFIRMED AUTHORIZED [PENDING]", "A 0+3"],
});

export const deliveredWhilePlaced = scenario({
  name: "a delivery comes while an order is placed that would wait",
  prepare: async (shop) => {
    await createProduct(shop, 1);
    return () => Promise.all([shop.place(placing(3, "k")), shop.adjustStock("A", 2, "delivery")]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 0+3"],
});

export const deliveredWhileTwoArePlaced = scenario({
  name: "two orders are placed while a delivery comes, and one would wait",
  prepare: async (shop) => {
    await createProduct(shop, 1);
    return () =>
      Promise.all([shop.place(placing(1, "k1")), shop.place(placing(3, "k2")), shop.adjustStock("A", 3, "delivery")]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "CONFIRMED AUTHORIZED [PENDING]", "A 0+4"],
});

export const placedBeforeFilled = scenario({
  name: "units have come, and an order is placed before who waits is given them",
  prepare: async (shop) => {
    await createProduct(shop, 0);
    await shop.placeConfirmed(placing(2, "k1"));
    return async () => {
      shop.world.startOutage("bus", "throttled", 20);
      await shop.adjustStock("A", 3, "delivery");
      await shop.place(placing(4, "k2"));
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "CONFIRMED AUTHORIZED [PENDING]", "A 0+3"],
});

export const decidedBeforeOthersWait = scenario({
  name: "an order is placed, and then one that waits for units, which come at once",
  prepare: async (shop) => {
    await createProduct(shop, 1);
    return () => {
      shop.world.startOutage("bus", "throttled", 20);
      const second = async () => {
        await shop.wait(1);
        await shop.place(placing(3, "k2"));
        await shop.adjustStock("A", 3, "delivery");
      };
      return Promise.all([shop.place(placing(1, "k1")), second()]);
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "CONFIRMED AUTHORIZED [PENDING]", "A 0+4"],
});

export const lastWhoMayWait = scenario({
  name: "two orders want to wait, and a third is one too many",
  prepare: async (shop) => {
    await shop.createProduct("A", 0, 1_000, { backorder: { limit: 4 } });
    return () => Promise.all(["k1", "k2", "k3"].map((key) => shop.place(placing(2, key))));
  },
  endStates: ["CONFIRMED AUTHORIZED []", "CONFIRMED AUTHORIZED []", "FAILED NONE []", "A 0+0"],
});

export const cancelled = ofWaiting(
  "an order that waits is cancelled while a delivery comes",
  (shop, orderId) => Promise.all([shop.cancel(orderId), shop.adjustStock("A", 3, "delivery")]),
  ["CANCELLED VOIDED [CANCELLED]", "A 5+0"],
);

export const othersUnits = scenario({
  name: "an order is cancelled, and the next one that waits is given its units",
  prepare: async (shop) => {
    await createProduct(shop, 2);
    const first = await shop.placeConfirmed(placing(2, "k1"));
    await shop.placeConfirmed(placing(2, "k2"));
    return () => shop.cancel(first);
  },
  endStates: ["CANCELLED VOIDED [CANCELLED]", "CONFIRMED AUTHORIZED [PENDING]", "A 0+2"],
});

export const shrunk = ofWaiting(
  "units that wait are taken out of an order, and then some that do not",
  async (shop, orderId) => {
    await shop.edit(orderId, { lines: [{ sku: "A", quantity: 3 }] });
    await shop.edit(orderId, { lines: [{ sku: "A", quantity: 1 }] });
  },
  ["CONFIRMED AUTHORIZED [PENDING]", "A 1+1"],
);

export const partShipped = ofWaiting(
  "what is there of an order is shipped, and the rest that waits is cancelled",
  async (shop, orderId) => {
    await shop.pack(orderId);
    await shop.dispatch(orderId);
    await shop.cancel(orderId, shop.staff);
  },
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED]", "A 0+0"],
);

export const shippedThenFilled = ofWaiting(
  "what is there of an order is shipped, and the rest when it comes",
  async (shop, orderId) => {
    await shop.pack(orderId);
    await shop.dispatch(orderId);
    await shop.adjustStock("A", 3, "delivery");
    await shop.waitForDeliveries();
    await shop.pack(orderId, 2);
    await shop.dispatch(orderId, "T-2", 2);
  },
  ["SHIPPED CAPTURED [SHIPPED, SHIPPED]", "A 0+0"],
);

export const elsewhere = scenario({
  name: "units that an order waits for come to another location",
  prepare: async (shop) => {
    await shop.createLocation("berlin");
    await createProduct(shop, 0);
    await shop.placeConfirmed(placing(3, "k"));
    return () => shop.adjustStock("A", 3, "delivery", "berlin");
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 0+0", "A at berlin 0+3"],
});

export const countedMore = ofWaiting(
  "more units are counted than are on hand, and an order waits for them",
  (shop) => shop.countStock("A", 5, "count"),
  ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "A 0+5"],
);

export const voided = ofWaiting(
  "the payment of an order that waits is let go of",
  (shop, orderId) => shop.voidPayment(orderId, "void"),
  ["CANCELLED VOIDED [CANCELLED]", "A 2+0"],
);

export const captureRefused = ofWaiting(
  "the payment of an order that waits in part cannot be captured",
  async (shop, orderId) => {
    await shop.pack(orderId);
    await shop.dispatch(orderId);
  },
  ["CANCELLED EXPIRED [CANCELLED]", "A 2+0"],
  { method: "pm_sandbox_expires" },
);

export const captureAtPlacementRefused = scenario({
  name: "an order that waits in part is to be captured at its placement, which is refused",
  webhooks: true,
  prepare: async (shop) => {
    await createProduct(shop, 2);
    const policy = { customerId: "alice", captureAt: "placement" };
    return () => shop.place({ ...placing(5, "k", policy), method: "pm_sandbox_expires" }, shop.staff);
  },
  endStates: ["CANCELLED EXPIRED []", "A 2+0"],
});

export const keepsItsPlace = ofWaiting(
  "the payment of an order that waits runs out: it is paid again, and keeps its place",
  async (shop, orderId) => {
    await shop.pack(orderId);
    await shop.dispatch(orderId);
    await shop.authorize(orderId, "pm_sandbox_ok", "again", shop.staff);
    await shop.adjustStock("A", 3, "delivery");
  },
  ["CONFIRMED AUTHORIZED [PACKED, PENDING]", "A 0+5"],
  { method: "pm_sandbox_expires", policy: { paymentHoldSeconds: 3_600 } },
);

export const notPaidAgain = ofWaiting(
  "the payment of an order that waits runs out, and it is not paid again in time",
  async (shop, orderId) => {
    await shop.pack(orderId);
    await shop.dispatch(orderId);
  },
  ["CANCELLED EXPIRED [CANCELLED]", "A 2+0"],
  { method: "pm_sandbox_expires", policy: { paymentHoldSeconds: 600 } },
);

export const deliveredBeforeAuthorized = scenario({
  name: "a delivery comes for an order whose payment the provider has not answered",
  prepare: async (shop) => {
    await createProduct(shop, 2);
    return async () => {
      shop.world.startOutage("provider", "server error", 0.4);
      await shop.place(placing(5, "k"));
      await shop.adjustStock("A", 3, "delivery");
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 0+5"],
});

export const refusedByMessage = scenario({
  name: "a capture is refused after the consumer of OrderPlaced carried it on, of an order that waits",
  prepare: async (shop) => {
    await createProduct(shop, 2);
    return async () => {
      const placed = await shop.place({ ...placing(5, "k"), method: "pm_sandbox_expires" });
      const orderId = idIn(placed.response);
      shop.world.startOutage("provider", "server error", 0.4);
      if (orderId !== undefined) await shop.capture(orderId, "all");
    };
  },
  endStates: ["CANCELLED EXPIRED []", "A 2+0"],
});

export const endedByReturn = ofWaiting(
  "units come back after the time of an order has run out in which those that wait could be paid",
  async (shop, orderId) => {
    await shop.pack(orderId);
    await shop.dispatch(orderId);
    await shop.requestReturn(orderId, { A: 1 }, "return", shop.staff);
    await shop.voidPayment(orderId, "void");
    await shop.wait(601);
    await shop.receiveReturn(orderId, { A: 1 }, "receipt");
  },
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [RECEIVED]", "A 1+0"],
  { method: "pm_sandbox_multicapture", policy: { captureAt: "eachShipment", paymentHoldSeconds: 600 } },
);
