import type { Order, OrderLine } from "../../../functions/orders/order.ts";
import { type Books, type Invariant, sum } from "./books.ts";

function units(orders: readonly Order[], sku: string, counts: (line: OrderLine) => boolean): number {
  const lines = orders.flatMap((order) => order.lines).filter((line) => line.sku === sku && counts(line));
  return sum(lines.map(({ quantity }) => quantity));
}

const stockAddsUp: Invariant<Books> = {
  name: "stock adds up",
  sentence: "available + reserved = all adjustments - all that was shipped, for every product",
  check: ({ stocks, adjustments, orders }) =>
    stocks.flatMap(({ sku, available, reserved }) => {
      const came = sum(adjustments.filter((one) => one.sku === sku).map(({ quantity }) => quantity));
      const went = units(orders, sku, ({ status }) => status === "SHIPPED" || status === "DELIVERED");
      return available + reserved === came - went
        ? []
        : [`${sku}: ${available} available and ${reserved} reserved, but ${came} came and ${went} went`];
    }),
};

const reservedIsOpen: Invariant<Books> = {
  name: "reserved is what is open",
  sentence: "reserved = the units of all open order lines, for every product",
  check: ({ stocks, orders }) =>
    stocks.flatMap(({ sku, reserved }) => {
      const open = units(orders, sku, ({ status }) => status === "RESERVED");
      return reserved === open ? [] : [`${sku}: ${reserved} reserved, but ${open} open`];
    }),
};

const nothingNegative: Invariant<Books> = {
  name: "nothing is negative",
  sentence: "no product has less than nothing available or reserved",
  check: ({ stocks }) =>
    stocks.flatMap(({ sku, available, reserved }) =>
      available < 0 || reserved < 0 ? [`${sku}: ${available} available, ${reserved} reserved`] : [],
    ),
};

const stockFollowsProduct: Invariant<Books> = {
  name: "stock follows its product",
  sentence: "every product has one stock item, with the product's own reorder point",
  check: ({ products, stocks }) => [
    ...products.flatMap(({ sku, reorderPoint }) => {
      const stock = stocks.find((one) => one.sku === sku);
      if (!stock) return [`${sku} has no stock item`];
      return stock.reorderPoint === reorderPoint
        ? []
        : [`${sku}: the product's reorder point is ${reorderPoint}, its stock's ${stock.reorderPoint}`];
    }),
    ...stocks.filter(({ sku }) => !products.some((one) => one.sku === sku)).map(({ sku }) => `${sku} has no product`),
  ],
};

export const stockInvariants = [stockAddsUp, reservedIsOpen, nothingNegative, stockFollowsProduct];
