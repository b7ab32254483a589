import { beforeEach, expect, test } from "vitest";
import { FakeTable } from "../../../tests/builders/fake-table.ts";
import { aContext } from "../../../tests/builders/request-context.ts";
import { runInContext } from "../runtime/request-context.ts";
import { dueKeys, duePartition, duePosition } from "./due-index.ts";

const NOW = "2026-11-21T06:00:00.000Z";
const partition = duePartition("order", 0);

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
});

function putDueAt(dueAt: string, id: string): void {
  table.put({ pk: id, sk: "ORDER", due: partition, dueAt: duePosition(dueAt, id) });
}

function readDue(): Promise<string[]> {
  return runInContext(aContext(), async () => {
    const found: string[] = [];
    for await (const { pk } of dueKeys([partition], NOW)) found.push(pk);
    return found;
  });
}

test("items that are due later are not read", async () => {
  putDueAt("2026-11-21T05:59:59.999Z", "earlier");
  putDueAt(NOW, "now");
  putDueAt("2026-11-21T06:00:00.001Z", "later");

  expect(await readDue()).toEqual(["earlier"]);
  expect(table.reads).toMatchObject([
    { KeyConditionExpression: "#pk = :pk AND #sk <= :upTo", ExpressionAttributeValues: { ":upTo": NOW } },
  ]);
});

test("more due items than one query reads: each is returned once, in the order in which they are due", async () => {
  const ids = Array.from({ length: 230 }, (_, number) => `order ${String(number).padStart(3, "0")}`);
  for (const id of ids) putDueAt("2026-11-21T05:00:00.000Z", id);
  putDueAt("2026-11-21T07:00:00.000Z", "later");

  expect(await readDue()).toEqual(ids);
  expect(table.reads).toHaveLength(3);
});

test("nothing due: one query", async () => {
  expect(await readDue()).toEqual([]);
  expect(table.reads).toHaveLength(1);
});
