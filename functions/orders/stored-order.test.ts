import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { sam } from "../../tests/builders/callers.ts";
import { orderWalks } from "../../tests/builders/order-walk.ts";
import { aPendingOrder, at, changed, orderInEachSituation, PLACED_AT } from "../../tests/builders/orders.ts";
import { withUnknownAttributes } from "../../tests/builders/unknown-attributes.ts";
import { OrderView, orderView } from "./api/order-api.ts";
import { allOrders, dueOrders, listPartitions } from "./order-keys.ts";
import { OrderId } from "./rules/order.ts";
import { postpone } from "./rules/order-transitions.ts";
import { parseOrder, StoredOrder, toItem } from "./stored-order.ts";

const orders = orderInEachSituation();
const id = OrderId.parse("ord_7k3m9qx24f6h0123456789abcdefghjk");
const pending = aPendingOrder({ id });

beforeEach(() => void vi.stubEnv("INDEX_SHARDS", "1"));
afterEach(() => void vi.unstubAllEnvs());

describe("an order's item", () => {
  test("has keys for its id, customer, list and due time", () => {
    expect(toItem(pending)).toMatchObject({
      pk: "ORDER#7k3m9qx24f6h",
      sk: "0123456789abcdefghjk",
      type: "order",
      customerId: "alice",
      list: "ORDERS#open#0",
      position: `${PLACED_AT}#7k3m9qx24f6h`,
      due: "order#0",
      dueAt: "2026-11-21T05:30:30.000Z#7k3m9qx24f6h",
    });
  });

  test("holds nothing twice, and nothing that is as most orders have it", () => {
    const item = toItem(pending);
    for (const attribute of ["id", "createdAt", "updatedAt", "shipments", "history"])
      expect(item).not.toHaveProperty(attribute);
    expect(item.pending).toEqual({ effect: "AUTHORIZE", attempt: 1 });
    expect(Object.keys(item.payment)).toEqual(["provider", "attempts"]);
  });

  test("holds what is not as most orders have it", () => {
    const order = postpone(orders.pending, [], changed(40));
    expect(toItem(order)).toMatchObject({
      updatedAt: at(40),
      payment: { attempts: [{ tries: 1 }] },
      pending: { tries: 1, since: PLACED_AT },
    });
    expect(toItem(orders.shipped)).toMatchObject({
      lines: [{ sku: "MUG", shipped: 2 }, { shipped: 1 }],
      payment: { instructions: [{ kind: "CAPTURE", state: "DONE", amount: 3_870 }] },
      shipments: [{ number: 1, status: "SHIPPED", carrier: "DHL" }],
      history: orders.shipped.history,
    });
  });

  test("holds no counts, tries and amounts of 0", () => {
    const { lines, payment } = toItem(orders.cancelling);
    for (const shipment of toItem(orders.shipped).shipments ?? []) expect(shipment).not.toHaveProperty("location");
    for (const line of lines) {
      expect(line).not.toHaveProperty("elsewhere");
      expect(line).toHaveProperty("cancelled");
      expect(line).not.toHaveProperty("shipped");
      expect(line).not.toHaveProperty("delivered");
    }
    expect(payment.attempts?.[0]).not.toHaveProperty("tries");
    expect(payment.attempts?.[0]).not.toHaveProperty("refundedElsewhere");
    expect(payment.instructions).toEqual([{ id: 1, kind: "VOID", state: "IN_FLIGHT", attempt: 1 }]);
  });

  test.each(Object.entries(orders))(
    "of an order that is %s is in the due index exactly where work is unfinished",
    (_, order) => {
      const item = toItem(order);
      expect("due" in item && "dueAt" in item).toBe(order.pending !== undefined);
    },
  );

  test.each(Object.entries(orders))("of an order that is %s is parsed to the same order", (_, order) => {
    expect(parseOrder(toItem(order))).toEqual(order);
  });

  test("of any version of any order is parsed to the same order", () => {
    fc.assert(
      fc.property(orderWalks, (walk) => {
        for (const { before, after = before } of walk) expect(parseOrder(toItem(after))).toEqual(after);
      }),
    );
  });

  test("is the same after it was parsed and stored again, with what later versions of the code add", () => {
    for (const order of Object.values(orders)) {
      const item = z.looseObject({}).parse(withUnknownAttributes({ ...toItem(order), change: { id: "change-1" } }));
      const { pk, sk } = toItem(order);
      expect(toItem(parseOrder({ ...item, pk, sk }))).toEqual(item);
    }
  });

  test.each([
    ["pk", "ORDER#7k3m"],
    ["sk", "ORDER"],
    ["position", PLACED_AT],
    ["dueAt", undefined],
    ["dueAt", "soon#7k3m9qx24f6h"],
    ["lines", "none"],
  ])("whose %s is %j is not readable, and the reason names it", (attribute, value) => {
    const { error } = z.safeParse(StoredOrder, { ...toItem(pending), [attribute]: value });
    expect(error?.issues.map(({ path }) => path.join("."))).toEqual([attribute]);
  });
});

test.each(["a/b", "alice smith", "me", "ü"])(
  "an order of the customer %j, which no new order can be placed for, is read and shown all the same",
  (customerId) => {
    const order = parseOrder({ ...toItem(pending), customerId });
    expect(order.customerId).toBe(customerId);
    expect(z.safeParse(OrderView, JSON.parse(JSON.stringify(orderView(order, sam, PLACED_AT)))).error).toBeUndefined();
  },
);

describe("the lists of all orders", () => {
  test("an order moves from open to closed once in its life, and keeps its position", () => {
    fc.assert(
      fc.property(orderWalks, (walk) => {
        const items = walk.flatMap(({ after }) => (after ? toItem(after) : []));
        const lists = items.map(({ list }) => list);
        expect(lists).toEqual(lists.toSorted().reverse());
        expect(new Set(items.map(({ position }) => position)).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("open is read before closed", () => {
    expect(allOrders()).toEqual([["ORDERS#open#0"], ["ORDERS#closed#0"]]);
  });
});

describe("shards", () => {
  test("all are read", () => {
    vi.stubEnv("INDEX_SHARDS", "8");
    expect(listPartitions("open")).toHaveLength(8);
    expect(listPartitions("open")).toContain(toItem(pending).list);
  });

  test("are the same for list and due time, and stay the same for an order", () => {
    vi.stubEnv("INDEX_SHARDS", "8");
    const { list, due = "" } = toItem(pending);
    expect(due.split("#").at(-1)).toBe(list.split("#").at(-1));
    expect(dueOrders()).toContain(due);
    expect(toItem({ ...pending, version: 2 }).due).toBe(due);
  });

  test("more shards than before: the earlier partitions are still read", () => {
    vi.stubEnv("INDEX_SHARDS", "2");
    const before = listPartitions("closed");
    vi.stubEnv("INDEX_SHARDS", "8");
    expect(listPartitions("closed")).toEqual(expect.arrayContaining(before));
  });
});
