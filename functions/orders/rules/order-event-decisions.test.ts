import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventType } from "../../../events/catalogue.ts";
import { type AttemptedStep, everyPossibleStep, orderWalks } from "../../../tests/builders/order-walk.ts";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { Order, OrderLine } from "./order.ts";
import { orderEvents } from "./order-events.ts";
import { Payment } from "./payment.ts";
import { Shipment } from "./shipment.ts";

/** How a change of an attribute is told: each attribute needs one of these, so that no change is silent by accident. */
type Decision =
  /** A change is told by this event. */
  | { readonly told: EventType; readonly before: Order; readonly after: Order }
  /** No step changes it: the first that does has to decide which event tells it. */
  | "never changes"
  /** It changes, and no event tells it, for this reason. */
  | { readonly untold: string };

const orders = orderInEachSituation();
const { pending, confirmed, shipped, toBePacked, declined, outOfStock, cancelling } = orders;

function told(event: EventType, before: Order, after: Order): Decision {
  return { told: event, before, after };
}

function withPayment(order: Order, changes: Partial<Payment>): Order {
  return { ...order, payment: { ...order.payment, ...changes } };
}

function withShipments(order: Order, changes: Partial<Shipment>): Order {
  return { ...order, shipments: order.shipments.map((shipment) => ({ ...shipment, ...changes })) };
}

const inEnvelope = { untold: "every event's envelope has it" };
const ofOurs = { untold: "of use only to our own functions" };
const bySomethingElse = (what: string) => ({ untold: `changes only with ${what}, which is told` });

const order: Record<keyof typeof Order.shape, Decision> = {
  version: inEnvelope,
  createdAt: "never changes",
  updatedAt: inEnvelope,
  id: "never changes",
  customerId: "never changes",
  status: told("OrderPlaced", pending, { ...pending, status: "CONFIRMED" }),
  lines: { untold: "see each attribute of a line" },
  total: "never changes",
  shippingAddress: "never changes",
  payment: told("PaymentExpired", confirmed, withPayment(confirmed, { status: "EXPIRED" })),
  shipments: told("ShipmentCreated", confirmed, { ...confirmed, shipments: toBePacked.shipments }),
  pending: ofOurs,
  failure: told("OrderFailed", pending, outOfStock),
  cancellation: told("OrderCancelled", confirmed, cancelling),
  fingerprint: "never changes",
};

const line: Record<keyof typeof OrderLine.shape, Decision> = {
  sku: "never changes",
  name: "never changes",
  quantity: "never changes",
  unitPrice: "never changes",
  taxRate: "never changes",
  gross: "never changes",
  net: "never changes",
  tax: "never changes",
  status: bySomethingElse("the status of its order or of its shipment"),
};

const payment: Record<keyof typeof Payment.shape, Decision> = {
  status: told("PaymentAuthorized", pending, withPayment(pending, { status: "AUTHORIZED" })),
  provider: "never changes",
  method: "never changes",
  amount: "never changes",
  authorizeBy: "never changes",
  captured: told("PaymentCaptured", shipped, withPayment(shipped, { captured: shipped.payment.captured + 1 })),
  refunded: "never changes",
  reference: ofOurs,
  declineReason: told("PaymentDeclined", pending, declined),
  providerErrors: ofOurs,
};

const shipment: Record<keyof typeof Shipment.shape, Decision> = {
  number: "never changes",
  status: told("ShipmentDelivered", shipped, withShipments(shipped, { status: "DELIVERED" })),
  lines: "never changes",
  carrier: told("ShipmentDispatched", shipped, withShipments(shipped, { carrier: "UPS" })),
  trackingNumber: told("ShipmentDispatched", shipped, withShipments(shipped, { trackingNumber: "456" })),
  createdAt: "never changes",
  packedAt: { untold: "nobody outside the warehouse acts on it" },
  shippedAt: bySomethingElse("the shipment's status"),
  deliveredAt: bySomethingElse("the shipment's status"),
};

/** Every pair of versions that a step makes, of each part that both versions have. */
const parts: readonly {
  name: string;
  schema: { readonly shape: object };
  decisions: Readonly<Record<string, Decision>>;
  pairs: (before: Order, after: Order) => readonly (readonly [object, object])[];
}[] = [
  { name: "order", schema: Order, decisions: order, pairs: (before, after) => [[before, after]] },
  { name: "line", schema: OrderLine, decisions: line, pairs: (before, after) => zip(before.lines, after.lines) },
  { name: "payment", schema: Payment, decisions: payment, pairs: (before, after) => [[before.payment, after.payment]] },
  {
    name: "shipment",
    schema: Shipment,
    decisions: shipment,
    pairs: (before, after) => zip(before.shipments, after.shipments),
  },
];

function zip<Part>(before: readonly Part[], after: readonly Part[]): (readonly [Part, Part])[] {
  return before.flatMap((part, index) => {
    const next = after[index];
    return next ? [[part, next] as const] : [];
  });
}

function atEveryStep(check: (before: Order, after: Order) => void): void {
  const tried = ({ before, after }: AttemptedStep) => after && check(before, after);
  everyPossibleStep().forEach(tried);
  fc.assert(
    fc.property(orderWalks, (walk) => walk.forEach(tried)),
    { numRuns: 200 },
  );
}

describe.each(parts)("changes of the $name", ({ schema, decisions, pairs }) => {
  test("each attribute has a decision", () => {
    expect(Object.keys(decisions).sort()).toEqual(Object.keys(schema.shape).sort());
  });

  test.each(Object.entries(decisions).filter(([, one]) => typeof one === "object" && "told" in one))(
    "a change of %s is told by its event",
    (_, decision) => {
      if (typeof decision !== "object" || !("told" in decision)) return;
      const types = orderEvents(decision.before, decision.after).map(({ type }) => type);
      expect(types).toContain(decision.told);
    },
  );

  test("what never changes is the same in every version", () => {
    const constant = Object.entries(decisions).flatMap(([name, one]) => (one === "never changes" ? [name] : []));
    const pick = (part: object) => Object.fromEntries(Object.entries(part).filter(([name]) => constant.includes(name)));
    atEveryStep((before, after) => {
      for (const [one, next] of pairs(before, after)) expect(pick(next)).toEqual(pick(one));
    });
  });
});
