import { expect, test } from "vitest";
import { at, orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import { toItem } from "../../orders/stored-order.ts";
import { indexRule } from "./index-rule.ts";

const orders = orderInEachSituation();

/** What the rule finds of an order whose item has these attributes instead of its own. */
function found(situation: Situation, attributes: object = {}): readonly string[] {
  const order = orders[situation];
  return indexRule.check({ order, item: { ...toItem(order), ...attributes } });
}

test.each(Object.keys(orders) as Situation[])("an order that is %s: its indexes match", (situation) => {
  expect(found(situation)).toEqual([]);
});

test.each<[string, Situation, object, string]>([
  [
    "pending, not in the due index",
    "pending",
    { due: undefined },
    `due at ${at(30)}, in the due index under undefined`,
  ],
  [
    "pending, in another type's due index",
    "pending",
    { due: "hold#0" },
    `due at ${at(30)}, in the due index under hold#0`,
  ],
  ["due with nothing pending", "packed", { due: "order#0" }, "due at no time, in the due index under order#0"],
  [
    "open, listed as closed",
    "packed",
    { list: "ORDERS#closed#0" },
    "the order is CONFIRMED, and listed in ORDERS#closed#0",
  ],
  ["closed, listed as open", "shipped", { list: "ORDERS#open#0" }, "the order is SHIPPED, and listed in ORDERS#open#0"],
  ["not listed", "pending", { list: undefined }, "the order is PENDING, and listed in undefined"],
])("an order that is %s: reported", (_, situation, attributes, detail) => {
  expect(found(situation, attributes)).toEqual([detail]);
});
