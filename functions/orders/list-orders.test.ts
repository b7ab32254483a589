import { beforeEach, describe, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder, at, changed, theAttemptOf } from "../../tests/builders/orders.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { derivedId } from "../platform/values/ids.ts";
import { listAllOrders, listOrdersOf } from "./list-orders.ts";
import { CustomerId, type Order, OrderId, type OrderStatus } from "./rules/order.ts";
import { cancel, confirm, decline } from "./rules/order-transitions.ts";
import { toItem } from "./stored-order.ts";

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
});

/** An order, placed so many seconds after the first. */
function placed(second: number): Order {
  const id = OrderId.parse(derivedId("ord", String(second)));
  return { ...aPendingOrder({ id }), createdAt: at(second), updatedAt: at(second) };
}

const confirmed = (order: Order) => confirm(order, theAttemptOf(order), { reference: "auth-1" }, [], changed(5_000));
const declined = (order: Order) => decline(order, theAttemptOf(order), "no", [], changed(5_000));
const cancelled = (order: Order) =>
  cancel(order, { reason: "No", actor: "staff:sam", isCustomer: false }, changed(5_000));

function store(orders: readonly Order[]): void {
  for (const order of orders) table.put(toItem(order));
}

function many(count: number): Order[] {
  return Array.from({ length: count }, (_, second) => placed(second));
}

interface Walk {
  readonly ids: readonly string[];
  /** Calls that each page took. */
  readonly calls: readonly number[];
}

/** All pages of a list; `afterPage` is called after each. */
async function walk(
  status: OrderStatus | undefined,
  limit: number,
  afterPage: (page: number) => void = () => {},
): Promise<Walk> {
  const ids: string[] = [];
  const calls: number[] = [];
  let after: string | undefined;
  do {
    const before = table.reads.length;
    const page = await runInContext(aContext(), () => listAllOrders(status, { limit, after }));
    calls.push(table.reads.length - before);
    expect(page.data.length).toBeLessThanOrEqual(limit);
    ids.push(...page.data.map(({ id }) => id));
    after = page.next;
    afterPage(calls.length);
  } while (after !== undefined);
  return { ids, calls };
}

const newestFirst = (orders: readonly Order[]) => orders.map(({ id }) => id).reverse();

describe("all orders", () => {
  test("each once, newest first, whatever its status; a page takes 3 calls", async () => {
    const all = many(50).map((order, index) => [order, confirmed(order), declined(order)][index % 3] ?? order);
    store(all);

    const { ids, calls } = await walk(undefined, 20);

    expect(ids).toEqual(newestFirst(all));
    expect(Math.max(...calls)).toBeLessThanOrEqual(3);
  });

  test("an order that is closed between the two reads of a page is not missed", async () => {
    const all = many(5);
    store(all);
    table.beforeEach((call) => call === 2 && store(all.map(declined)));

    expect((await walk(undefined, 20)).ids).toEqual(newestFirst(all));
  });

  test("orders come in and are closed between the pages: those that were there are listed once, none is missed", async () => {
    const all = many(60);
    store(all);

    const { ids } = await walk(undefined, 10, (page) => {
      store(all.slice(page * 7, page * 7 + 7).map(cancelled));
      store([placed(1_000 + page)]);
    });

    expect(ids).toEqual(newestFirst(all));
  });
});

describe("orders with one status", () => {
  test("all of them, no other, newest first", async () => {
    const all = many(90);
    store(all.map((order, index) => (index % 2 === 0 ? confirmed(order) : declined(order))));

    expect((await walk("CONFIRMED", 7)).ids).toEqual(newestFirst(all.filter((_, index) => index % 2 === 0)));
    expect((await walk("FAILED", 7)).ids).toEqual(newestFirst(all.filter((_, index) => index % 2 === 1)));
    expect((await walk("SHIPPED", 7)).ids).toEqual([]);
  });

  test("most orders have it: a page takes 2 calls", async () => {
    store(many(90).map(confirmed));

    const { ids, calls } = await walk("CONFIRMED", 20);

    expect(ids).toHaveLength(90);
    expect(Math.max(...calls)).toBe(2);
  });

  test("few orders have it: short pages of 3 calls, and the cursor leads to all of them", async () => {
    const all = many(1_000);
    const few = [all[3], all[400], all[401], all[950]].filter((order) => order !== undefined);
    store(all.map((order) => (few.includes(order) ? declined(order) : cancelled(order))));

    const { ids, calls } = await walk("FAILED", 20);

    expect(ids).toEqual(newestFirst(few));
    expect(Math.max(...calls)).toBe(3);
    expect(calls.length).toBeLessThan(10);
  });

  test.each([1, 2, 20, 50, 100])("pages of %i end exactly with the last order", async (limit) => {
    store(many(2 * limit).map(confirmed));

    const { ids, calls } = await walk("CONFIRMED", limit);

    expect(ids).toHaveLength(2 * limit);
    expect(calls).toHaveLength(2);
  });
});

test("a customer's orders: no other customer's, newest first, 2 calls", async () => {
  const all = many(5);
  store(all);
  store([{ ...placed(9), customerId: CustomerId.parse("bob") }]);

  const page = await runInContext(aContext(), () =>
    listOrdersOf(CustomerId.parse("alice"), { limit: 3, after: undefined }),
  );

  expect(page.data.map(({ id }) => id)).toEqual(newestFirst(all).slice(0, 3));
  expect(table.reads).toHaveLength(2);
});
