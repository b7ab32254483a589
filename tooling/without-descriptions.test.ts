import { expect, test } from "vitest";
import { leaveOutDescriptions } from "./without-descriptions.ts";

test("what a schema says of itself is left out, its checks stay", () => {
  const text = 'const Name = z.string().check(z.minLength(1), z.meta({ id: "Name", description: "A name, {odd}" }));';
  expect(leaveOutDescriptions(text).replaceAll(" ", "")).toBe("constName=z.string().check(z.minLength(1),z.meta({}));");
});

test("summary and description of an operation are left out, the rest stays", () => {
  const text = `export const cancel = operation({
  summary: "Cancel an order",
  description: "Its stock is " + "released.",
  route: "POST /orders/{orderId}/cancel",
  query: { q: z.string().check(z.meta({ description: "Words" })) },
});`;
  const code = leaveOutDescriptions(text);
  expect(code).not.toMatch(/summary|description/);
  expect(code).toContain('route: "POST /orders/{orderId}/cancel"');
  expect(code).toContain("z.meta({ })");
});

test("other objects keep their descriptions", () => {
  const text = 'const column = { description: "z.meta(" }; tell({ description: "shown to people" });';
  expect(leaveOutDescriptions(text)).toBe(text);
});
