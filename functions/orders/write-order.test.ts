import { afterEach, expect, test } from "vitest";
import { changed, orderInEachSituation } from "../../tests/builders/orders.ts";
import { allOnSale } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { tableClient } from "../platform/table/table-client.ts";
import { writesIn } from "../platform/table/write.ts";
import { edit } from "./rules/edit-order.ts";
import { MAX_HISTORY } from "./rules/history.ts";
import type { Order } from "./rules/order.ts";
import { writeOrder } from "./write-order.ts";

const { toBePacked } = orderInEachSituation();
const sent: string[][] = [];

/** The names of what a version is written with. */
async function writesOf(before: Order, next: Order): Promise<string[][]> {
  process.env.TABLE_NAME = "fake";
  tableClient.middlewareStack.add(
    () =>
      async ({ input }) => {
        sent.push([...writesIn(input)]);
        return { response: undefined, output: { $metadata: {} } };
      },
    { step: "initialize", priority: "high", name: "capture", override: true },
  );
  await runInContext(aContext(), () => writeOrder(before, next));
  return sent;
}

afterEach(() => {
  sent.length = 0;
  tableClient.middlewareStack.remove("capture");
});

function withEmail(order: Order, email: string): Order {
  return edit(order, { email }, { actor: "staff:sam", isCustomer: false }, allOnSale(), changed(10));
}

test("a change of details: the order alone", async () => {
  expect(await writesOf(toBePacked, withEmail(toBePacked, "a@example.com"))).toEqual([["replaceOrder"]]);
});

test("units taken out: their stock in the same transaction", async () => {
  const [line] = toBePacked.lines;
  if (!line) throw new Error("The order has a line.");
  const wanted = { lines: [{ sku: line.sku, quantity: 1 }] };
  const next = edit(toBePacked, wanted, { actor: "staff:sam", isCustomer: false }, allOnSale(), changed(10));
  expect(await writesOf(toBePacked, next)).toEqual([["replaceOrder", "releaseStock"]]);
});

test("history that is full: what the order held moves in the same transaction", async () => {
  const entry = { type: "OrderEdited", after: 1 };
  const full = { ...toBePacked, history: Array.from({ length: MAX_HISTORY }, () => entry) };
  const next = withEmail(full, "a@example.com");
  expect(next).toMatchObject({ olderHistory: 1, history: [{ type: "OrderEdited", after: 10_000 }] });
  expect(await writesOf(full, next)).toEqual([["replaceOrder", "createHistory"]]);
});
