import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { sam } from "../../tests/builders/callers.ts";
import { orderInEachSituation, PLACED_AT } from "../../tests/builders/orders.ts";
import { OrderView, orderView } from "./api/order-api.ts";
import {
  createOrder,
  customerPartition,
  OrderChangedError,
  OrderExistsError,
  parseOrder,
  replaceOrder,
  statusGroups,
  statusPartitions,
} from "./order-table.ts";
import { CustomerId, ORDER_STATUSES, orderStates } from "./rules/order.ts";

const orders = orderInEachSituation();
const { id } = orders.pending;

beforeEach(() => void vi.stubEnv("INDEX_SHARDS", "1"));
afterEach(() => void vi.unstubAllEnvs());

describe("an order's item", () => {
  test("has keys for its id, customer, status and due time", () => {
    expect(createOrder(orders.pending).item).toMatchObject({
      pk: `ORDER#${id}`,
      sk: "ORDER",
      type: "order",
      gsi1pk: "CUSTOMER#alice",
      gsi1sk: `${PLACED_AT}#${id}`,
      gsi2pk: "ORDERS#PENDING#0",
      gsi2sk: `${PLACED_AT}#${id}`,
      gsi3pk: "DUE#order#0",
      gsi3sk: `2026-11-21T05:30:30.000Z#${id}`,
    });
  });

  test.each(Object.entries(orders))(
    "of an order that is %s is in the due index exactly where work is unfinished",
    (_, order) => {
      const { item } = replaceOrder(order);
      expect("gsi3pk" in item && "gsi3sk" in item).toBe(order.pending !== undefined);
    },
  );

  test("without a pending effect: not in the due index", () => {
    const stored = parseOrder(createOrder(orders.cancelling).item);
    const { pending: _, ...finished } = stored;
    expect(replaceOrder(finished).item).not.toHaveProperty("gsi3pk");
    expect(replaceOrder(finished).item).not.toHaveProperty("gsi3sk");
  });

  test("new status: another partition, the same sort key", () => {
    const stored = parseOrder(createOrder(orders.pending).item);
    const { item } = replaceOrder({ ...stored, status: "CONFIRMED" });
    expect(item).toMatchObject({ gsi2pk: "ORDERS#CONFIRMED#0", gsi2sk: `${PLACED_AT}#${id}` });
  });

  test("is parsed to the same order", () => {
    expect(parseOrder(createOrder(orders.shipped).item)).toMatchObject(orders.shipped);
  });

  test("of an older version, without the claim time of its pending effect: is parsed", () => {
    const { since: _, ...pending } = orders.pending.pending ?? {};
    expect(parseOrder({ ...createOrder(orders.pending).item, pending }).pending).toEqual(pending);
  });
});

test.each(["a/b", "alice smith", "me", "ü"])(
  "an order of the customer %j, which no new order can be placed for, is read and shown all the same",
  (customerId) => {
    const order = parseOrder({ ...createOrder(orders.pending).item, customerId });
    expect(order.customerId).toBe(customerId);
    expect(z.safeParse(OrderView, JSON.parse(JSON.stringify(orderView(order, sam)))).error).toBeUndefined();
  },
);

test("an order that exists is not created again: the error holds the stored order", () => {
  const { condition, conflictError, item } = createOrder(orders.pending);
  expect(condition.expression).toBe("attribute_not_exists(pk)");
  const error = conflictError(item);
  expect(error).toBeInstanceOf(OrderExistsError);
  expect(error).toMatchObject({ order: { id: orders.pending.id, status: "PENDING" } });
});

test("replaceOrder: only the version that was read is replaced", () => {
  const { condition, conflictError } = replaceOrder(orders.confirmed);
  expect(condition.values).toEqual({ ":version": orders.confirmed.version - 1 });
  expect(conflictError(undefined)).toBeInstanceOf(OrderChangedError);
});

describe("shards", () => {
  test("all are read", () => {
    vi.stubEnv("INDEX_SHARDS", "8");
    const { gsi2pk } = createOrder(orders.pending).item;
    expect(statusPartitions("PENDING")).toHaveLength(8);
    expect(statusPartitions("PENDING")).toContain(gsi2pk);
  });

  test("are the same for status and due time, and stay the same for an order", () => {
    vi.stubEnv("INDEX_SHARDS", "8");
    const { gsi2pk, gsi3pk } = createOrder(orders.pending).item;
    expect(String(gsi3pk).split("#").at(-1)).toBe(String(gsi2pk).split("#").at(-1));
    expect(replaceOrder(orders.pending).item.gsi3pk).toBe(gsi3pk);
  });

  test("more shards than before: the earlier partitions are still read", () => {
    vi.stubEnv("INDEX_SHARDS", "2");
    const before = statusPartitions("PENDING");
    vi.stubEnv("INDEX_SHARDS", "8");
    expect(statusPartitions("PENDING")).toEqual(expect.arrayContaining(before));
  });

  test("a customer's list has no shards", () => {
    expect(customerPartition(CustomerId.parse("alice"))).toBe("CUSTOMER#alice");
  });
});

test("a list of all statuses reads a status only after every status that leads to it, and each once", () => {
  const groups = statusGroups(ORDER_STATUSES);
  const position = (partition: string) => groups.findIndex((group) => group.includes(partition));
  for (const from of ORDER_STATUSES) {
    for (const to of orderStates.transitions[from]) {
      expect(position(`ORDERS#${from}#0`), `${from} before ${to}`).toBeLessThan(position(`ORDERS#${to}#0`));
    }
  }
  expect(groups.flat().sort()).toEqual(ORDER_STATUSES.map((status) => `ORDERS#${status}#0`).sort());
});
