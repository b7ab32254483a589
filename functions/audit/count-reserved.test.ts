import { beforeEach, expect, test, vi } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder, at, timing } from "../../tests/builders/orders.ts";
import { aStock, units } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { createOrder } from "../orders/order-table.ts";
import { type Order, OrderId } from "../orders/rules/order.ts";
import { cancel, confirm } from "../orders/rules/order-transitions.ts";
import { clock } from "../platform/runtime/clock.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { derivedId } from "../platform/values/ids.ts";
import { checkInvariants } from "./check-invariants.ts";
import type { Checked } from "./checked.ts";
import type { Position } from "./rules/position.ts";

const { sku } = units("MUG", 1);
let table: FakeTable;
/** What happens while the audit waits before it counts again. */
let meanwhile = () => {};

beforeEach(() => {
  vi.restoreAllMocks();
  table = FakeTable.connect();
  meanwhile = () => {};
  vi.spyOn(clock, "sleep").mockImplementation(async () => meanwhile());
});

/** An order of one mug, placed so many seconds after the first. */
function anOrder(second: number): Order {
  const id = OrderId.parse(derivedId("ord", "alice", String(second)));
  return { ...aPendingOrder({ id, items: [units(sku, 1)] }), createdAt: at(second), updatedAt: at(second) };
}

function storeOrder(order: Order): void {
  table.put(createOrder(order).item);
}

function storeStock(changes: Partial<Stock>): void {
  table.put({ ...stockKey(sku), type: "stock", ...aStock({ sku, version: 7, ...changes }) });
}

function orders(count: number): Order[] {
  return Array.from({ length: count }, (_, second) => anOrder(second));
}

/** Counts what the orders hold of the stock, step by step. */
async function count(): Promise<{ steps: readonly Checked[]; violations: string[]; unsettled: string[] }> {
  const steps: Checked[] = [];
  let position: Position = { phase: "reserved", counts: [{ sku, version: 7, open: 0 }] };
  while (position.phase === "reserved") {
    const step: Checked = await runInContext(aContext(), () => checkInvariants(position));
    steps.push(step);
    position = step.next ?? { phase: "orders" };
  }
  return {
    steps,
    violations: steps.flatMap(({ violations }) => violations.map(({ detail }) => detail)),
    unsettled: steps.flatMap(({ unsettled }) => [...unsettled]),
  };
}

test("more orders than one step reads are counted to the last one", async () => {
  for (const order of orders(1_201)) storeOrder(order);
  storeStock({ reserved: 1_201 });

  const { steps, violations, unsettled } = await count();

  expect(steps).toHaveLength(3);
  expect({ violations, unsettled }).toEqual({ violations: [], unsettled: [] });
});

test("an order that moves on while it is counted is counted once", async () => {
  const all = orders(250);
  for (const order of all) storeOrder(order);
  storeStock({ reserved: 250 });
  // Each call comes upon other orders that have just been confirmed, which changes no stock.
  table.beforeEach((call) => {
    for (const order of all.filter((_, index) => index % 16 === call)) {
      storeOrder(confirm(order, "auth-1", [], at(300), timing));
    }
  });

  expect(await count()).toMatchObject({ violations: [], unsettled: [] });
  expect(clock.sleep).not.toHaveBeenCalled();
});

test("an order that no index knows yet is no violation", async () => {
  const all = orders(3);
  for (const order of all) storeOrder(order);
  storeStock({ reserved: 3 });
  table.hide(String(createOrder(anOrder(2)).item.pk));
  meanwhile = () => table.catchUp();

  expect(await count()).toMatchObject({ violations: [], unsettled: [] });
  expect(clock.sleep).toHaveBeenCalledOnce();
});

test("an order that is cancelled while others are counted leaves its product unsettled, for now", async () => {
  for (const order of orders(250)) storeOrder(order);
  storeStock({ reserved: 250 });
  table.beforeEach((call) => {
    if (call !== 5) return;
    storeOrder(cancel(anOrder(10), { reason: "Changed my mind", actor: "customer:alice" }, at(300), timing));
    storeStock({ reserved: 249, version: 8 });
  });

  expect(await count()).toMatchObject({ violations: [], unsettled: [sku] });
});

test("units that no order holds are a violation, told of after a second count", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 4 });

  expect(await count()).toMatchObject({ violations: ["4 reserved, but 3 open"], unsettled: [] });
  expect(clock.sleep).toHaveBeenCalledOnce();
});

test("an order whose units nobody holds is a violation", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 2 });

  expect(await count()).toMatchObject({ violations: ["2 reserved, but 3 open"], unsettled: [] });
});

test("what is sold between the two counts changes nothing about what is missing", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 4 });
  meanwhile = () => {
    storeOrder(anOrder(3));
    storeStock({ reserved: 5, version: 8 });
  };

  expect(await count()).toMatchObject({ violations: ["5 reserved, but 4 open"], unsettled: [] });
});
