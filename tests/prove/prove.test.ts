import { beforeAll, expect, test } from "vitest";
import { BOUNDED } from "./runs/plan.ts";
import type { Proof } from "./runs/prove.ts";
import { prove } from "./runs/prove.ts";
import { scenarios } from "./scenarios/all.ts";

let proof: Proof;

/** The part of `npm run prove` that every test run has time for; it says itself how to see a broken run again. */
beforeAll(async () => {
  proof = await prove(BOUNDED, { processes: 2 }, { began: () => {}, did: () => {} });
});

test("no fault, in no scenario, breaks an invariant; and every scenario does what it says", () => {
  expect(brokenIn(({ where }) => scenarios.some(({ name }) => name === where))).toEqual([]);
  expect(Object.keys(proof.result.runs)).toEqual(expect.arrayContaining(scenarios.map(({ name }) => name)));
});

test("no random history of concurrent clients breaks an invariant, and a serial order explains each", () => {
  expect(brokenIn(({ where }) => where.startsWith("history"))).toEqual([]);
  expect(proof.result.runs["random histories"]).toBe(BOUNDED.histories);
});

test("while three transactions in ten meet another, orders are placed, or given up with 503 and nothing stored", () => {
  expect(brokenIn(({ where }) => where === "orders under conflict")).toEqual([]);
  expect(proof.result.strikes["orders under conflict | conflict"]).toBeGreaterThan(BOUNDED.conflicts / 4);
});

test("guards that are taken away are noticed", () => {
  expect([...proof.hunted].filter(([, caught]) => caught === undefined)).toEqual([]);
  expect(proof.hunted.size).toBeGreaterThan(0);
});

test("what is due is carried on within one sweep, for each fault that strikes", () => {
  expect(proof.result.longestWait).toBeLessThan(4 * 60);
});

function brokenIn(isIn: (broken: Proof["result"]["broken"][number]) => boolean) {
  return proof.result.broken.filter(isIn);
}
