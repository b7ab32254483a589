import { isDeepStrictEqual } from "node:util";
import { Envelope } from "../../../events/envelope.ts";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { stockItem } from "../../../functions/backorders/stock-item.ts";
import type { Reservation } from "../../../functions/inventory/rules/reservation.ts";
import type { Stock } from "../../../functions/inventory/rules/stock.ts";
import { historyKey } from "../../../functions/orders/order-keys.ts";
import type { HistoryEntry } from "../../../functions/orders/rules/history.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import { parseHistory } from "../../../functions/orders/stored-history.ts";
import type { StoredItem } from "../../../functions/platform/table/item.ts";
import type { Published } from "../world/world.ts";
import { type History, orderHistories, reservationHistories } from "./history.ts";

/** What was published, and every version that was stored. */
export interface PublishedAndStored {
  readonly history: History;
  readonly published: readonly Published[];
}

/** The event of each state that is entered. A second copy on purpose: it is what a consumer reads in the catalogue. */
const ORDER: Readonly<Record<string, string>> = {
  CONFIRMED: "OrderPlaced",
  FAILED: "OrderFailed",
  CANCELLED: "OrderCancelled",
  PARTIALLY_SHIPPED: "OrderPartiallyShipped",
  SHIPPED: "OrderShipped",
  DELIVERED: "OrderDelivered",
  RETURNED: "OrderReturned",
};
const ATTEMPT: Readonly<Record<string, string>> = {
  ACTION_REQUIRED: "PaymentActionRequired",
  AUTHORIZED: "PaymentAuthorized",
  DECLINED: "PaymentDeclined",
  VOIDED: "PaymentVoided",
  EXPIRED: "PaymentExpired",
};
const INSTRUCTION: Readonly<Record<string, string>> = {
  "CAPTURE DONE": "PaymentCaptured",
  "CAPTURE REFUSED": "PaymentInstructionRefused",
  "REFUND DONE": "PaymentRefunded",
  "REFUND REFUSED": "PaymentInstructionRefused",
};
const EXTERNAL_REFUND: Readonly<Record<string, string>> = { GIVEN: "PaymentRefunded", FAILED: "PaymentRefundFailed" };
const DISPUTE: Readonly<Record<string, string>> = {
  OPEN: "PaymentDisputed",
  WON: "PaymentDisputeWon",
  LOST: "PaymentDisputeLost",
};
const PRODUCT: Readonly<Record<string, string>> = { ARCHIVED: "ProductArchived", ACTIVE: "ProductRestored" };
const SHIPMENT: Readonly<Record<string, string>> = {
  PENDING: "ShipmentCreated",
  PACKED: "ShipmentPacked",
  SHIPPED: "ShipmentDispatched",
  DELIVERED: "ShipmentDelivered",
  DELIVERY_FAILED: "ShipmentDeliveryFailed",
  RETURNED: "ShipmentReturned",
  CANCELLED: "ShipmentCancelled",
};
const RETURN: Readonly<Record<string, string>> = {
  REQUESTED: "ReturnRequested",
  APPROVED: "ReturnApproved",
  REJECTED: "ReturnRejected",
  CANCELLED: "ReturnCancelled",
};

function entered(states: Readonly<Record<string, string>>, before: string | undefined, after: string): string[] {
  const event = before === after ? undefined : states[after];
  return event === undefined ? [] : [event];
}

/** The types of the events that lie between two versions of an order. */
function eventTypesBetween(before: Order | undefined, after: Order): string[] {
  const stateOf = ({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`;
  return [
    ...entered(ORDER, before?.status, after.status),
    ...(before && isEdited(before, after) ? ["OrderEdited"] : []),
    ...after.payment.instructions.flatMap((one, n) => {
      const earlier = before?.payment.instructions[n];
      return one.amount === 0 ? [] : entered(INSTRUCTION, earlier && stateOf(earlier), stateOf(one));
    }),
    ...after.payment.attempts.flatMap((one, n) => {
      const earlier = before?.payment.attempts[n];
      return [
        ...one.externalRefunds.flatMap((refund) => {
          const before = earlier?.externalRefunds.find(({ reference }) => reference === refund.reference);
          return entered(EXTERNAL_REFUND, before && refundState(before), refundState(refund));
        }),
        ...one.disputes.flatMap(({ reference, status }) =>
          entered(DISPUTE, earlier?.disputes.find((dispute) => dispute.reference === reference)?.status, status),
        ),
        ...entered(ATTEMPT, earlier?.status, one.status),
      ];
    }),
    ...after.shipments.flatMap((one, n) => entered(SHIPMENT, before?.shipments[n]?.status, one.status)),
    ...after.returns.flatMap((one, n) => [
      ...entered(RETURN, before?.returns[n]?.status, one.status),
      ...one.receipts.slice(before?.returns[n]?.receipts.length ?? 0).map(() => "ReturnReceived"),
    ]),
  ];
}

function refundState({ failed }: { readonly failed?: boolean }): string {
  return failed ? "FAILED" : "GIVEN";
}

/** Whether a request changed what the order is about, and did not end it. */
function isEdited(before: Order, after: Order): boolean {
  const what = ({ lines, shippingAddress, billingAddress, email, reference, metadata }: Order) => ({
    counts: lines.map(({ sku, quantity, cancelled }) => ({ sku, quantity, cancelled })),
    ...{ shippingAddress, billingAddress, email, reference, metadata },
  });
  const isOver = after.status === "FAILED" || after.status === "CANCELLED";
  return !isOver && !isDeepStrictEqual(what(before), what(after));
}

function orderEventsOf(versions: readonly Order[]): string[] {
  return versions.flatMap((after, index) =>
    eventTypesBetween(versions[index - 1], after).map((event) => `${event} ${after.id} v${after.version}`),
  );
}

const historyIsWhatWasTold: Rule<PublishedAndStored> = {
  name: "an order's history is what was told of it",
  sentence:
    "the history of an order, the older items of it included, has each event of each of its versions, in order, and nothing else",
  check: ({ history }) =>
    orderHistories(history).flatMap((versions) => {
      const told = versions.flatMap((after, index) => eventTypesBetween(versions[index - 1], after));
      const newest = versions.at(-1);
      const id = newest?.id;
      const older = newest ? olderHistory(history, newest) : [];
      const kept = [...older, ...(newest?.history ?? [])].map(({ type }) => type);
      return kept.join() === told.join() ? [] : [`${id}: told ${told.join(", ")}; in its history ${kept.join(", ")}`];
    }),
};

/** The entries that were moved to items of their own, the oldest first. */
function olderHistory(history: History, { id, olderHistory: items }: Order): HistoryEntry[] {
  return Array.from({ length: items }, (_, index) => historyKey(id, index + 1)).flatMap(({ pk, sk }) => {
    const [item] = history.get(`${pk} ${sk}`) ?? [];
    return item ? parseHistory(item).history : [];
  });
}

/** Each version of a stock that moves units has an event. */
function stockEventsOf(history: History): string[] {
  const stocks = [...history.values()].filter(([first]) => first?.type === stockItem.type);
  return stocks.flatMap((items) => {
    const versions = items.map((item) => stockItem.parse(item));
    return versions.flatMap((after, index) => {
      const before = versions[index - 1];
      if (!before) return after.available > 0 ? [`StockAdjusted ${after.sku} v1`] : [];
      const moved = before.available !== after.available || before.reserved !== after.reserved;
      const arrived = after.backordered > 0 && after.available > Math.max(0, before.available);
      return [...(moved ? [movement(before, after)] : []), ...(arrived ? ["AwaitedStockArrived"] : [])].map(
        (type) => `${type} ${after.sku} v${after.version}`,
      );
    });
  });
}

function movement(before: Stock, after: Stock): string {
  const held = after.reserved - before.reserved;
  if (held === 0) return "StockAdjusted";
  if (held > 0) return "StockReserved";
  return after.available > before.available ? "StockReleased" : "StockShipped";
}

/** What each version of a product has anew, or for the list that it is in. */
const NO_FIELDS = ["version", "updatedAt", "change", "status", "list", "position"];

/** Each version of a product is told: created, archived or restored, and changed in any other field. */
function productEventsOf(history: History): string[] {
  return [...history.values()].flatMap((versions) =>
    versions.flatMap((after, index) => {
      if (after.type !== "product") return [];
      return productEventTypes(versions[index - 1], after).map((type) => `${type} ${after.sku} v${after.version}`);
    }),
  );
}

function productEventTypes(before: StoredItem | undefined, after: StoredItem): string[] {
  if (!before) return ["ProductCreated"];
  const fields = (item: StoredItem) => Object.entries(item).filter(([name]) => !NO_FIELDS.includes(name));
  const isChanged = !isDeepStrictEqual(new Map(fields(before)), new Map(fields(after)));
  return [...(isChanged ? ["ProductChanged"] : []), ...entered(PRODUCT, String(before.status), String(after.status))];
}

/** Of a reservation only its expiry is told. */
function expiryOf(versions: readonly Reservation[]): string[] {
  return versions.flatMap(({ id, status, version }) =>
    status === "EXPIRED" ? [`ReservationExpired ${id} v${version}`] : [],
  );
}

const LEVELS = new Set(["StockLow", "StockDepleted", "StockReplenished"]);

const everyChangeIsPublished: Rule<PublishedAndStored> = {
  name: "every change is published, and nothing else",
  sentence: "each committed change is on the bus at least once, with one id of its own, and nothing else is",
  check: ({ history, published }) => {
    const idsByEvent = new Map<string, Set<string>>();
    for (const { type, detail } of published) {
      if (LEVELS.has(type)) continue;
      const { id, sequence, data } = Envelope.parse(JSON.parse(detail));
      const event = `${type} ${data.orderId ?? data.reservationId ?? data.sku} v${sequence}`;
      idsByEvent.set(event, (idsByEvent.get(event) ?? new Set()).add(id));
    }
    // One version may refuse two captures, or cancel two shipments: each is told with an id of its own.
    const expected = new Map<string, number>();
    const happened = [
      ...orderHistories(history).flatMap(orderEventsOf),
      ...stockEventsOf(history),
      ...productEventsOf(history),
      ...reservationHistories(history).flatMap(expiryOf),
    ];
    for (const one of happened) expected.set(one, (expected.get(one) ?? 0) + 1);
    const idsOf = (event: string) => idsByEvent.get(event)?.size ?? 0;
    return [
      ...[...expected].filter(([one, times]) => idsOf(one) < times).map(([one]) => `${one} was never published`),
      ...[...idsByEvent.keys()]
        .filter((one) => !expected.has(one))
        .map((one) => `${one} was published and never happened`),
      ...[...expected]
        .filter(([one, times]) => idsOf(one) > times)
        .map(([one, times]) => `${one} happened ${times} times and was published with ${idsOf(one)} ids`),
    ];
  },
};

export const eventInvariants = [everyChangeIsPublished, historyIsWhatWasTold];
