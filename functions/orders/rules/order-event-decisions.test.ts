import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventType } from "../../../events/catalogue.ts";
import { type AttemptedStep, everyPossibleStep, orderWalks } from "../../../tests/builders/order-walk.ts";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aReceipt, aReturn } from "../../../tests/builders/returns.ts";
import { OrderLine } from "./line.ts";
import { Order } from "./order.ts";
import { orderEvents } from "./order-events.ts";
import { Attempt, Instruction, Payment } from "./payment.ts";
import { Return } from "./return.ts";
import { Shipment } from "./shipment.ts";

/** How a change of an attribute is told: each attribute needs one of these, so that no change is silent by accident. */
type Decision =
  /** A change is told by this event. */
  | { readonly told: EventType; readonly before: Order; readonly after: Order }
  /** No step changes it: the first that does has to decide which event tells it. */
  | "never changes"
  /** It changes only with this, which is told. */
  | { readonly changesWith: string }
  /** It changes, and no event tells it, for this reason. */
  | { readonly untold: string };

const orders = orderInEachSituation();
const { pending, confirmed, leaving, shipped, toBePacked, declining, outOfStock, cancelling } = orders;

function told(event: EventType, before: Order, after: Order): Decision {
  return { told: event, before, after };
}

function withAttempts(order: Order, changes: Partial<Attempt>): Order {
  const attempts = order.payment.attempts.map((attempt) => ({ ...attempt, ...changes }));
  return { ...order, payment: { ...order.payment, attempts } };
}

function withInstructions(order: Order, changes: Partial<Instruction>): Order {
  const instructions = order.payment.instructions.map((instruction) => ({ ...instruction, ...changes }));
  return { ...order, payment: { ...order.payment, instructions } };
}

function withShipments(order: Order, changes: Partial<Shipment>): Order {
  return { ...order, shipments: order.shipments.map((shipment) => ({ ...shipment, ...changes })) };
}

const inEnvelope = { untold: "every event's envelope has it" };
const ofOurs = { untold: "of use only to our own functions" };
const bySomethingElse = (what: string) => ({ changesWith: what });

/** An edit of an order that goes on. */
function edited(changes: Partial<Order>): Decision {
  return told("OrderEdited", confirmed, { ...confirmed, ...changes });
}

function withLines(changes: Partial<OrderLine>): Partial<Order> {
  return { lines: confirmed.lines.map((one) => ({ ...one, ...changes })) };
}

const anotherAddress = { ...confirmed.shippingAddress, city: "Hamburg" };

const order: Record<keyof typeof Order.shape, Decision> = {
  version: inEnvelope,
  createdAt: "never changes",
  updatedAt: inEnvelope,
  id: "never changes",
  customerId: "never changes",
  status: told("OrderPlaced", pending, { ...pending, status: "CONFIRMED" }),
  lines: { untold: "see each attribute of a line" },
  charges: "never changes",
  discounts: "never changes",
  currency: "never changes",
  shippingAddress: edited({ shippingAddress: anotherAddress }),
  billingAddress: edited({ billingAddress: anotherAddress }),
  email: edited({ email: "alice@example.com" }),
  reference: edited({ reference: "PO-7" }),
  metadata: edited({ metadata: { channel: "phone" } }),
  placedBy: "never changes",
  reservationId: "never changes",
  captureAt: "never changes",
  customerMayCancelUntil: "never changes",
  paymentHoldSeconds: "never changes",
  holdUntil: { untold: "how it ends is told: it is paid, or it fails or is cancelled" },
  payment: { untold: "see each attribute of the payment" },
  shipments: told("ShipmentCreated", confirmed, { ...confirmed, shipments: toBePacked.shipments }),
  returnWithinDays: "never changes",
  exchangeFor: "never changes",
  returns: told("ReturnRequested", shipped, { ...shipped, returns: [aReturn()] }),
  pending: ofOurs,
  failure: told("OrderFailed", pending, outOfStock),
  cancellation: told("OrderCancelled", confirmed, cancelling),
  history: { untold: "it lists the events that were told" },
  olderHistory: ofOurs,
  fingerprint: "never changes",
};

const line: Record<keyof typeof OrderLine.shape, Decision> = {
  sku: "never changes",
  name: "never changes",
  quantity: edited(withLines({ quantity: 3 })),
  added: bySomethingElse("the quantity"),
  unitPrice: "never changes",
  taxRate: "never changes",
  cancelled: edited(withLines({ cancelled: 1 })),
  shipped: bySomethingElse("the status of its shipment"),
  delivered: bySomethingElse("the status of its shipment"),
  undelivered: bySomethingElse("the status of its shipment"),
  backordered: bySomethingElse("the stock that it is held on, or the units that are cancelled"),
  elsewhere: bySomethingElse("the stock that it is held on, or the status of its shipment"),
  returned: bySomethingElse("the receipts of its returns"),
};

const payment: Record<keyof typeof Payment.shape, Decision> = {
  provider: "never changes",
  attempts: { untold: "see each attribute of an attempt" },
  instructions: { untold: "see each attribute of an instruction" },
  refresh: ofOurs,
  providerErrors: ofOurs,
};

const attempt: Record<keyof typeof Attempt.shape, Decision> = {
  id: "never changes",
  method: "never changes",
  customer: "never changes",
  offSession: "never changes",
  status: told("PaymentExpired", confirmed, withAttempts(confirmed, { status: "EXPIRED" })),
  amount: "never changes",
  createdAt: "never changes",
  askUntil: "never changes",
  tries: ofOurs,
  reference: ofOurs,
  expiresAt: ofOurs,
  multicapture: ofOurs,
  declineReason: told("PaymentDeclined", pending, declining),
  refundedElsewhere: bySomethingElse("the refunds that it adds up"),
  externalRefunds: told(
    "PaymentRefunded",
    shipped,
    withAttempts(shipped, { externalRefunds: [{ reference: "re_1", amount: 500, seenAt: shipped.updatedAt }] }),
  ),
  disputes: told(
    "PaymentDisputeLost",
    shipped,
    withAttempts(shipped, {
      disputes: [{ reference: "dp_1", amount: 500, status: "LOST", seenAt: shipped.updatedAt }],
    }),
  ),
  disputed: { untold: "only earlier code stored it, and told it" },
  request: "never changes",
  fingerprint: "never changes",
};

const instruction: Record<keyof typeof Instruction.shape, Decision> = {
  id: "never changes",
  kind: "never changes",
  state: told("PaymentCaptured", leaving, withInstructions(leaving, { state: "DONE" })),
  amount: bySomethingElse("what lowers it: an edit or the end of the order, or a capture that was refused"),
  attempt: "never changes",
  capture: "never changes",
  shipment: "never changes",
  cause: "never changes",
  lines: "never changes",
  returnNumber: "never changes",
  shipping: "never changes",
  request: "never changes",
  fingerprint: "never changes",
  givenBack: bySomethingElse("its state"),
  note: "never changes",
  tries: ofOurs,
  reason: told(
    "PaymentInstructionRefused",
    leaving,
    withInstructions(leaving, { state: "REFUSED", reason: "it has expired" }),
  ),
};

const shipment: Record<keyof typeof Shipment.shape, Decision> = {
  number: "never changes",
  location: "never changes",
  status: told("ShipmentDelivered", shipped, withShipments(shipped, { status: "DELIVERED" })),
  lines: bySomethingElse("an edit of its order, or another shipment that takes units out of it"),
  request: "never changes",
  carrier: told("ShipmentDispatched", shipped, withShipments(shipped, { carrier: "UPS" })),
  trackingNumbers: told("ShipmentDispatched", shipped, withShipments(shipped, { trackingNumbers: ["456"] })),
  leaving: { untold: "whether the shipment leaves is not known yet; then its status tells it" },
  createdAt: "never changes",
  packedAt: bySomethingElse("the shipment's status"),
  shippedAt: bySomethingElse("the shipment's status"),
  sentAgainAt: bySomethingElse("the shipment's status"),
  deliveryFailedAt: bySomethingElse("the shipment's status"),
  failureReason: bySomethingElse("the shipment's status"),
  deliveredAt: bySomethingElse("the shipment's status"),
  returnedAt: bySomethingElse("the shipment's status"),
  restockedTo: bySomethingElse("the shipment's status"),
  carrierEvents: { untold: "who sends events to Waybill has them; what they move is told" },
  latestEvent: { untold: "who sends events to Waybill has them; what they move is told" },
};

function withReturns(changes: Partial<Return>): Order {
  return { ...shipped, returns: [{ ...aReturn(), ...changes }] };
}

const oneReturn: Record<keyof typeof Return.shape, Decision> = {
  number: "never changes",
  status: told("ReturnApproved", withReturns({}), withReturns({ status: "APPROVED", refund: "auto" })),
  lines: "never changes",
  reason: "never changes",
  requestedBy: "never changes",
  refund: bySomethingElse("its approval"),
  rejectionReason: bySomethingElse("its rejection"),
  receipts: told(
    "ReturnReceived",
    withReturns({ status: "APPROVED" }),
    withReturns({ status: "PARTIALLY_RECEIVED", receipts: [aReceipt()] }),
  ),
  exchangeOrderId: { untold: "the order that is placed in exchange is told by its own events" },
  createdAt: "never changes",
  updatedAt: inEnvelope,
  request: "never changes",
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
    name: "attempt",
    schema: Attempt,
    decisions: attempt,
    pairs: (before, after) => zip(before.payment.attempts, after.payment.attempts),
  },
  {
    name: "instruction",
    schema: Instruction,
    decisions: instruction,
    pairs: (before, after) => zip(before.payment.instructions, after.payment.instructions),
  },
  {
    name: "shipment",
    schema: Shipment,
    decisions: shipment,
    pairs: (before, after) => zip(before.shipments, after.shipments),
  },
  {
    name: "return",
    schema: Return,
    decisions: oneReturn,
    pairs: (before, after) => zip(before.returns, after.returns),
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

function namesOf(decisions: Readonly<Record<string, Decision>>, fits: (decision: Decision) => boolean): string[] {
  return Object.entries(decisions).flatMap(([name, decision]) => (fits(decision) ? [name] : []));
}

function only(names: readonly string[], part: object): object {
  return Object.fromEntries(Object.entries(part).filter(([name]) => names.includes(name)));
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
    const constant = namesOf(decisions, (one) => one === "never changes");
    atEveryStep((before, after) => {
      for (const [one, next] of pairs(before, after)) expect(only(constant, next)).toEqual(only(constant, one));
    });
  });

  test("what changes only with something that is told: an event is told at each of its changes", () => {
    const dependent = namesOf(decisions, (one) => typeof one === "object" && "changesWith" in one);
    atEveryStep((before, after) => {
      if (orderEvents(before, after).length > 0) return;
      for (const [one, next] of pairs(before, after)) expect(only(dependent, next)).toEqual(only(dependent, one));
    });
  });
});
