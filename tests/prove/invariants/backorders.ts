import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { backorderedEqualsWaiting } from "../../../functions/audit/rules/stock-rules.ts";
import { orderItem } from "../../../functions/orders/order-item.ts";
import { unitsWaitingFor } from "../../../functions/orders/rules/backorders.ts";
import { allocationsOf, unitsOf } from "../../../functions/orders/rules/line.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { World } from "../world/world.ts";
import { forEach } from "./rules.ts";
import { type StoredState, sum } from "./stored-state.ts";

const waitingIsCounted = forEach(
  ({ stocks, orders }) =>
    stocks.map(({ sku, backordered }) => {
      const waiting = sum(orders.map((order) => unitsWaitingFor(order, sku)));
      return [sku, { backordered, waiting }] as const;
    }),
  backorderedEqualsWaiting,
);

const queueKeepsOrder: Rule<StoredState> = {
  name: "the queue keeps the order of placing",
  sentence: "the queue of a product is exactly the orders that wait for it, in the order in which they were placed",
  check: ({ backorders, orders, stocks }) => {
    const queued = backorders.map(({ sku, orderId, createdAt }) => `${sku} ${createdAt} ${orderId}`);
    const waiting = stocks.flatMap(({ sku }) =>
      orders.filter((order) => unitsWaitingFor(order, sku) > 0).map(({ id, createdAt }) => `${sku} ${createdAt} ${id}`),
    );
    return queued.toSorted().join() === waiting.toSorted().join()
      ? []
      : [`queued ${queued.join(", ")}; waiting ${waiting.join(", ")}`];
  },
};

const nobodyWaitsForWhatIsThere: Rule<StoredState> = {
  name: "nobody waits for what is there",
  sentence: "at rest, no unit of a product is available while an order waits for it",
  check: ({ stocks }) =>
    stocks
      .filter(({ available, backordered }) => available > 0 && backordered > 0)
      .map(({ sku, available, backordered }) => `${sku}: ${available} available, ${backordered} backordered`),
};

export const backorderInvariants = [waitingIsCounted, queueKeepsOrder, nobodyWaitsForWhatIsThere];

/** Whatever happened, in the order in which it was committed. */
export const nobodyIsOvertaken: Rule<World> = {
  name: "nobody is overtaken",
  sentence: "no order is given units of a product while an order that was placed before it waits for them",
  check: ({ deliveries }) => {
    const latest = new Map<string, Order>();
    return deliveries.records.flatMap((record) => {
      const after = orderIn(record);
      if (!after) return [];
      const before = latest.get(after.id);
      latest.set(after.id, after);
      return overtakenBy(before, after, [...latest.values()]);
    });
  },
};

function orderIn({ dynamodb }: DynamoDBRecord): Order | undefined {
  const image: Parameters<typeof unmarshall>[0] = JSON.parse(JSON.stringify(dynamodb?.NewImage ?? {}));
  const item = unmarshall(image);
  return item.type === orderItem.type && item.poison !== true ? orderItem.parse(item) : undefined;
}

function overtakenBy(before: Order | undefined, after: Order, all: readonly Order[]): string[] {
  const given = after.lines.filter((line, index) => {
    const earlier = before?.lines[index];
    return unitsOf(allocationsOf(line)) > (earlier ? unitsOf(allocationsOf(earlier)) : 0);
  });
  return given.flatMap(({ sku }) =>
    all
      .filter(
        (other) =>
          other.id !== after.id &&
          unitsWaitingFor(other, sku) > 0 &&
          isBefore(other, before ?? after, before === undefined),
      )
      .map((other) => `${after.id} was given ${sku} while ${other.id} waited for it`),
  );
}

/** Whether it comes first in the queue: before a new order, whoever waits already does. */
function isBefore(other: Order, order: Order, isNew: boolean): boolean {
  return isNew || `${other.createdAt}#${other.id}` < `${order.createdAt}#${order.id}`;
}
