import { expect, test } from "vitest";
import { notTaken } from "./publish.ts";

const taken = { EventId: "1" };
const refused = { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" };

test("what the bus took is not sent again, what it refused is, in the same order", () => {
  expect(notTaken(["a", "b", "c", "d"], [taken, refused, taken, refused])).toEqual(["b", "d"]);
});

test("what the bus says nothing about was not taken", () => {
  expect(notTaken(["a", "b"], [])).toEqual(["a", "b"]);
  expect(notTaken(["a", "b", "c"], [taken, {}])).toEqual(["b", "c"]);
});

test("what was taken whole leaves nothing", () => {
  expect(notTaken(["a", "b"], [taken, taken])).toEqual([]);
});
