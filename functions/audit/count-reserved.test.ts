import { beforeEach, expect, test, vi } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder, at, changed, theAttemptOf } from "../../tests/builders/orders.ts";
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
/** Happens while the audit waits before the second count. */
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

/** Counts the units that the orders hold of the stock, step by step. */
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

test("more orders than one step reads: all are counted, over several steps", async () => {
  for (const order of orders(1_201)) storeOrder(order);
  storeStock({ reserved: 1_201 });

  const { steps, violations, unsettled } = await count();

  expect(steps).toHaveLength(3);
  expect({ violations, unsettled }).toEqual({ violations: [], unsettled: [] });
});

test("order changes its status during the count: counted once", async () => {
  const all = orders(250);
  for (const order of all) storeOrder(order);
  storeStock({ reserved: 250 });
  // Other orders are confirmed before each call, which changes no stock.
  table.beforeEach((call) => {
    for (const order of all.filter((_, index) => index % 16 === call)) {
      storeOrder(confirm(order, theAttemptOf(order), { reference: "auth-1" }, [], changed(300)));
    }
  });

  expect(await count()).toMatchObject({ violations: [], unsettled: [] });
  expect(clock.sleep).not.toHaveBeenCalled();
});

test("order missing in an index that lags behind: no violation", async () => {
  const all = orders(3);
  for (const order of all) storeOrder(order);
  storeStock({ reserved: 3 });
  table.hide(String(createOrder(anOrder(2)).item.pk));
  meanwhile = () => table.catchUp();

  expect(await count()).toMatchObject({ violations: [], unsettled: [] });
  expect(clock.sleep).toHaveBeenCalledOnce();
});

test("order is cancelled during the count: its product is unsettled", async () => {
  for (const order of orders(250)) storeOrder(order);
  storeStock({ reserved: 250 });
  table.beforeEach((call) => {
    if (call !== 5) return;
    storeOrder(
      cancel(anOrder(10), { reason: "Changed my mind", actor: "customer:alice", isCustomer: true }, changed(300)),
    );
    storeStock({ reserved: 249, version: 8 });
  });

  expect(await count()).toMatchObject({ violations: [], unsettled: [sku] });
});

test("more reserved than open: violation, after a second count", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 4 });

  expect(await count()).toMatchObject({ violations: ["4 reserved, 3 open"], unsettled: [] });
  expect(clock.sleep).toHaveBeenCalledOnce();
});

test("less reserved than open: violation", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 2 });

  expect(await count()).toMatchObject({ violations: ["2 reserved, 3 open"], unsettled: [] });
});

test("order placed between the two counts: the difference is still a violation", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 4 });
  meanwhile = () => {
    storeOrder(anOrder(3));
    storeStock({ reserved: 5, version: 8 });
  };

  expect(await count()).toMatchObject({ violations: ["5 reserved, 4 open"], unsettled: [] });
});
