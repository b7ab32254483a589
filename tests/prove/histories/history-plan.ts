import fc from "fast-check";
import { type DeliveryMode, deliveryModes } from "../world/delivery-modes.ts";

export const SKUS = ["A", "B"] as const;

const ON_ORDER = ["place", "cancel", "cancel as staff", "read order", "complete action", "refresh"] as const;
const ON_SHIPMENT = [
  "pack",
  "dispatch",
  "deliver",
  "split",
  "fail delivery",
  "send again",
  "restock",
  "write off",
  "tell in transit",
  "tell delivered",
  "tell failed",
] as const;
const ON_RESERVATION = [
  "reserve",
  "read reservation",
  "release",
  "release as staff",
  "commit",
  "order reserved",
] as const;
/** An amount of 0 stands for all that there is. */
const ON_RETURN = ["approve return", "reject return", "cancel return", "cancel return as staff"] as const;
const OF_MONEY = ["capture", "void", "refund", "record"] as const;

/** One step of a client. `order` is an index of the plan's orders, `reservation` one of its reservations. */
export type Command =
  | { readonly action: (typeof ON_RESERVATION)[number]; readonly reservation: number }
  | { readonly action: (typeof ON_ORDER)[number]; readonly order: number }
  | { readonly action: (typeof ON_SHIPMENT)[number]; readonly order: number; readonly number: number }
  | { readonly action: (typeof ON_RETURN)[number]; readonly order: number; readonly number: number }
  /** Of an order's first product. */
  | {
      readonly action: "request return" | "request return as staff";
      readonly order: number;
      readonly quantity: number;
      readonly key: string;
    }
  | {
      readonly action: "receive return";
      readonly order: number;
      readonly number: number;
      readonly restock: number;
      readonly writeOff: number;
      readonly close: boolean;
      readonly location: string;
      readonly key: string;
    }
  | { readonly action: "pay again"; readonly order: number; readonly method: string; readonly key: string }
  | { readonly action: "edit"; readonly order: number; readonly sku: string; readonly quantity: number }
  | {
      readonly action: (typeof OF_MONEY)[number];
      readonly order: number;
      readonly amount: number;
      readonly key: string;
    }
  | { readonly action: "adjust"; readonly sku: string; readonly quantity: number; readonly key: string }
  | {
      readonly action: "count";
      readonly sku: string;
      readonly counted: number;
      readonly key: string;
      readonly location: string;
    }
  /** From `main` to the second location; back where the quantity is negative. */
  | { readonly action: "transfer"; readonly sku: string; readonly quantity: number; readonly key: string }
  | { readonly action: "put product"; readonly sku: string; readonly name: string; readonly reorderPoint: number }
  | { readonly action: "read stock"; readonly sku: string }
  | { readonly action: "wait"; readonly seconds: number };

export interface PlannedOrder {
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly method: string;
  /** What is missing waits for stock, instead of failing the order. */
  readonly waits?: boolean;
  /** Staff place it for the customer, with a policy of its own. */
  readonly policy?: { readonly paymentHoldSeconds: number; readonly captureAt: string };
}

export interface PlannedReservation {
  readonly items: PlannedOrder["items"];
  /** Of the order that takes it over. */
  readonly method: string;
  readonly expiresInSeconds: number;
  readonly isOfStaff: boolean;
}

/** Concurrent clients with few products and orders, and faults: everything that decides a run. */
export interface HistoryPlan {
  readonly stock: readonly number[];
  /** What is at a second location; none of the shop's products was ever there where it is left out. */
  readonly elsewhere?: readonly number[] | undefined;
  readonly orders: readonly PlannedOrder[];
  readonly reservations: readonly PlannedReservation[];
  readonly clients: readonly (readonly Command[])[];
  /** `number` of the call, and an index of the faults that can be injected at it. */
  readonly faults: readonly { readonly number: number; readonly fault: number }[];
  /** The state of the first order before the clients start. */
  readonly firstOrder: "nothing" | "placed" | "packed" | "dispatched" | "undelivered";
  readonly delivery: DeliveryMode;
  readonly clientsRetry: boolean;
  /** The largest error of the functions' clocks, in milliseconds. */
  readonly skew: number;
  /** Decides the order of calls and the jitter. */
  readonly seed: number;
}

const ORDERS = 3;
const RESERVATIONS = 2;

const sku = fc.constantFrom(...SKUS);
const quantity = fc.integer({ min: 1, max: 3 });
const method = fc.oneof(
  { weight: 5, arbitrary: fc.constant("pm_sandbox_ok") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "pm_sandbox_declined",
      "pm_sandbox_timeout_before",
      "pm_sandbox_timeout_after",
      "pm_sandbox_flaky",
      "pm_sandbox_late",
      "pm_sandbox_down",
      "pm_sandbox_expires",
      "pm_sandbox_multicapture",
      "pm_sandbox_action",
      "pm_sandbox_refund_refused",
    ),
  },
);
const placedOrder = {
  waits: fc.boolean(),
  items: fc.uniqueArray(fc.record({ sku, quantity }), { minLength: 1, maxLength: 2, selector: (item) => item.sku }),
  method,
};
const policy = fc.record({
  paymentHoldSeconds: fc.constantFrom(0, 600),
  captureAt: fc.constantFrom("placement", "firstShipment", "eachShipment"),
});
const order: fc.Arbitrary<PlannedOrder> = fc.oneof(fc.record(placedOrder), fc.record({ ...placedOrder, policy }));

const reservation: fc.Arbitrary<PlannedReservation> = fc.record({
  ...placedOrder,
  expiresInSeconds: fc.constantFrom(60, 70, 600),
  isOfStaff: fc.boolean(),
});

/** The first order is there before the clients start: most commands are about it. */
const ordered = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: ORDERS - 1 }));
const key = fc.constantFrom("k1", "k2", "k3", "k4");
const onOrder = fc.record({
  action: fc.constantFrom(...(["place", "place", "place"] as const), ...ON_ORDER),
  order: ordered,
});
const onShipment = fc.record({
  action: fc.constantFrom(...ON_SHIPMENT, "pack" as const, "dispatch" as const, "dispatch" as const),
  order: ordered,
  number: fc.constantFrom(1, 1, 2),
});
const onReservation = fc.record({
  action: fc.constantFrom(...(["reserve", "reserve", "reserve"] as const), ...ON_RESERVATION),
  reservation: fc.integer({ min: 0, max: RESERVATIONS - 1 }),
});
const payAgain = fc.record({ action: fc.constant("pay again" as const), order: ordered, method, key });
const edit = fc.record({
  action: fc.constant("edit" as const),
  order: ordered,
  sku,
  quantity: fc.integer({ min: 0, max: 3 }),
});
const ofMoney = fc.record({
  action: fc.constantFrom(...OF_MONEY),
  order: ordered,
  amount: fc.constantFrom(0, 500, 1_000),
  key,
});
const putProduct = fc.record({
  action: fc.constant("put product" as const),
  sku,
  name: fc.constantFrom("Blue mug", "Blue steel mug"),
  reorderPoint: fc.integer({ min: 0, max: 4 }),
});
const onReturn = fc.record({
  action: fc.constantFrom(...ON_RETURN, "approve return" as const),
  order: fc.constant(0),
  number: fc.constantFrom(1, 1, 2),
});
const requestReturn = fc.record({
  action: fc.constantFrom("request return" as const, "request return as staff" as const),
  order: fc.constant(0),
  quantity,
  key,
});
const receiveReturn = fc.record({
  action: fc.constant("receive return" as const),
  order: fc.constant(0),
  number: fc.constantFrom(1, 1, 2),
  restock: fc.integer({ min: 0, max: 2 }),
  writeOff: fc.constantFrom(0, 0, 1),
  close: fc.constantFrom(false, false, true),
  location: fc.constantFrom("main", "main", "berlin"),
  key,
});
const amount = fc.integer({ min: -3, max: 3 }).filter((units) => units !== 0);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: onOrder },
  { weight: 4, arbitrary: onShipment },
  { weight: 4, arbitrary: onReservation },
  { weight: 2, arbitrary: payAgain },
  { weight: 2, arbitrary: edit },
  { weight: 3, arbitrary: ofMoney },
  { weight: 1, arbitrary: onReturn },
  { weight: 2, arbitrary: requestReturn },
  { weight: 2, arbitrary: receiveReturn },
  {
    weight: 2,
    arbitrary: fc.record({
      action: fc.constant("adjust" as const),
      sku,
      quantity: amount,
      key,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      action: fc.constant("count" as const),
      sku,
      counted: fc.nat(9),
      key,
      location: fc.constantFrom("main", "berlin"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ action: fc.constant("transfer" as const), sku, quantity: amount, key }) },
  { weight: 1, arbitrary: putProduct },
  { weight: 1, arbitrary: fc.record({ action: fc.constant("read stock" as const), sku }) },
  {
    weight: 1,
    arbitrary: fc.record({ action: fc.constant("wait" as const), seconds: fc.constantFrom(1, 3, 10, 70, 200) }),
  },
);

const modes = Object.keys(deliveryModes).filter((name): name is DeliveryMode => name in deliveryModes);

export const historyPlans: fc.Arbitrary<HistoryPlan> = fc.record({
  stock: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: SKUS.length, maxLength: SKUS.length }),
  elsewhere: fc.option(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: SKUS.length, maxLength: SKUS.length }), {
    nil: undefined,
  }),
  orders: fc.array(order, { minLength: ORDERS, maxLength: ORDERS }),
  reservations: fc.array(reservation, { minLength: RESERVATIONS, maxLength: RESERVATIONS }),
  clients: fc.array(fc.array(command, { minLength: 1, maxLength: 6, size: "max" }), {
    minLength: 2,
    maxLength: 4,
    size: "max",
  }),
  faults: fc.array(fc.record({ number: fc.integer({ min: 1, max: 40 }), fault: fc.integer({ min: 0, max: 99 }) }), {
    maxLength: 5,
    size: "max",
  }),
  firstOrder: fc.constantFrom(
    "nothing",
    "placed",
    "placed",
    "packed",
    "packed",
    "dispatched",
    "dispatched",
    "undelivered",
  ),
  delivery: fc.constantFrom(...modes),
  clientsRetry: fc.boolean(),
  skew: fc.constantFrom(0, 2_400),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
});
