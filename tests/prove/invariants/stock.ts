import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { reservedIsOpen, shelfRules, stockRules } from "../../../functions/audit/rules/stock-rules.ts";
import type { Order, OrderLine } from "../../../functions/orders/rules/order.ts";
import { type Books, sum } from "./books.ts";
import { forEach, forEachStock } from "./rules.ts";

function units(orders: readonly Order[], sku: string, counts: (line: OrderLine) => boolean): number {
  const lines = orders.flatMap((order) => order.lines).filter((line) => line.sku === sku && counts(line));
  return sum(lines.map(({ quantity }) => quantity));
}

function shippedOf({ orders }: Books, sku: string): number {
  return units(orders, sku, ({ status }) => status === "SHIPPED" || status === "DELIVERED");
}

function adjustmentsOf({ adjustments }: Books, sku: string): number {
  return sum(adjustments.filter((one) => one.sku === sku).map(({ quantity }) => quantity));
}

const stockAddsUp: Rule<Books> = {
  name: "stock is what came less what went",
  sentence: "available + reserved = the sum of all adjustments - the units of all shipped lines, for every product",
  check: (books) =>
    books.stocks.flatMap(({ sku, available, reserved }) => {
      const came = adjustmentsOf(books, sku);
      const went = shippedOf(books, sku);
      return available + reserved === came - went
        ? []
        : [`${sku}: ${available} available and ${reserved} reserved, but ${came} came and ${went} went`];
    }),
};

const countersAreTrue: Rule<Books> = {
  name: "what has left is what was shipped",
  sentence: "a stock counts as shipped the units of all order lines that have left the house",
  check: (books) =>
    books.stocks.flatMap(({ sku, shipped }) => {
      const went = shippedOf(books, sku);
      return shipped === went ? [] : [`${sku}: ${shipped} counted as shipped, but ${went} went`];
    }),
};

const noStrayStock: Rule<Books> = {
  name: "no stock without a product",
  sentence: "every stock item is of a product that there is",
  check: ({ products, stocks }) =>
    stocks.filter(({ sku }) => !products.some((one) => one.sku === sku)).map(({ sku }) => `${sku} has no product`),
};

const shelves = (books: Books) =>
  books.products.map((product) => {
    const stock = books.stocks.find(({ sku }) => sku === product.sku);
    return [product.sku, { product, stock, adjustments: adjustmentsOf(books, product.sku) }] as const;
  });

const held = ({ stocks, orders }: Books) =>
  stocks.map(({ sku, reserved }) => {
    const open = units(orders, sku, ({ status }) => status === "RESERVED");
    return [sku, { reserved, open }] as const;
  });

export const stockInvariants = [
  ...stockRules.map(forEachStock),
  ...shelfRules.map((rule) => forEach(shelves, rule)),
  forEach(held, reservedIsOpen),
  stockAddsUp,
  countersAreTrue,
  noStrayStock,
];
