import { Envelope } from "../../../events/envelope.ts";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { Published } from "../world/world.ts";
import { type History, orderHistories } from "./history.ts";

/** What the bus was given, beside what really happened. */
export interface News {
  readonly history: History;
  readonly published: readonly Published[];
}

/** The event that says that a state was entered; told here again, as a consumer would read the catalogue. */
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

function expectedOf(versions: readonly Order[]): string[] {
  return versions.flatMap((after, index) => {
    const before = versions[index - 1];
    return [
      ...entered(ORDER, before?.status, after.status),
      ...entered(PAYMENT, before?.payment.status, after.payment.status),
      ...after.shipments.flatMap((one, n) => entered(SHIPMENT, before?.shipments[n]?.status, one.status)),
    ].map((event) => `${event} ${after.id} v${after.version}`);
  });
}

/** Of stock: every version after the first that moved units tells of it. */
function stockExpected(history: History): string[] {
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

const everyStepIsNews: Rule<News> = {
  name: "every step is news, and all news are true",
  sentence: "each step that was committed is on the bus at least once under one id, and nothing else is",
  check: ({ history, published }) => {
    const told = new Map<string, Set<string>>();
    for (const { type, detail } of published) {
      if (LEVELS.has(type)) continue;
      const { id, sequence, data } = Envelope.parse(JSON.parse(detail));
      const what = `${type} ${data.orderId ?? data.sku} v${sequence}`;
      told.set(what, (told.get(what) ?? new Set()).add(id));
    }
    const happened = new Set([...orderHistories(history).flatMap(expectedOf), ...stockExpected(history)]);
    return [
      ...[...happened].filter((one) => !told.has(one)).map((one) => `${one} was never told`),
      ...[...told.keys()].filter((one) => !happened.has(one)).map((one) => `${one} was told and never happened`),
      ...[...told].filter(([, ids]) => ids.size > 1).map(([one, ids]) => `${one} was told under ${ids.size} ids`),
    ];
  },
};

export const eventInvariants = [everyStepIsNews];
