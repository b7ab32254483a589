import { beforeEach, describe, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder, at, changed, theAttemptOf, theShipmentOf } from "../../tests/builders/orders.ts";
import { units } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { LocationId } from "../inventory/rules/location.ts";
import { type Order, OrderId } from "../orders/rules/order.ts";
import { cancel, confirm } from "../orders/rules/order-transitions.ts";
import { splitShipment } from "../orders/rules/parcels.ts";
import { addShipments, pack } from "../orders/rules/shipment-transitions.ts";
import type { WaitingWanted } from "../orders/rules/waiting-shipments.ts";
import { toItem } from "../orders/stored-order.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { derivedId } from "../platform/values/ids.ts";
import { packingList } from "./packing-list.ts";

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
});

const context = changed(5_000);

/** An order with a shipment that is to be packed, placed so many seconds after the first. */
function toBePacked(second: number): Order {
  const id = OrderId.parse(derivedId("ord", String(second)));
  const placed = { ...aPendingOrder({ id }), createdAt: at(second), updatedAt: at(second) };
  return addShipments(confirm(placed, theAttemptOf(placed), { reference: "auth-1" }, [], context), context);
}

const packed = (order: Order) => pack(order, theShipmentOf(order), context);
const split = (order: Order) => splitShipment(order, [units("MUG", 1)], { id: "1", fingerprint: "1" }, context);
const cancelled = (order: Order) => cancel(order, { reason: "No", actor: "staff:sam", isCustomer: false }, context);

function store(orders: readonly Order[]): void {
  for (const order of orders) table.put(toItem(order));
}

function many(count: number): Order[] {
  return Array.from({ length: count }, (_, second) => toBePacked(second));
}

/** All pages of the list, as order and number, with the calls that each page took. */
async function walk(limit: number, wanted: Partial<WaitingWanted> = {}, afterPage: (page: number) => void = () => {}) {
  const listed: string[] = [];
  const calls: number[] = [];
  let after: string | undefined;
  do {
    const before = table.reads.length;
    const request = { limit, after };
    const page = await runInContext(aContext(), () => packingList({ status: "PENDING", ...wanted }, request));
    calls.push(table.reads.length - before);
    expect(page.data.length).toBeLessThanOrEqual(limit);
    listed.push(...page.data.map(({ order, shipment }) => `${order.id} ${shipment.number}`));
    after = page.next;
    afterPage(calls.length);
  } while (after !== undefined);
  return { listed, calls };
}

const firstOf = (orders: readonly Order[]) => orders.map(({ id }) => `${id} 1`);

describe("the packing list", () => {
  test("each shipment that is to be packed once, of the oldest order first, in at most 3 calls a page", async () => {
    const all = many(130).map((order, index) => [order, packed(order), cancelled(order), order][index % 4] ?? order);
    store(all);

    const { listed, calls } = await walk(20);

    expect(listed).toEqual(firstOf(all.filter(({ shipments: [one] }) => one?.status === "PENDING")));
    expect(Math.max(...calls)).toBeLessThanOrEqual(3);
  });

  test("shipments that are packed, where those are asked for", async () => {
    const all = many(9).map((order, index) => (index % 3 === 0 ? packed(order) : order));
    store(all);

    const { listed } = await walk(20, { status: "PACKED" });

    expect(listed).toEqual(firstOf(all.filter((_, index) => index % 3 === 0)));
  });

  test.each([1, 2, 3, 5])("several shipments of one order, %i a page: each once, in their order", async (limit) => {
    const all = many(4).map((order, index) => (index % 2 === 0 ? split(order) : order));
    store(all);

    const { listed } = await walk(limit);

    expect(listed).toEqual(all.flatMap(({ id, shipments }) => shipments.map(({ number }) => `${id} ${number}`)));
  });

  test("of one location only", async () => {
    const berlin = LocationId.parse("berlin");
    const all = many(4).map((order, index) => {
      const shipments = order.shipments.map((one) => ({ ...one, location: berlin }));
      return index % 2 === 0 ? { ...order, shipments } : order;
    });
    store(all);

    expect((await walk(20, { location: berlin })).listed).toEqual(firstOf(all.filter((_, index) => index % 2 === 0)));
  });

  test("of 250 older orders none is to be packed: pages are short or empty, and lead to the one that is", async () => {
    const all = many(251).map((order, index) => (index < 250 ? packed(order) : order));
    store(all);

    const { listed, calls } = await walk(20);

    expect(listed).toEqual(firstOf(all.slice(250)));
    expect(Math.max(...calls)).toBeLessThanOrEqual(3);
    expect(calls.length).toBeLessThanOrEqual(3);
  });

  test("shipments are packed and orders come in between the pages: what stays is listed once, none is missed", async () => {
    const all = many(60);
    store(all);

    const { listed } = await walk(10, {}, (page) => {
      store(all.slice((page - 1) * 10, page * 10).map(packed));
      if (page < 3) store([toBePacked(1_000 + page)]);
    });

    expect(listed.slice(0, 60)).toEqual(firstOf(all));
    expect(listed).toHaveLength(62);
  });

  test("nothing is to be packed: an empty page, and no next one", async () => {
    expect(await walk(20)).toEqual({ listed: [], calls: [1] });
  });
});
