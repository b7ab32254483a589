import { describe, expect, test } from "vitest";
import { catalogue } from "../../../events/catalogue.ts";
import { everyPossibleStep } from "../../../tests/builders/order-walk.ts";
import { at, orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import {
  aCapture,
  anAttempt,
  aRefund,
  aVoid,
  withInstructions,
  withPayment,
} from "../../../tests/builders/payments.ts";
import { cancelOpenUnits } from "./line.ts";
import type { Order } from "./order.ts";
import { orderEvents } from "./order-events.ts";
import { ATTEMPT_STATUSES, type Dispute } from "./payment.ts";

const orders = orderInEachSituation();
const { id } = orders.pending;

describe("what a step publishes", () => {
  test.each<[Situation | undefined, Situation, string[]]>([
    [undefined, "pending", []],
    [undefined, "outOfStock", ["OrderFailed"]],
    ["pending", "confirmed", ["OrderPlaced", "PaymentAuthorized"]],
    ["pending", "declining", ["OrderFailed", "PaymentDeclined"]],
    ["declining", "declined", []],
    ["pending", "givenUp", ["OrderFailed"]],
    ["givenUp", "givenUpForGood", []],
    ["confirmed", "toBePacked", ["ShipmentCreated"]],
    ["toBePacked", "packed", ["ShipmentPacked"]],
    ["packed", "leaving", []],
    ["leaving", "shipped", ["OrderShipped", "PaymentCaptured", "ShipmentDispatched"]],
    ["shipped", "delivered", ["OrderDelivered", "ShipmentDelivered"]],
    ["shipped", "deliveryFailed", ["ShipmentDeliveryFailed"]],
    ["deliveryFailed", "returned", ["OrderReturned", "ShipmentReturned"]],
    ["confirmed", "cancelling", ["OrderCancelled"]],
    ["cancelling", "cancelled", ["PaymentVoided"]],
  ])("%s -> %s: %j", (before, after, types) => {
    const events = orderEvents(before && orders[before], orders[after]);
    expect(events.map(({ type }) => type)).toEqual(types);
  });
});

function eventOf(type: string, before: Order | undefined, after: Order) {
  return orderEvents(before, after).find((event) => event.type === type);
}

test("OrderPlaced tells what to ship and where to", () => {
  const { pending, confirmed } = orders;
  expect(eventOf("OrderPlaced", pending, confirmed)).toEqual({
    type: "OrderPlaced",
    data: {
      orderId: id,
      lines: [
        { sku: "MUG", quantity: 2 },
        { sku: "PEN", quantity: 1 },
      ],
      total: { amount: 3_870, currency: "EUR" },
      shippingAddress: confirmed.shippingAddress,
    },
  });
});

test("OrderFailed tells the reason, and what was short", () => {
  expect(orderEvents(undefined, orders.outOfStock)).toEqual([
    {
      type: "OrderFailed",
      data: {
        orderId: id,
        reason: "OUT_OF_STOCK",
        shortages: [
          { sku: "MUG", ordered: 2, available: 0 },
          { sku: "PEN", ordered: 1, available: 0 },
        ],
      },
    },
  ]);
  expect(eventOf("OrderFailed", orders.pending, orders.declining)).toMatchObject({
    data: { reason: "PAYMENT_DECLINED", shortages: [] },
  });
});

const { pending, confirmed, declining, cancelling, cancelled, toBePacked, leaving, shipped, delivered } = orders;
const total = { amount: 3_870, currency: "EUR" };
const shippedLines = confirmed.lines.map(({ sku, quantity }) => ({ sku, quantity }));

test.each([
  ["PaymentAuthorized", pending, confirmed, { orderId: id, amount: total, provider: "sandbox" }],
  ["PaymentDeclined", pending, declining, { orderId: id, amount: total, reason: "the card was declined" }],
  ["PaymentCaptured", leaving, shipped, { orderId: id, amount: total }],
  ["PaymentVoided", cancelling, cancelled, { orderId: id, amount: total }],
  ["ShipmentCreated", confirmed, toBePacked, { orderId: id, number: 1, lines: shippedLines }],
  ["ShipmentDispatched", leaving, shipped, { orderId: id, number: 1, carrier: "DHL", trackingNumbers: ["123"] }],
  ["ShipmentDelivered", shipped, delivered, { orderId: id, number: 1 }],
] as const)("%s has its data", (type, before, after, data) => {
  expect(eventOf(type, before, after)).toEqual({ type, data });
});

describe("instructions", () => {
  const captured = (amount: number) => ({
    type: "PaymentCaptured",
    data: { orderId: id, amount: { amount, currency: "EUR" } },
  });
  const none = withInstructions(shipped);
  const first = withInstructions(shipped, aCapture(1, 1_000), aCapture(2, 500, { state: "REQUESTED" }));

  test("each capture is told with its own amount, whatever was captured before", () => {
    const second = withInstructions(shipped, aCapture(1, 1_000), aCapture(2, 500));
    expect(orderEvents(none, first)).toEqual([captured(1_000)]);
    expect(orderEvents(first, second)).toEqual([captured(500)]);
    expect(orderEvents(none, second)).toEqual([captured(1_000), captured(500)]);
  });

  test("money that was recorded by hand is told as captured", () => {
    const { attempt: _, ...byHand } = aCapture(1, 70);
    expect(orderEvents(none, withInstructions(shipped, byHand))).toEqual([captured(70)]);
  });

  test.each([
    ["a capture that is only decided", aCapture(1, 1_000, { state: "REQUESTED" })],
    ["a capture of nothing", aCapture(1, 0)],
    ["a VOID: its attempt tells it", aVoid(1, { state: "DONE" })],
    ["a refund that is only decided", aRefund(1, 1, 100, { state: "REQUESTED" })],
  ])("%s tells nothing", (_, instruction) => {
    expect(orderEvents(none, withInstructions(shipped, instruction))).toEqual([]);
  });
});

describe("attempts", () => {
  test.each(ATTEMPT_STATUSES.map((status) => [status]))("one that becomes %s tells what the money is now", (status) => {
    const told: Partial<Record<typeof status, string>> = {
      AUTHORIZED: "PaymentAuthorized",
      DECLINED: "PaymentDeclined",
      VOIDED: "PaymentVoided",
      EXPIRED: "PaymentExpired",
      ACTION_REQUIRED: "PaymentActionRequired",
    };
    const other = status === "REQUESTED" ? "ACTION_REQUIRED" : "REQUESTED";
    const before = withPayment(pending, { attempts: [anAttempt({ status: other })] });
    const after = withPayment(pending, { attempts: [anAttempt({ status })] });
    expect(orderEvents(before, after).map(({ type }) => type)).toEqual(told[status] ? [told[status]] : []);
  });

  test("of several, each tells its own change with its own amount", () => {
    const closed = anAttempt({ status: "CLOSED", declineReason: "no cover" });
    const before = withPayment(pending, { attempts: [closed] });
    const asked = withPayment(pending, { attempts: [closed, anAttempt({ id: 2, status: "REQUESTED", amount: 870 })] });
    const held = withPayment(pending, { attempts: [closed, anAttempt({ id: 2, amount: 870 })] });
    expect(orderEvents(before, asked)).toEqual([]);
    expect(orderEvents(asked, held)).toEqual([
      {
        type: "PaymentAuthorized",
        data: { orderId: id, amount: { amount: 870, currency: "EUR" }, provider: "sandbox" },
      },
    ]);
  });
});

test("a shipment that is shipped again, with another tracking number, is told again", () => {
  const again = { ...shipped, shipments: shipped.shipments.map((one) => ({ ...one, trackingNumbers: ["456"] })) };
  expect(orderEvents(shipped, again)).toMatchObject([
    { type: "ShipmentDispatched", data: { trackingNumbers: ["456"] } },
  ]);
});

describe("at every step that an order can take", () => {
  const steps = everyPossibleStep().flatMap(({ before, after }) => (after ? [{ before, after }] : []));

  test("what is published is in the catalogue, as the catalogue has it", () => {
    for (const { before, after } of steps) {
      for (const { type, data } of orderEvents(before, after)) {
        expect(catalogue[type].data.safeParse(data).error, type).toBeUndefined();
      }
    }
  });

  test("every event about orders, payments and shipments is published by some step", () => {
    const published = new Set(steps.flatMap(({ before, after }) => orderEvents(before, after).map(({ type }) => type)));
    const known = Object.values(catalogue).filter(({ source }) => source !== "waybill.inventory");
    expect([...published].sort()).toEqual(known.map(({ type }) => type).sort());
  });

  test("nothing is published where nothing changed, however often the same version is seen", () => {
    for (const { after } of steps) expect(orderEvents(after, structuredClone(after))).toEqual([]);
  });

  test("no event but OrderPlaced tells who ordered or where they live", () => {
    for (const { before, after } of steps) {
      const others = orderEvents(before, after).filter(({ type }) => type !== "OrderPlaced");
      expect(JSON.stringify(others)).not.toMatch(/alice|Hauptstr|Berlin|10115/i);
    }
  });
});

describe("what the operations publish", () => {
  const { packed, shipped, delivered } = orders;
  const typesOf = (before: Order, after: Order) => orderEvents(before, after).map(({ type }) => type);
  const euros = (amount: number) => ({ amount, currency: "EUR" });

  test("an edit tells the new total, whatever was changed", () => {
    const lines = packed.lines.map((line) => (line.sku === "MUG" ? { ...line, cancelled: 1 } : line));
    expect(orderEvents(packed, { ...packed, lines })).toEqual([
      { type: "OrderEdited", data: { orderId: id, total: euros(2_580) } },
    ]);
    const shippingAddress = { ...packed.shippingAddress, city: "Hamburg" };
    for (const change of [{ shippingAddress }, { email: "a@b.example" }, { reference: "7" }, { metadata: { a: "b" } }])
      expect(typesOf(packed, { ...packed, ...change })).toEqual(["OrderEdited"]);
  });

  test("an order that ends is not edited", () => {
    const ended: Order = { ...packed, status: "CANCELLED", lines: packed.lines.map(cancelOpenUnits) };
    expect(typesOf(packed, ended)).toEqual(["OrderCancelled"]);
  });

  test("units that ship are no edit", () => {
    const lines = packed.lines.map((line) => (line.sku === "MUG" ? { ...line, shipped: 1 } : line));
    expect(orderEvents(packed, { ...packed, status: "PARTIALLY_SHIPPED", lines })).toEqual([
      { type: "OrderPartiallyShipped", data: { orderId: id } },
    ]);
  });

  test("a refund that is accepted, and one that is refused later", () => {
    const refunding = withInstructions(delivered, aCapture(1, 3_870), aRefund(2, 1, 500, { state: "IN_FLIGHT" }));
    const refunded = withInstructions(delivered, aCapture(1, 3_870), aRefund(2, 1, 500));
    const failed = withInstructions(
      delivered,
      aCapture(1, 3_870),
      aRefund(2, 1, 500, { state: "REFUSED", reason: "the account is closed" }),
    );
    expect(orderEvents(refunding, refunded)).toEqual([
      { type: "PaymentRefunded", data: { orderId: id, amount: euros(500) } },
    ]);
    expect(orderEvents(refunded, failed)).toEqual([
      {
        type: "PaymentInstructionRefused",
        data: {
          orderId: id,
          amount: euros(500),
          kind: "REFUND",
          instruction: 2,
          reason: "the account is closed",
        },
      },
    ]);
  });

  test("an instruction of 0 is told of by what made it 0", () => {
    const capturing = withInstructions(packed, aCapture(1, 3_870, { state: "REQUESTED" }));
    expect(orderEvents(capturing, withInstructions(packed, aCapture(1, 0)))).toEqual([]);
  });

  test("an action that the customer has to take, once for each attempt", () => {
    const asked = withPayment(orders.pending, { attempts: [anAttempt({ status: "ACTION_REQUIRED" })] });
    expect(orderEvents(orders.pending, asked)).toEqual([
      { type: "PaymentActionRequired", data: { orderId: id, amount: euros(3_870) } },
    ]);
    expect(orderEvents(asked, { ...asked, version: asked.version + 1 })).toEqual([]);
  });

  test("a dispute, when it is opened and when it is won or lost, with the amount that is disputed", () => {
    const disputed = (status: Dispute["status"]) =>
      withPayment(shipped, {
        attempts: [
          anAttempt({ status: "CAPTURED", disputes: [{ reference: "dp_1", amount: 900, status, seenAt: at(9) }] }),
        ],
      });
    const data = { orderId: id, amount: euros(900) };
    expect(orderEvents(shipped, disputed("OPEN"))).toEqual([{ type: "PaymentDisputed", data }]);
    expect(orderEvents(disputed("OPEN"), disputed("OPEN"))).toEqual([]);
    expect(orderEvents(disputed("OPEN"), disputed("WON"))).toEqual([{ type: "PaymentDisputeWon", data }]);
    expect(orderEvents(disputed("OPEN"), disputed("LOST"))).toEqual([{ type: "PaymentDisputeLost", data }]);
  });

  test("a refund that was made elsewhere, when it is seen and when it has failed since", () => {
    const refunded = (failed: boolean) =>
      withPayment(shipped, {
        attempts: [
          anAttempt({
            status: "CAPTURED",
            externalRefunds: [{ reference: "re_1", amount: 500, seenAt: at(9), ...(failed && { failed }) }],
          }),
        ],
      });
    const data = { orderId: id, amount: euros(500), external: true };
    expect(orderEvents(shipped, refunded(false))).toEqual([{ type: "PaymentRefunded", data }]);
    expect(orderEvents(refunded(false), refunded(false))).toEqual([]);
    expect(orderEvents(refunded(false), refunded(true))).toEqual([{ type: "PaymentRefundFailed", data }]);
    expect(orderEvents(shipped, refunded(true))).toEqual([]);
  });

  test("OrderPlaced lists only what is not cancelled", () => {
    const { pending, confirmed } = orders;
    const lines = confirmed.lines.map((line) => (line.sku === "MUG" ? { ...line, cancelled: 2 } : line));
    expect(eventOf("OrderPlaced", pending, { ...confirmed, lines })).toMatchObject({
      data: { lines: [{ sku: "PEN", quantity: 1 }], total: euros(1_290) },
    });
  });
});
