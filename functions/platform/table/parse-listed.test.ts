import { expect, test } from "vitest";
import { parseListed } from "./parse-listed.ts";

function parse({ name }: Readonly<Record<string, unknown>>): string {
  if (typeof name !== "string") throw new Error("damaged");
  return name;
}

test("a damaged item is left out of a list, and the others stay in their order", () => {
  expect(parseListed([{ name: "first" }, { name: 2 }, { name: "third" }], parse)).toEqual(["first", "third"]);
});
