import { expect, test } from "vitest";
import { describeLimits, engineLimits, limitOn } from "./engine-limits.ts";

test("each limit names at least one engine", () => {
  for (const [name, { instead }] of Object.entries(engineLimits)) expect(Object.keys(instead), name).not.toEqual([]);
});

test("engine that is not named: behaves like AWS", () => {
  expect(limitOn("MiniStack", "gatewayErrors")).toBeUndefined();
  expect(limitOn("LocalStack", "gatewayErrors")).toBe("ignores the template's shape");
});

test("a run prints the limits of its own engine only", () => {
  expect(describeLimits("MiniStack").join("\n")).not.toContain("LocalStack:");
  expect(describeLimits("LocalStack")).toContainEqual(
    expect.stringContaining("LocalStack: ignores the template's shape."),
  );
});
