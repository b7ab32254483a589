import { eur, idIn, type Shop } from "../world/shop.ts";
import { type Scenario, scenario } from "./scenario.ts";

/** An order of four units of 50.00 EUR that has left, in one parcel. */
async function shipped(shop: Shop, more: object = {}, method = "pm_sandbox_ok"): Promise<string> {
  await shop.createProduct("A", 10, 5_000);
  const input = { items: [{ sku: "A", quantity: 4 }], key: "k", method, more: { customerId: "alice", ...more } };
  const orderId = idIn((await shop.place(input, shop.staff)).response);
  if (orderId === undefined) throw new Error("The order was not placed.");
  await shop.waitForDeliveries();
  await shop.pack(orderId);
  await shop.dispatch(orderId);
  return orderId;
}

const shippingCharge = { charges: [{ kind: "shipping", name: "Standard", amount: eur(490) }] };

/** What happens to an order of four units that has left, and how everything ends. */
function ofShipped(
  name: string,
  act: (shop: Shop, orderId: string) => Promise<unknown>,
  endStates: readonly string[],
  start: { readonly more?: object; readonly method?: string } & Partial<Pick<Scenario, "isMain">> = {},
): Scenario {
  const { more, method, ...rest } = start;
  return scenario({
    name,
    ...rest,
    prepare: async (shop) => {
      const orderId = await shipped(shop, more, method);
      return () => act(shop, orderId);
    },
    endStates,
  });
}

/** The same of an order of which three units are to come back: the shop has approved it. */
function ofReturn(
  name: string,
  act: (shop: Shop, orderId: string) => Promise<unknown>,
  endStates: readonly string[],
  { refund, ...start }: Parameters<typeof ofShipped>[3] & { readonly refund?: string } = {},
): Scenario {
  const { more, method, ...rest } = start;
  return scenario({
    name,
    ...rest,
    prepare: async (shop) => {
      const orderId = await shipped(shop, more, method);
      await shop.requestReturn(orderId, { A: 3 }, "return", shop.staff, refund === undefined ? {} : { refund });
      return () => act(shop, orderId);
    },
    endStates,
  });
}

export const wholeWay = ofShipped(
  "a return is asked for, approved, and received in full with the shipping charge",
  async (shop, orderId) => {
    await shop.requestReturn(orderId, { A: 4 }, "return");
    await shop.approveReturn(orderId);
    await shop.receiveReturn(orderId, { A: 4 }, "receipt", { refundShipping: true });
  },
  ["SHIPPED REFUNDED [SHIPPED] returns [RECEIVED]", "A 10+0"],
  { more: shippingCharge, isMain: true },
);

export const askedTwice = ofShipped(
  "a return is asked for twice under one key at the same time",
  (shop, orderId) => Promise.all([1, 2].map(() => shop.requestReturn(orderId, { A: 2 }, "return"))),
  ["SHIPPED CAPTURED [SHIPPED] returns [REQUESTED]", "A 6+0"],
);

export const lastUnitAskedTwice = ofShipped(
  "the return of all units is asked for under two keys at the same time",
  (shop, orderId) => Promise.all(["one", "two"].map((key) => shop.requestReturn(orderId, { A: 4 }, key, shop.staff))),
  ["SHIPPED CAPTURED [SHIPPED] returns [APPROVED]", "A 6+0"],
);

export const askedForTooMany = ofShipped(
  "more units are to be returned than have shipped",
  (shop, orderId) => shop.requestReturn(orderId, { A: 5 }, "return", shop.staff),
  ["SHIPPED CAPTURED [SHIPPED]", "A 6+0"],
);

export const askedTooLate = ofShipped(
  "a customer asks for a return that the shop does not offer",
  (shop, orderId) => shop.requestReturn(orderId, { A: 1 }, "return"),
  ["SHIPPED CAPTURED [SHIPPED]", "A 6+0"],
  { more: { returnWithinDays: 0 } },
);

export const askedWhileDelivered = ofShipped(
  "a return is asked for while its parcel is delivered",
  (shop, orderId) => Promise.all([shop.deliver(orderId), shop.requestReturn(orderId, { A: 2 }, "return")]),
  ["DELIVERED CAPTURED [DELIVERED] returns [REQUESTED]", "A 6+0"],
);

export const decidedTwice = ofShipped(
  "a return is approved and rejected at the same time",
  async (shop, orderId) => {
    await shop.requestReturn(orderId, { A: 1 }, "return");
    await Promise.all([shop.approveReturn(orderId), shop.rejectReturn(orderId)]);
  },
  ["SHIPPED CAPTURED [SHIPPED] returns [APPROVED]", "A 6+0"],
);

export const rejectedAndAskedAgain = ofShipped(
  "a return is rejected, and its units are asked for again",
  async (shop, orderId) => {
    await shop.requestReturn(orderId, { A: 4 }, "return");
    await shop.rejectReturn(orderId);
    await shop.requestReturn(orderId, { A: 4 }, "again");
  },
  ["SHIPPED CAPTURED [SHIPPED] returns [REJECTED, REQUESTED]", "A 6+0"],
);

export const receivedUnapproved = ofShipped(
  "a return is received before it is approved",
  async (shop, orderId) => {
    await shop.requestReturn(orderId, { A: 2 }, "return");
    await shop.receiveReturn(orderId, { A: 2 }, "receipt");
  },
  ["SHIPPED CAPTURED [SHIPPED] returns [REQUESTED]", "A 6+0"],
);

export const receivedInParts = ofReturn(
  "a return is received in two parts at the same time",
  (shop, orderId) =>
    Promise.all([
      shop.receiveReturn(orderId, { A: 1 }, "one"),
      shop.receiveReturn(orderId, { A: 2 }, "two", {}, shop.as("staff", "kim")),
    ]),
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [RECEIVED]", "A 9+0"],
  { isMain: true },
);

export const receivedTwice = ofReturn(
  "a part of a return is received twice under one key at the same time",
  (shop, orderId) => Promise.all([1, 2].map(() => shop.receiveReturn(orderId, { A: 1 }, "receipt"))),
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [PARTIALLY_RECEIVED]", "A 7+0"],
);

export const receivedTooMany = ofReturn(
  "more is received of a return under two keys than it has",
  (shop, orderId) => Promise.all(["one", "two"].map((key) => shop.receiveReturn(orderId, { A: 2 }, key))),
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [PARTIALLY_RECEIVED]", "A 8+0"],
);

export const writtenOff = ofReturn(
  "units of a return are written off, and the rest does not come",
  async (shop, orderId) => {
    await shop.receiveReturn(orderId, { A: 1 }, "receipt", { lines: [{ sku: "A", restock: 1, writeOff: 1 }] });
    await shop.receiveReturn(orderId, {}, "close", { close: true });
  },
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [RECEIVED]", "A 7+0"],
);

export const cancelledWhileReceived = ofReturn(
  "a return is cancelled after a part of it came, while more does",
  async (shop, orderId) => {
    await shop.receiveReturn(orderId, { A: 1 }, "one");
    await Promise.all([shop.receiveReturn(orderId, { A: 1 }, "two"), shop.cancelReturn(orderId)]);
  },
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [PARTIALLY_RECEIVED]", "A 8+0"],
);

export const cancelledBeforeReceived = ofReturn(
  "a return is cancelled while all of it is received",
  (shop, orderId) => Promise.all([shop.receiveReturn(orderId, { A: 3 }, "one"), shop.cancelReturn(orderId)]),
  ["SHIPPED CAPTURED [SHIPPED] returns [CANCELLED]", "A 6+0"],
);

export const cancelledByCustomer = ofReturn(
  "a customer cancels a return that the shop made",
  (shop, orderId) => shop.cancelReturn(orderId, 1, shop.customer),
  ["SHIPPED CAPTURED [SHIPPED] returns [APPROVED]", "A 6+0"],
);

export const elsewhere = ofReturn(
  "a return is received at another location than it left from",
  async (shop, orderId) => {
    await shop.createLocation("berlin");
    await shop.receiveReturn(orderId, { A: 3 }, "receipt", { location: "berlin" });
  },
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [RECEIVED]", "A 6+0", "A at berlin 3+0"],
);

export const refundedByHandBefore = ofReturn(
  "units were refunded by hand before they are received",
  async (shop, orderId) => {
    await shop.refund(orderId, "refund", { lines: [{ sku: "A", quantity: 2 }] });
    await shop.receiveReturn(orderId, { A: 1 }, "one");
    await shop.receiveReturn(orderId, { A: 2 }, "two");
  },
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [RECEIVED]", "A 9+0"],
);

export const refundedByHandMeanwhile = ofReturn(
  "a return is received while all that is left is refunded by hand",
  (shop, orderId) => Promise.all([shop.receiveReturn(orderId, { A: 3 }, "receipt"), shop.refund(orderId, "refund")]),
  ["SHIPPED REFUNDED [SHIPPED] returns [RECEIVED]", "A 9+0"],
);

export const refundedByHandAfter = ofReturn(
  "what is received without a refund is refunded by hand, then more is received",
  async (shop, orderId) => {
    await shop.receiveReturn(orderId, { A: 2 }, "one");
    await shop.refund(orderId, "refund", { lines: [{ sku: "A", quantity: 2 }] });
    await shop.receiveReturn(orderId, { A: 1 }, "two", { refund: "auto" });
  },
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [RECEIVED]", "A 9+0"],
  { refund: "manual" },
);

export const inFlight = ofReturn(
  "more is received while the provider does not answer the refund of the first part",
  async (shop, orderId) => {
    shop.world.startOutage("provider", "timeout after", 45);
    const second = shop.wait(1).then(() => shop.receiveReturn(orderId, { A: 2 }, "two"));
    await Promise.all([shop.receiveReturn(orderId, { A: 1 }, "one"), second]);
  },
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [RECEIVED]", "A 9+0"],
);

export const refundRefused = ofReturn(
  "the refund of a return is refused",
  (shop, orderId) => shop.receiveReturn(orderId, { A: 3 }, "receipt"),
  ["SHIPPED CAPTURED [SHIPPED] returns [RECEIVED]", "A 9+0"],
  { method: "pm_sandbox_refund_refused" },
);

export const disputed = ofReturn(
  "a return is received while the payment is disputed",
  async (shop, orderId) => {
    await shop.wait(120);
    await shop.refreshPayment(orderId);
    await shop.receiveReturn(orderId, { A: 3 }, "receipt");
  },
  ["SHIPPED CAPTURED [SHIPPED] returns [RECEIVED]", "A 9+0"],
  { method: "pm_sandbox_disputed" },
);

export const shippingTwice = ofReturn(
  "the shipping charge is given back with two parts at the same time",
  (shop, orderId) =>
    Promise.all(["one", "two"].map((key) => shop.receiveReturn(orderId, { A: 1 }, key, { refundShipping: true }))),
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [PARTIALLY_RECEIVED]", "A 7+0"],
  { more: shippingCharge },
);

/** Of an order of four units, three have left; each parcel is paid by itself. */
async function shippedInPart(shop: Shop): Promise<string> {
  await shop.createProduct("A", 10, 5_000);
  const more = { customerId: "alice", captureAt: "eachShipment" };
  const input = { items: [{ sku: "A", quantity: 4 }], key: "k", method: "pm_sandbox_multicapture", more };
  const orderId = idIn((await shop.place(input, shop.staff)).response);
  if (orderId === undefined) throw new Error("The order was not placed.");
  await shop.waitForDeliveries();
  await shop.split(orderId, { A: 3 }, "split");
  await shop.pack(orderId, 2);
  await shop.dispatch(orderId, "T-2", 2);
  await shop.requestReturn(orderId, { A: 3 }, "return", shop.staff);
  return orderId;
}

export const restCancelled = scenario({
  name: "units come back while the rest of their order is cancelled",
  isMain: true,
  prepare: async (shop) => {
    const orderId = await shippedInPart(shop);
    return () => Promise.all([shop.receiveReturn(orderId, { A: 2 }, "receipt"), shop.cancel(orderId, shop.staff)]);
  },
  endStates: ["SHIPPED PARTIALLY_REFUNDED [CANCELLED, SHIPPED] returns [PARTIALLY_RECEIVED]", "A 9+0"],
});

export const restShips = scenario({
  name: "units come back while the rest of their order leaves",
  prepare: async (shop) => {
    const orderId = await shippedInPart(shop);
    await shop.pack(orderId, 1);
    return () => Promise.all([shop.receiveReturn(orderId, { A: 3 }, "receipt"), shop.dispatch(orderId, "T-1", 1)]);
  },
  endStates: ["SHIPPED PARTIALLY_REFUNDED [SHIPPED, SHIPPED] returns [RECEIVED]", "A 9+0"],
});

export const restEdited = scenario({
  name: "units come back while the last open unit is taken out of their order",
  prepare: async (shop) => {
    const orderId = await shippedInPart(shop);
    return () =>
      Promise.all([
        shop.receiveReturn(orderId, { A: 3 }, "receipt"),
        shop.edit(orderId, { lines: [{ sku: "A", quantity: 3 }] }, shop.staff),
      ]);
  },
  endStates: ["SHIPPED REFUNDED [CANCELLED, SHIPPED] returns [RECEIVED]", "A 10+0"],
});

/** Staff order two units for alice in exchange for her return. */
function exchange(shop: Shop, orderId: string, key: string, client = shop.staff) {
  const more = { customerId: "alice", exchangeFor: { orderId, returnNumber: 1 } };
  return shop.place({ items: [{ sku: "A", quantity: 2 }], key, more }, client);
}

export const exchangedOnce = ofReturn(
  "an order is placed in exchange for a return, twice under one key, while a part of it is received",
  (shop, orderId) =>
    Promise.all([
      exchange(shop, orderId, "exchange"),
      exchange(shop, orderId, "exchange"),
      shop.receiveReturn(orderId, { A: 1 }, "receipt"),
    ]),
  ["SHIPPED PARTIALLY_REFUNDED [SHIPPED] returns [PARTIALLY_RECEIVED]", "CONFIRMED AUTHORIZED [PENDING]", "A 5+2"],
  { isMain: true },
);

export const exchangedTwice = ofReturn(
  "two orders are placed in exchange for one return at the same time",
  (shop, orderId) =>
    Promise.all([exchange(shop, orderId, "one"), exchange(shop, orderId, "two", shop.as("staff", "kim"))]),
  ["SHIPPED CAPTURED [SHIPPED] returns [APPROVED]", "CONFIRMED AUTHORIZED [PENDING]", "A 4+2"],
);

export const exchangedAgain = ofReturn(
  "an order in exchange is cancelled, and another one is placed",
  async (shop, orderId) => {
    const first = idIn((await exchange(shop, orderId, "one")).response);
    if (first !== undefined) await shop.cancel(first, shop.staff);
    await exchange(shop, orderId, "two");
  },
  ["SHIPPED CAPTURED [SHIPPED] returns [APPROVED]", "CANCELLED VOIDED []", "CONFIRMED AUTHORIZED [PENDING]", "A 4+2"],
);

export const parcelCameBack = ofReturn(
  "a parcel comes back after a part of it was received with a return, and while more is",
  async (shop, orderId) => {
    await shop.failDelivery(orderId);
    await shop.receiveReturn(orderId, { A: 1 }, "one");
    await Promise.all([shop.receiveReturn(orderId, { A: 1 }, "two"), shop.restock(orderId)]);
  },
  ["SHIPPED PARTIALLY_REFUNDED [DELIVERY_FAILED] returns [PARTIALLY_RECEIVED]", "A 8+0"],
);
