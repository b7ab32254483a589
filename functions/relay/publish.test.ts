import { expect, test } from "vitest";
import { refusedEntries } from "./publish.ts";

const taken = { EventId: "1" };
const refused = { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" };

test("some entries were refused: they are sent again, in the same order", () => {
  expect(refusedEntries(["a", "b", "c", "d"], [taken, refused, taken, refused])).toEqual(["b", "d"]);
});

test("entries without a result: they are sent again", () => {
  expect(refusedEntries(["a", "b"], [])).toEqual(["a", "b"]);
  expect(refusedEntries(["a", "b", "c"], [taken, {}])).toEqual(["b", "c"]);
});

test("all entries were taken: nothing is sent again", () => {
  expect(refusedEntries(["a", "b"], [taken, taken])).toEqual([]);
});
