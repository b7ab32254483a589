import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { openApiDocument } from "../../functions/registry/openapi-document.ts";
import { BOUNDED } from "./runs/plan-jobs.ts";
import type { Proof } from "./runs/run-proof.ts";
import { runProof } from "./runs/run-proof.ts";
import { scenarios } from "./scenarios/all.ts";

let proof: Proof;

/** The part of `npm run prove` that every test run has time for; it says itself how to see a broken run again. */
beforeAll(async () => {
  proof = await runProof(BOUNDED, { processes: 2 }, { started: () => {}, finished: () => {} });
});

test("no fault, in no scenario, breaks an invariant; and every scenario does what it says", () => {
  expect(brokenIn(({ where }) => scenarios.some(({ name }) => name === where))).toEqual([]);
  expect(Object.keys(proof.result.runs)).toEqual(expect.arrayContaining(scenarios.map(({ name }) => name)));
});

const Paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))) });

test("every operation that changes something is in a scenario", () => {
  const operations = Object.values(Paths.parse(openApiDocument()).paths).flatMap((path) => Object.entries(path));
  const changing = operations.filter(([method]) => method !== "get").map(([, { operationId }]) => operationId);
  expect(changing.length).toBeGreaterThan(0);
  expect(Object.keys(proof.result.operations)).toEqual(expect.arrayContaining(changing));
});

test("no random history of concurrent clients breaks an invariant, and a serial order explains each", () => {
  expect(brokenIn(({ where }) => where.startsWith("history"))).toEqual([]);
  expect(proof.result.runs["random histories"]).toBe(BOUNDED.histories);
});

test("a seed is one history, each time it is told", async () => {
  const told = () => promisify(execFile)(process.execPath, [join(import.meta.dirname, "prove.ts"), "--seed", "7"]);
  const { stdout } = await told();
  expect(stdout).toContain("alice is answered 201 to placeOrder");
  expect((await told()).stdout).toBe(stdout);
});

test("while three transactions in ten meet another, orders are placed, or given up with 503 and nothing stored", () => {
  expect(brokenIn(({ where }) => where === "orders under conflict")).toEqual([]);
  expect(proof.result.faults["orders under conflict | conflict"]).toBeGreaterThan(BOUNDED.conflicts / 4);
});

test("guards that are taken away are noticed", () => {
  expect([...proof.mutations].filter(([, caught]) => caught === undefined)).toEqual([]);
  expect(proof.mutations.size).toBeGreaterThan(0);
});

test("what is due is carried on within one sweep, or within two where a fault strikes the first", () => {
  const { "one fault": one = 0, "two faults": two = 0 } = proof.result.longestWaits;
  expect(one).toBeGreaterThan(0);
  expect(one).toBeLessThan(2 * 60 + WORK_SECONDS);
  expect(two).toBeLessThan(3 * 60 + WORK_SECONDS);
});

/** What a sweep itself may take, in seconds. */
const WORK_SECONDS = 30;

function brokenIn(isIn: (broken: Proof["result"]["failedRuns"][number]) => boolean) {
  return proof.result.failedRuns.filter(isIn);
}
