import { Envelope } from "../../../events/envelope.ts";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { Published } from "../world/world.ts";
import { type History, orderHistories } from "./history.ts";

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
  SHIPPED: "OrderShipped",
  DELIVERED: "OrderDelivered",
};
const PAYMENT: Readonly<Record<string, string>> = {
  AUTHORIZED: "PaymentAuthorized",
  DECLINED: "PaymentDeclined",
  CAPTURED: "PaymentCaptured",
  VOIDED: "PaymentVoided",
  EXPIRED: "PaymentExpired",
};
const SHIPMENT: Readonly<Record<string, string>> = {
  PENDING: "ShipmentCreated",
  SHIPPED: "ShipmentDispatched",
  DELIVERED: "ShipmentDelivered",
  CANCELLED: "ShipmentCancelled",
};

function entered(states: Readonly<Record<string, string>>, before: string | undefined, after: string): string[] {
  const event = before === after ? undefined : states[after];
  return event === undefined ? [] : [event];
}

function orderEventsOf(versions: readonly Order[]): string[] {
  return versions.flatMap((after, index) => {
    const before = versions[index - 1];
    return [
      ...entered(ORDER, before?.status, after.status),
      ...entered(PAYMENT, before?.payment.status, after.payment.status),
      ...after.shipments.flatMap((one, n) => entered(SHIPMENT, before?.shipments[n]?.status, one.status)),
    ].map((event) => `${event} ${after.id} v${after.version}`);
  });
}

/** Each version of a stock that moves units has an event. */
function stockEventsOf(history: History): string[] {
  return [...history.values()].flatMap((versions) =>
    versions.flatMap((after, index) => {
      const before = versions[index - 1];
      if (after.type !== "stock" || !before) return [];
      const moved = before.available !== after.available || before.reserved !== after.reserved;
      return moved ? [`${movement(before, after)} ${after.sku} v${after.version}`] : [];
    }),
  );
}

function movement(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string {
  const held = Number(after.reserved) - Number(before.reserved);
  if (held === 0) return "StockAdjusted";
  if (held > 0) return "StockReserved";
  return Number(after.available) > Number(before.available) ? "StockReleased" : "StockShipped";
}

const LEVELS = new Set(["StockLow", "StockDepleted", "StockReplenished"]);

const everyChangeIsPublished: Rule<PublishedAndStored> = {
  name: "every change is published, and nothing else",
  sentence: "each committed change is on the bus at least once, with one id, and nothing else is",
  check: ({ history, published }) => {
    const idsByEvent = new Map<string, Set<string>>();
    for (const { type, detail } of published) {
      if (LEVELS.has(type)) continue;
      const { id, sequence, data } = Envelope.parse(JSON.parse(detail));
      const event = `${type} ${data.orderId ?? data.sku} v${sequence}`;
      idsByEvent.set(event, (idsByEvent.get(event) ?? new Set()).add(id));
    }
    const expected = new Set([...orderHistories(history).flatMap(orderEventsOf), ...stockEventsOf(history)]);
    return [
      ...[...expected].filter((one) => !idsByEvent.has(one)).map((one) => `${one} was never published`),
      ...[...idsByEvent.keys()]
        .filter((one) => !expected.has(one))
        .map((one) => `${one} was published and never happened`),
      ...[...idsByEvent]
        .filter(([, ids]) => ids.size > 1)
        .map(([one, ids]) => `${one} was published with ${ids.size} ids`),
    ];
  },
};

export const eventInvariants = [everyChangeIsPublished];
