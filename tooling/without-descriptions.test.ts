import { expect, test } from "vitest";
import { leaveOutDescriptions } from "./without-descriptions.ts";

test("what a schema says of itself is left out, its checks stay", () => {
  const text = 'const Name = z.string().check(z.minLength(1), z.meta({ id: "Name", description: "A name, {odd}" }));';
  expect(leaveOutDescriptions(text).replaceAll(" ", "")).toBe(
    "constName=/*@__PURE__*/(()=>z.string().check(z.minLength(1),))();",
  );
});

test("summary and description of an operation are left out, the rest stays", () => {
  const text = `export const cancel = operation({
  summary: "Cancel an order",
  description: "Its stock is " + "released.",
  route: "POST /orders/{orderId}/cancel",
  query: { q: z.string().check(z.meta({ description: "Words" })), page: z.int() },
});`;
  const code = leaveOutDescriptions(text);
  expect(code).not.toMatch(/summary|description/);
  expect(code).toContain('route: "POST /orders/{orderId}/cancel"');
  expect(code).toContain("query: { q: z.string(), page: z.int() }");
});

test("other objects keep their descriptions", () => {
  const text = 'const column = { description: "z.meta(" }; tell({ description: "shown to people" });';
  expect(leaveOutDescriptions(text)).toBe(text);
});

test("the schemas of answers are left out, other answers stay", () => {
  const text = `export const list = operation({
  route: "GET /orders",
  answers: { 200: pageOf(OrderView), 201: OrderView, 202: null, 203: text("text/html") },
});`;
  expect(leaveOutDescriptions(text)).toContain(
    'answers: { 200:{ _zod: 0 }, 201:{ _zod: 0 }, 202: null, 203: text("text/html") }',
  );
});

test("a schema that nothing uses can be left out by the bundler", () => {
  expect(
    leaveOutDescriptions("export const Age = z.int().check(z.minimum(1));\nconst name = schemaOf(z.string());"),
  ).toBe(
    "export const Age = /* @__PURE__ */ (() => z.int().check(z.minimum(1)))();\nconst name = schemaOf(z.string());",
  );
});
