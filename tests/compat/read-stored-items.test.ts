import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { indexRule } from "../../functions/audit/rules/index-rule.ts";
import { orderRules } from "../../functions/audit/rules/order-rules.ts";
import { violationsOf } from "../../functions/audit/rules/rule.ts";
import { stockRules } from "../../functions/audit/rules/stock-rules.ts";
import { reservationItem } from "../../functions/inventory/inventory-items.ts";
import { replaceProduct } from "../../functions/inventory/product-table.ts";
import { wordChanges } from "../../functions/inventory/product-words-table.ts";
import { endReservation, parseReservation } from "../../functions/inventory/reservation-table.ts";
import { Product } from "../../functions/inventory/rules/product.ts";
import { parseStock } from "../../functions/inventory/stock-table.ts";
import { OrderView, orderView } from "../../functions/orders/api/order-api.ts";
import { replaceOrder } from "../../functions/orders/order-table.ts";
import { allowedActions } from "../../functions/orders/rules/allowed-actions.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import { cancel, mayBeCancelled, postpone } from "../../functions/orders/rules/order-transitions.ts";
import { parseOrder, toItem } from "../../functions/orders/stored-order.ts";
import { nextVersion } from "../../functions/platform/values/version.ts";
import { sam } from "../builders/callers.ts";
import { at, changed } from "../builders/orders.ts";
import products from "./core/products.json" with { type: "json" };
import stocks from "./core/stocks.json" with { type: "json" };
import ofTheBanksOwn from "./disputed/orders.json" with { type: "json" };
import instructions from "./instructions/orders.json" with { type: "json" };
import reservedOrders from "./reservations/orders.json" with { type: "json" };
import reservations from "./reservations/reservations.json" with { type: "json" };
import returns from "./returns/orders.json" with { type: "json" };
import savedMethods from "./saved-methods/orders.json" with { type: "json" };
import unlistedProducts from "./unlisted-stock/products.json" with { type: "json" };
import unlistedStocks from "./unlisted-stock/stocks.json" with { type: "json" };

const orders = { ...instructions, ...savedMethods, ...reservedOrders, ...returns };
const LATER = at(3_600);

describe.each(Object.entries({ ...orders, ...ofTheBanksOwn }))("a stored order, %s", (_, item) => {
  const order = parseOrder(item);

  test("is read without loss, and shown by the API", () => {
    expect(toItem(order)).toEqual(item);
    expect(violationsOf(orderRules, order.id, order)).toEqual([]);
    expect(violationsOf([indexRule], order.id, { order, item })).toEqual([]);
    expect(z.safeParse(OrderView, JSON.parse(JSON.stringify(orderView(order, sam, LATER)))).error).toBeUndefined();
  });

  test("its next version is stored in its place, and read without loss", () => {
    const { item: next, condition } = replaceOrder(nextVersionOf(order));
    expect(condition.values).toEqual({ ":version": item.version });
    expect(next).toMatchObject({ pk: item.pk, sk: item.sk, version: item.version + 1 });
    expect(toItem(parseOrder(next))).toEqual(next);
  });
});

/** By a step that the order allows. */
function nextVersionOf(order: Order): Order {
  if (mayBeCancelled(order, false))
    return cancel(order, { reason: "Test", actor: "staff:sam", isCustomer: false }, changed(3_600));
  return order.pending ? postpone(order, [], changed(3_600)) : nextVersion(order, {}, LATER);
}

test("a stored order whose payment is disputed: nothing can be given back until the provider is asked", () => {
  const { disputed, refundedElsewhere } = ofTheBanksOwn;
  expect(allowedActions(parseOrder(disputed), false, at(3_600))).not.toContain("refundPayment");
  expect(allowedActions(parseOrder(refundedElsewhere), false, at(3_600))).toContain("refundPayment");
  expect(orderView(parseOrder(refundedElsewhere), sam, LATER).payment.refunded.amount).toBe(500);
});

test("an order with each effect that an operation leads to is among the stored ones", () => {
  const effects = Object.values(orders).map((item) => ("pending" in item ? item.pending.effect : "NONE"));
  expect([...new Set(effects)].sort()).toEqual(["AUTHORIZE", "CAPTURE", "NONE", "REFRESH", "REFUND", "SHIP", "VOID"]);
});

test.each(Object.entries(reservations))("a stored reservation, %s, is read without loss", (status, item) => {
  const reservation = parseReservation(item);
  expect(reservation).toMatchObject({ status: status.toUpperCase(), version: item.version });
  expect(endReservation(reservation).item).toEqual(item);
  expect(reservationItem.due?.read(item).pending?.dueAt).toBe(status === "active" ? item.expiresAt : undefined);
});

describe.each([...Object.entries(products), ...Object.entries(unlistedProducts)])("a stored product, %s", (_, item) => {
  test("is read without loss, and its next version is stored", () => {
    const product = Product.parse(item);
    expect(product).toEqual(item);
    const { item: written } = replaceProduct(nextVersion(product, {}, LATER));
    expect(Product.parse(written)).toMatchObject({ sku: item.sku, version: item.version + 1, status: item.status });
  });
});

test("a stored product without words: its next name has them, and no entry has to be there", () => {
  const product = Product.parse(unlistedProducts.plain);
  const writes = wordChanges(product, nextVersion(product, { name: "Fountain pen" }, LATER));
  expect(writes.map(({ kind }) => kind)).toEqual(["put", "delete"]);
  for (const { condition } of writes) expect(condition.expression).toContain("attribute_not_exists(pk)");
});

test.each([...Object.entries(stocks), ...Object.entries(unlistedStocks)])(
  "a stored stock, %s, is read without loss and breaks no rule",
  (_, item) => {
    const stock = parseStock(item);
    expect(stock).toMatchObject(item);
    expect(violationsOf(stockRules, stock.sku, stock)).toEqual([]);
  },
);
