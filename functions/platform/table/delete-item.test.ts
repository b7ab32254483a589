import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngineTable } from "../../../tests/builders/engine-table.ts";
import { aContext } from "../../../tests/builders/request-context.ts";
import { runInContext } from "../runtime/request-context.ts";
import { type Delete, isAbsent, isVersion, type Put } from "./conditional-write.ts";
import { readItem } from "./read.ts";
import { write } from "./write.ts";

let stop: () => Promise<void>;

beforeAll(async () => {
  ({ stop } = await startEngineTable());
}, 120_000);
afterAll(() => stop());

function putVersion(pk: string, version: number): Put {
  return {
    kind: "put",
    name: "putThing",
    item: { pk, sk: "THING", version },
    condition: version === 1 ? isAbsent : isVersion(version - 1),
    conflictError: (found) => new Error(`${pk} is there, at version ${found?.version}`),
  };
}

function deleteVersion(pk: string, version: number): Delete {
  return {
    kind: "delete",
    name: "deleteThing",
    key: { pk, sk: "THING" },
    condition: isVersion(version),
    conflictError: (found) => new Error(found ? `${pk} is at version ${found.version}` : `${pk} is gone`),
  };
}

const inContext = (run: () => Promise<unknown>) => runInContext(aContext(), run);
const stored = (pk: string) => inContext(() => readItem({ pk, sk: "THING" }));

test("deleted item: gone; deleted again: no error", async () => {
  await inContext(() => write([putVersion("A", 1)]));
  await inContext(() => write([deleteVersion("A", 1)]));
  expect(await stored("A")).toBeUndefined();
  await inContext(() => write([deleteVersion("A", 1)]));
});

test("item that has changed: stays, and the error is given what is stored", async () => {
  await inContext(() => write([putVersion("B", 1)]));
  await inContext(() => write([putVersion("B", 2)]));
  await expect(inContext(() => write([deleteVersion("B", 1)]))).rejects.toThrow("B is at version 2");
  expect(await stored("B")).toMatchObject({ version: 2 });
});

test("put and delete in one transaction: both or neither", async () => {
  await inContext(() => write([putVersion("C", 1)]));
  await inContext(() => write([putVersion("D", 1), deleteVersion("C", 1)]));
  expect(await stored("C")).toBeUndefined();
  await expect(inContext(() => write([putVersion("E", 1), deleteVersion("C", 1)]))).rejects.toThrow("C is gone");
  expect(await stored("E")).toBeUndefined();
});
