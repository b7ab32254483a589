import { expect, test } from "vitest";
import { orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import type { LineStatus, Order, OrderLine } from "../../orders/rules/order.ts";
import type { Payment, PaymentStatus } from "../../orders/rules/payment.ts";
import { orderRules } from "./order-rules.ts";
import { type Violation, violationsOf } from "./rule.ts";

const situations = Object.entries(orderInEachSituation());

function stored(situation: Situation): Order {
  return orderInEachSituation()[situation];
}

function violations(order: Order): Violation[] {
  return violationsOf(orderRules, order.id, order);
}

/** The names of the invariants that the order breaks. */
function broken(order: Order): string[] {
  return violations(order).map(({ invariant }) => invariant);
}

function withPayment(situation: Situation, changes: Partial<Payment>): Order {
  const order = stored(situation);
  return { ...order, payment: { ...order.payment, ...changes } };
}

function withLine(order: Order, changes: Partial<OrderLine>): Order {
  const [first, ...others] = order.lines;
  if (!first) throw new Error("The order has no line.");
  return { ...order, lines: [{ ...first, ...changes }, ...others] };
}

function withShipmentOf(order: Order, quantity: number): Order {
  const shipments = order.shipments.map((shipment) => ({
    ...shipment,
    lines: shipment.lines.map((line) => ({ ...line, quantity })),
  }));
  return { ...order, shipments };
}

test.each(situations)("an order that is %s keeps every rule", (_, order) => {
  expect(broken(order)).toEqual([]);
});

const invalid = "statuses are a valid combination";

test.each([
  ["pending", "SHIPPED"],
  ["confirmed", "CANCELLED"],
  ["packed", "DELIVERED"],
  ["shipped", "RESERVED"],
  ["delivered", "SHIPPED"],
  ["cancelled", "RESERVED"],
  ["declined", "RESERVED"],
  ["outOfStock", "RESERVED"],
] as const satisfies [Situation, LineStatus][])(
  "an order that is %s with a line that is %s: invalid",
  (situation, status) => {
    expect(broken(withLine(stored(situation), { status }))).toEqual([invalid]);
  },
);

test.each([
  ["pending", "toBePacked"],
  ["confirmed", "shipped"],
  ["shipped", "packed"],
  ["cancelled", "packed"],
  ["declined", "packed"],
] as const)("an order that is %s with the shipment of one that is %s: invalid", (situation, other) => {
  expect(broken({ ...stored(situation), shipments: stored(other).shipments })).toEqual([invalid]);
});

test.each([
  ["pending", "AUTHORIZED"],
  ["confirmed", "PENDING"],
  ["packed", "VOIDED"],
  ["delivered", "EXPIRED"],
  ["declined", "AUTHORIZED"],
  ["outOfStock", "PENDING"],
  ["cancelled", "CAPTURED"],
  ["cancelled", "DECLINED"],
] as const satisfies [Situation, PaymentStatus][])(
  "an order that is %s with a payment that is %s: invalid",
  (situation, status) => {
    expect(broken(withPayment(situation, { status }))).toContain(invalid);
  },
);

test.each([
  ["confirmed", "pending"],
  ["shipped", "leaving"],
  ["delivered", "confirmed"],
  ["packed", "cancelling"],
] as const)("an order that is %s with the pending effect of one that is %s: invalid", (situation, other) => {
  const { pending } = stored(other);
  expect(broken({ ...stored(situation), ...(pending && { pending }) })).toContain(invalid);
});

test.each(["pending", "confirmed", "cancelling", "givenUp"] as const)(
  "an order that is %s without its pending effect: invalid, and the report names every status",
  (situation) => {
    const { pending: _, ...left } = stored(situation);
    expect(violations(left)).toMatchObject([
      {
        invariant: invalid,
        detail: expect.stringMatching(/^order \w+, lines \w+ \w+, shipments NONE, payment \w+, pending NONE$/),
      },
    ]);
  },
);

test("second shipment, or shipment of fewer units: shipments and lines differ", () => {
  const order = stored("packed");
  const [shipment] = order.shipments;
  if (!shipment) throw new Error("The order has a shipment.");
  const each = ["shipments contain the ordered units", "shipments contain the ordered units"];
  expect(broken({ ...order, shipments: [shipment, { ...shipment, number: 2 }] })).toEqual(each);
  expect(broken(withShipmentOf(order, 0))).toEqual(each);
});

test.each([
  [
    "its lines do not sum up to the total",
    (order) => ({ ...order, total: { ...order.total, amount: order.total.amount + 1 } }),
  ],
  [
    "the payment is for another amount",
    (order) => ({ ...order, payment: { ...order.payment, amount: { amount: 1, currency: "EUR" } } }),
  ],
  ["a line's net and tax are not its gross", (order) => withLine(order, { tax: 0 })],
  ["a line's gross is not its price times its quantity", (order) => withLine(order, { quantity: 7 })],
] satisfies [string, (order: Order) => Order][])("order totals do not add up if %s", (_, change) => {
  expect(broken(change(stored("pending")))).toContain("order totals add up");
});

test.each([
  ["refunded > captured", { captured: 100, refunded: 101 }],
  ["captured < authorized", { captured: 1 }],
  ["captured = 0", { captured: 0 }],
  ["refunded < 0", { refunded: -1 }],
])("a captured payment with %s: the money does not add up", (_, changes) => {
  expect(broken(withPayment("shipped", changes))).toEqual(["refunded <= captured <= authorized"]);
});

test("money captured before the capture: the money does not add up", () => {
  expect(broken(withPayment("packed", { captured: 1 }))).toEqual(["refunded <= captured <= authorized"]);
});

test("failure without FAILED or cancellation without CANCELLED, and the reverse: violation", () => {
  const { failure, ...failed } = stored("declined");
  const { cancellation, ...cancelled } = stored("cancelled");
  expect(broken(failed)).toEqual(["failed and cancelled orders say why"]);
  expect(broken(cancelled)).toEqual(["failed and cancelled orders say why"]);
  expect(broken({ ...stored("packed"), ...(failure && { failure }) })).toEqual(["failed and cancelled orders say why"]);
  expect(broken({ ...stored("packed"), ...(cancellation && { cancellation }) })).toEqual([
    "failed and cancelled orders say why",
  ]);
});
