import { describe, expect, test } from "vitest";
import { functions } from "../../functions/registry/functions.ts";
import { dollarsPerMillion, durationWith } from "../cost/lambda-model.ts";
import { chooseMemory, type FunctionNeed } from "./memory-report.ts";

const [api, background] = [
  functions.find(({ kind }) => kind === "api"),
  functions.find(({ kind }) => kind === "queue"),
];

function aNeed(more: Partial<FunctionNeed> = {}): FunctionNeed {
  if (!api) throw new Error("There is no API function.");
  const needs = { cold: { cpu: 100, wait: 50 }, warm: { cpu: 3, wait: 30 }, peakMegabytes: 100 };
  return { declaration: api, does: "its work", ...needs, ...more };
}

test("half a processor: its work takes twice as long, its waiting does not", () => {
  expect(durationWith(1_769, { cpu: 10, wait: 30 })).toBe(40);
  expect(durationWith(1_769 / 2, { cpu: 10, wait: 30 })).toBe(50);
  expect(durationWith(3_538, { cpu: 10, wait: 30 })).toBe(40);
});

test("price: whole milliseconds of the memory that is set", () => {
  expect(dollarsPerMillion(1_024, { cpu: 0, wait: 9.2 })).toBeCloseTo(0.133334);
});

describe("the memory that is chosen", () => {
  test("the function uses no more than 65 % of it, whatever it costs", () => {
    expect(chooseMemory(aNeed({ peakMegabytes: 307 }))).toBe(512);
    expect(chooseMemory(aNeed({ peakMegabytes: 308 }))).toBe(1_024);
  });

  test.each([
    { what: "a warm request takes too long with less", more: { warm: { cpu: 12, wait: 30 } } },
    { what: "a first request takes too long with less", more: { cold: { cpu: 250, wait: 50 } } },
  ])("$what: more memory for the API, not for what nobody waits for", ({ more }) => {
    if (!background) throw new Error("There is no background function.");
    expect(chooseMemory(aNeed(more))).toBeGreaterThan(256);
    expect(chooseMemory(aNeed({ ...more, declaration: background }))).toBe(256);
  });

  test("mostly work, little waiting: more memory costs the same and is quicker, so price decides", () => {
    if (!background) throw new Error("There is no background function.");
    const need = aNeed({ declaration: background, warm: { cpu: 900, wait: 0 } });
    const chosen = chooseMemory(need);
    for (const size of [256, 512, 1_024]) {
      expect(dollarsPerMillion(chosen, need.warm)).toBeLessThanOrEqual(dollarsPerMillion(size, need.warm));
    }
  });
});
