import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { productStockRules, reservedEqualsOpen, stockRules } from "../../../functions/audit/rules/stock-rules.ts";
import { type OrderLine, openUnits } from "../../../functions/orders/rules/line.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import { forEach, forEachStock } from "./rules.ts";
import { type StoredState, sum } from "./stored-state.ts";

function units(orders: readonly Order[], sku: string, count: (line: OrderLine) => number): number {
  const lines = orders.flatMap((order) => order.lines).filter((line) => line.sku === sku);
  return sum(lines.map(count));
}

function shippedOf({ orders }: StoredState, sku: string): number {
  return units(orders, sku, ({ shipped }) => shipped);
}

function adjustmentsOf({ adjustments }: StoredState, sku: string): number {
  return sum(adjustments.filter((one) => one.sku === sku).map(({ quantity }) => quantity));
}

const stockMatchesLedger: Rule<StoredState> = {
  name: "stock matches adjustments and shipped lines",
  sentence: "available + reserved = the sum of all adjustments - the units of all shipped lines, for every product",
  check: (stored) =>
    stored.stocks.flatMap(({ sku, available, reserved }) => {
      const adjusted = adjustmentsOf(stored, sku);
      const shippedUnits = shippedOf(stored, sku);
      return available + reserved === adjusted - shippedUnits
        ? []
        : [`${sku}: ${available} available + ${reserved} reserved, but ${adjusted} adjusted - ${shippedUnits} shipped`];
    }),
};

const shippedMatchesLines: Rule<StoredState> = {
  name: "shipped equals shipped lines",
  sentence: "a stock's `shipped` is the units of all shipped order lines",
  check: (stored) =>
    stored.stocks.flatMap(({ sku, shipped }) => {
      const shippedUnits = shippedOf(stored, sku);
      return shipped === shippedUnits
        ? []
        : [`${sku}: shipped is ${shipped}, but ${shippedUnits} units are in shipped lines`];
    }),
};

const noStrayStock: Rule<StoredState> = {
  name: "no stock without a product",
  sentence: "every stock item belongs to a stored product",
  check: ({ products, stocks }) =>
    stocks.filter(({ sku }) => !products.some((one) => one.sku === sku)).map(({ sku }) => `${sku} has no product`),
};

const productStocks = (stored: StoredState) =>
  stored.products.map((product) => {
    const stock = stored.stocks.find(({ sku }) => sku === product.sku);
    return [product.sku, { product, stock, adjustments: adjustmentsOf(stored, product.sku) }] as const;
  });

const held = ({ stocks, orders }: StoredState) =>
  stocks.map(({ sku, reserved }) => {
    const open = units(orders, sku, openUnits);
    return [sku, { reserved, open }] as const;
  });

export const stockInvariants = [
  ...stockRules.map(forEachStock),
  ...productStockRules.map((rule) => forEach(productStocks, rule)),
  forEach(held, reservedEqualsOpen),
  stockMatchesLedger,
  shippedMatchesLines,
  noStrayStock,
];
