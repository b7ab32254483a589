import { expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder, orderInEachSituation } from "../../tests/builders/orders.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import {
  createOrder,
  loadOrder,
  loadOrdersByNumber,
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
