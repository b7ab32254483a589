import { expect, test } from "vitest";
import * as z from "zod/mini";
import type { Allow } from "./declaration.ts";
import { answer, operation } from "./operation.ts";

test.each<[string, Allow, Allow]>([
  ["staff may", { customer: "own", staff: "any" }, { customer: "own", staff: "any", operator: "any" }],
  ["staff may not", { customer: "own" }, { customer: "own" }],
  ["only an operator may", { operator: "any" }, { operator: "any" }],
  ["anybody may", "public", "public"],
])("%s: an operator may do what staff may", (_, declared, allow) => {
  const declaration = operation({
    summary: "Read a thing",
    route: "GET /things",
    allow: declared,
    answers: { 200: z.string() },
    handle: async () => answer(200, "thing"),
  });

  expect(declaration.allow).toEqual(allow);
});
