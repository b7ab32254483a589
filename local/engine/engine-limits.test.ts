import { expect, test } from "vitest";
import { describeLimits, engineLimits, limitOn } from "./engine-limits.ts";

test("each limit names an engine that has it", () => {
  for (const [name, { instead }] of Object.entries(engineLimits)) expect(Object.keys(instead), name).not.toEqual([]);
});

test("an engine that is not named does what AWS does", () => {
  expect(limitOn("MiniStack", "gatewayErrors")).toBeUndefined();
  expect(limitOn("LocalStack", "gatewayErrors")).toBe("keeps its own shape");
});

test("a run says only what is true of its own engine", () => {
  expect(describeLimits("MiniStack").join("\n")).not.toContain("LocalStack:");
  expect(describeLimits("LocalStack")).toContainEqual(expect.stringContaining("LocalStack: keeps its own shape."));
});
