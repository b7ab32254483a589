import { expect, test } from "vitest";
import { firstVersion, nextVersion } from "./version.ts";

const created = "2026-11-21T05:30:00.000Z";
const later = "2026-11-21T05:31:00.000Z";

test("the next version has the changes, one more version and a new time, and keeps all else", () => {
  const lamp = { ...firstVersion(created), colour: "blue", watts: 5 };
  expect(nextVersion(lamp, { colour: "red" }, later)).toEqual({
    colour: "red",
    watts: 5,
    version: 2,
    createdAt: created,
    updatedAt: later,
  });
  expect(lamp).toEqual({ colour: "blue", watts: 5, version: 1, createdAt: created, updatedAt: created });
});
