import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { createSchema } from "zod-openapi";
import { wholeNumber } from "./whole-number.ts";

const limit = wholeNumber({
  least: 1,
  most: 100,
  rule: "must be a whole number from 1 to 100",
  description: "Max entries",
  example: 20,
});

describe("whole number in a path or a query", () => {
  test.each([
    ["1", 1],
    ["99", 99],
    ["100", 100],
  ])("%s: read as a number", (text, number) => {
    expect(z.parse(limit, text)).toBe(number);
  });

  test.each(["0", "101", "-1", "1.0", "1e1", "01", " 1", "", "one", "9".repeat(400)])("%j: refused", (text) => {
    expect(z.safeParse(limit, text)).toMatchObject({
      error: { issues: [{ message: "must be a whole number from 1 to 100" }] },
    });
  });

  test("the document says that it is an integer, and its bounds", () => {
    const { schema } = createSchema(limit, { io: "input" });
    expect(schema).toEqual({
      type: "integer",
      minimum: 1,
      maximum: 100,
      description: "Max entries",
      examples: [20],
    });
  });
});
