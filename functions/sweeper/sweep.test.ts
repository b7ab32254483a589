import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { log } from "../platform/runtime/logging.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { duePartition } from "../platform/table/due-index.ts";
import { keyText } from "../platform/table/read.ts";
import type { DueType } from "../registry/item-types.ts";
import { type Swept, sweep } from "./sweep.ts";

const NOW = "2026-11-21T06:00:00.000Z";
const EARLIER = "2026-11-21T05:00:00.000Z";

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
  vi.spyOn(log, "error").mockReturnValue();
});
afterEach(() => void vi.restoreAllMocks());

function putDue(type: string, id: string, key = { pk: `${type}#${id}`, sk: "IT" }): void {
  table.put({ ...key, type, id, due: duePartition(type, 0), dueAt: `${EARLIER}#${id}` });
}

/** A type whose items are resumed like this. */
function dueType(type: string, resume: (id: string) => Promise<void>): DueType {
  return {
    type,
    nameOf: keyText,
    partitions: () => [duePartition(type, 0)],
    read: ({ id, poison }) => {
      if (poison === true) throw new Error("not an item of this type");
      return { pending: { effect: "ANY", dueAt: EARLIER, tries: 0 }, resume: () => resume(String(id)) };
    },
  };
}

function sweepAll(types: readonly DueType[], secondsLeft = 50): Promise<Swept> {
  const clock = () => Date.parse(NOW);
  return runInContext(aContext({ clock, deadline: Date.now() + secondsLeft * 1_000 }), () => sweep(NOW, types));
}

describe("a sweep of two types", () => {
  const resumed: string[] = [];
  const fine = dueType("fine", async (id) => void resumed.push(id));

  beforeEach(() => {
    resumed.length = 0;
    for (const id of ["1", "2", "3"]) putDue("fine", id);
  });

  test("resumes the due items of both", async () => {
    putDue("other", "4");
    const other = dueType("other", async (id) => void resumed.push(id));

    expect(await sweepAll([fine, other])).toMatchObject({ resumed: 4, failed: [] });
    expect(resumed.sort()).toEqual(["1", "2", "3", "4"]);
  });

  test("items of one type cannot be resumed: they are reported, the other type's are resumed", async () => {
    putDue("failing", "4");
    putDue("failing", "5");
    const failing = dueType("failing", async () => {
      throw new Error("no");
    });

    expect(await sweepAll([failing, fine])).toMatchObject({ resumed: 3, failed: ["failing#4#IT", "failing#5#IT"] });
  });

  test("the due index holds a key and an item that are not of the type: reported, everything else is resumed", async () => {
    table.put({ pk: "?", sk: "?", type: "fine", poison: true, due: duePartition("fine", 0), dueAt: `${EARLIER}#` });

    expect(await sweepAll([fine])).toMatchObject({ resumed: 3, failed: ["?#?"] });
  });

  test("what is due of one type cannot be read: that type is reported, the other's items are resumed", async () => {
    const unreadable: DueType = {
      ...dueType("unreadable", async () => {}),
      partitions: () => {
        throw new Error("INDEX_SHARDS is missing");
      },
    };

    expect(await sweepAll([unreadable, fine])).toMatchObject({ resumed: 3, failed: ["all of type unreadable"] });
  });

  test("many items of one type are slow: the other's are resumed before the first of them is done", async () => {
    for (let id = 10; id < 40; id++) putDue("slow", String(id));
    let endSlow: () => void = () => {};
    const slowness = new Promise<void>((resolve) => {
      endSlow = resolve;
    });
    const slow = dueType("slow", () => slowness);

    const swept = sweepAll([slow, fine]);
    await vi.waitFor(() => expect(resumed).toHaveLength(3));
    endSlow();

    expect(await swept).toMatchObject({ resumed: 33, failed: [] });
  });

  test("too little time is left: nothing is begun", async () => {
    expect(await sweepAll([fine], 10)).toMatchObject({ resumed: 0, failed: [] });
  });
});

test("an item that is gone from the table holds nothing up", async () => {
  const gone = dueType("gone", async () => {});
  putDue("gone", "1");
  putDue("gone", "2");
  table.beforeEach((call) => call === 2 && table.remove("gone#1", "IT"));

  expect(await sweepAll([gone])).toMatchObject({ failed: [] });
});
