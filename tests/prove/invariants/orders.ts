import { indexRule } from "../../../functions/audit/rules/index-rule.ts";
import { orderRules } from "../../../functions/audit/rules/order-rules.ts";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { carrierEventItem } from "../../../functions/orders/carrier-event-table.ts";
import { orderItem } from "../../../functions/orders/order-item.ts";
import { MAX_CARRIER_EVENTS } from "../../../functions/orders/rules/carrier-events.ts";
import { openUnits } from "../../../functions/orders/rules/line.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import { unitsIn } from "../../../functions/orders/rules/shipment.ts";
import { forEach, forEachOrder } from "./rules.ts";
import { type StoredState, sum } from "./stored-state.ts";

const indexed = forEach(({ items }) => {
  const ofOrders = items.filter(({ type }) => type === orderItem.type);
  return ofOrders.map((item) => ({ item, order: orderItem.parse(item) })).map((one) => [one.order.id, one] as const);
}, indexRule);

const shipmentsHaveUnits: Rule<Order> = {
  name: "no shipment is empty",
  sentence: "a shipment that is not CANCELLED contains units",
  check: ({ shipments }) =>
    shipments
      .filter(({ status, lines }) => status !== "CANCELLED" && lines.length === 0)
      .map(({ number, status }) => `shipment ${number} is ${status}, and empty`),
};

const onePlace: Rule<Order> = {
  name: "a unit is at one place",
  sentence:
    "of each line, every unit is cancelled, to be shipped, on its way, delivered or came back; those on their way are in " +
    "shipments that are SHIPPED or DELIVERY_FAILED",
  check: ({ lines, shipments }) =>
    lines.flatMap((line) => {
      const onTheWay = shipments.filter(({ status }) => status === "SHIPPED" || status === "DELIVERY_FAILED");
      const away = sum(onTheWay.map((shipment) => unitsIn(shipment, line.sku)));
      const { quantity, cancelled, shipped, delivered, undelivered } = line;
      const placed = cancelled + openUnits(line) + away + delivered + undelivered;
      return placed === quantity && away === shipped - delivered - undelivered
        ? []
        : [`${placed} of ${quantity} of ${line.sku} are somewhere, ${away} of them on their way`];
    }),
};

const eventsCounted: Rule<StoredState> = {
  name: "each carrier event is stored once, with its order",
  sentence:
    "a shipment counts the events that are stored of it, at most 200, and has the latest of them by the carrier's time",
  check: ({ orders, carrierEvents, items }) => {
    const wrong = orders.flatMap(({ id, shipments }) =>
      shipments.flatMap(({ number, carrierEvents: count = 0, latestEvent }) => {
        const stored = carrierEvents.filter((one) => one.orderId === id && one.number === number);
        const latest = stored
          .map(({ event }) => event.at)
          .toSorted()
          .at(-1);
        const isRight = count === stored.length && count <= MAX_CARRIER_EVENTS && latestEvent?.at === latest;
        return isRight
          ? []
          : [`${id}: shipment ${number} counts ${count} of ${stored.length}, the latest ${latestEvent?.at}`];
      }),
    );
    const all = items.filter(({ type }) => type === carrierEventItem.type).length;
    return all === carrierEvents.length ? wrong : [...wrong, `${all - carrierEvents.length} events are of no shipment`];
  },
};

const exchangesLinked: Rule<StoredState> = {
  name: "exchanges name each other",
  sentence:
    "an order that goes on and is an exchange for a return is named by it; the order that a return names is an exchange for it",
  check: ({ orders }) => {
    const named = orders.flatMap(({ id, returns }) =>
      returns.flatMap(({ number, exchangeOrderId: by }) =>
        by === undefined ? [] : [`${by} for return ${number} of ${id}`],
      ),
    );
    const naming = orders.flatMap(({ id, status, exchangeFor }) => {
      const isOver = status === "FAILED" || status === "CANCELLED";
      return exchangeFor
        ? [{ isOver, link: `${id} for return ${exchangeFor.returnNumber} of ${exchangeFor.orderId}` }]
        : [];
    });
    return [
      ...naming
        .filter(({ isOver, link }) => !isOver && !named.includes(link))
        .map(({ link }) => `${link} is not named by it`),
      ...named.filter((link) => !naming.some((one) => one.link === link)).map((link) => `${link} does not name it`),
    ];
  },
};

export const orderInvariants: readonly Rule<StoredState>[] = [
  ...[...orderRules, shipmentsHaveUnits, onePlace].map(forEachOrder),
  eventsCounted,
  indexed,
  exchangesLinked,
];
