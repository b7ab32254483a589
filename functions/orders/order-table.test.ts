import { expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder, orderInEachSituation } from "../../tests/builders/orders.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import {
  createHistory,
  createOrder,
  loadOrder,
  loadOrdersByNumber,
  loadWithHistory,
  OrderChangedError,
  OrderExistsError,
  replaceOrder,
} from "./order-table.ts";
import { OrderId } from "./rules/order.ts";
import { numberedSymbols } from "./rules/order-number.ts";

const orders = orderInEachSituation();

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

test("two orders whose ids begin with the same symbols: each is read by its id, both by their number", async () => {
  const table = FakeTable.connect();
  const [one, other] = ["0", "1"].map((last) =>
    aPendingOrder({ id: OrderId.parse(`ord_7k3m9qx24f6h${last.repeat(20)}`) }),
  );
  if (!one || !other) throw new Error("There are two.");
  for (const order of [one, other, orders.pending]) table.put(createOrder(order).item);

  await runInContext(aContext(), async () => {
    expect(await loadOrder(one.id)).toEqual(one);
    expect(await loadOrder(other.id)).toEqual(other);
    expect(await loadOrdersByNumber(numberedSymbols(one.id))).toEqual([one, other]);
    expect(await loadOrdersByNumber(numberedSymbols(orders.pending.id))).toEqual([orders.pending]);
  });
});

test("older history is in items of its own, behind the order: read with it, oldest first, and not taken for an order", async () => {
  const table = FakeTable.connect();
  const order = { ...orders.confirmed, olderHistory: 2 };
  const entry = (after: number) => ({ type: "OrderEdited", after });
  table.put(createHistory(order, [entry(3), entry(4)]).item);
  table.put(createHistory({ ...order, olderHistory: 1 }, [entry(1), entry(2)]).item);
  table.put(createOrder(order).item);

  await runInContext(aContext(), async () => {
    const found = await loadWithHistory(order.id);
    expect(found?.order).toEqual(order);
    expect(found?.history).toEqual([entry(1), entry(2), entry(3), entry(4), ...order.history]);
    expect(await loadOrdersByNumber(numberedSymbols(order.id))).toEqual([order]);
    expect(await loadWithHistory(OrderId.parse(`ord_${"0".repeat(32)}`))).toBeUndefined();
  });
});

test("history that is stored is never replaced: another write was faster", () => {
  const { condition, conflictError } = createHistory(orders.confirmed, []);
  expect(condition.expression).toBe("attribute_not_exists(pk)");
  expect(conflictError(undefined)).toBeInstanceOf(OrderChangedError);
});
