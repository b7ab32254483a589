import { expect, test } from "vitest";
import { refusedEntries } from "./publish.ts";

const taken = { EventId: "1" };
const refused = { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" };

test("what the bus took is not sent again, what it refused is, in the same order", () => {
  expect(refusedEntries(["a", "b", "c", "d"], [taken, refused, taken, refused])).toEqual(["b", "d"]);
});

test("what the bus says nothing about was not taken", () => {
  expect(refusedEntries(["a", "b"], [])).toEqual(["a", "b"]);
  expect(refusedEntries(["a", "b", "c"], [taken, {}])).toEqual(["b", "c"]);
});

test("what was taken whole leaves nothing", () => {
  expect(refusedEntries(["a", "b"], [taken, taken])).toEqual([]);
});
