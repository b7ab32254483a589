import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { functionsWith } from "../../functions/registry/functions.ts";
import { openApiDocument } from "../../functions/registry/openapi-document.ts";
import { accessOfLambda, grantedAccess } from "../infra/granted-access.ts";
import { type StageAndSettings, synthesize, withStripe } from "../infra/synthesize.ts";
import { asksProvider } from "./runs/fault-case.ts";
import { BOUNDED } from "./runs/plan-jobs.ts";
import type { Proof } from "./runs/run-proof.ts";
import { runProof } from "./runs/run-proof.ts";
import { scenarios, stripeScenarios } from "./scenarios/all.ts";
import { ASK_NOTHING, NOT_ON_STRIPE, nameOnStripe, OTHER_ENDS } from "./scenarios/on-stripe.ts";
import type { Provider } from "./world/providers.ts";

let proof: Proof;

/** A part of `npm run prove`, small enough for every test run. A failed run contains what is needed to repeat it. */
beforeAll(async () => {
  proof = await runProof(BOUNDED, { processes: 2 }, { started: () => {}, finished: () => {} });
});

test("single faults and pairs of faults: no invariant is violated, every scenario ends as declared", () => {
  expect(brokenIn(({ where }) => scenarios.some(({ name }) => name === where))).toEqual([]);
  expect(Object.keys(proof.result.runs)).toEqual(expect.arrayContaining(scenarios.map(({ name }) => name)));
});

test("every scenario that asks the payment provider runs with Stripe, too, or is listed with the reason why not", () => {
  const names = scenarios.map(({ name }) => name);
  const asking = names.filter((name) => (proof.result.counts[asksProvider(name)] ?? 0) > 0);
  const onStripe = stripeScenarios.map(({ name }) => name);
  expect(names.filter((name) => !asking.includes(name)).toSorted()).toEqual(ASK_NOTHING.toSorted());
  expect(asking.filter((name) => !onStripe.includes(nameOnStripe(name))).toSorted()).toEqual(
    Object.keys(NOT_ON_STRIPE).toSorted(),
  );
  expect(Object.keys(OTHER_ENDS).filter((name) => !onStripe.includes(nameOnStripe(name)))).toEqual([]);
});

test("with Stripe: no invariant is violated, every scenario ends as declared", () => {
  expect(brokenIn(({ where }) => stripeScenarios.some(({ name }) => name === where))).toEqual([]);
  expect(Object.keys(proof.result.runs)).toEqual(expect.arrayContaining(stripeScenarios.map(({ name }) => name)));
});

const Operation = z.object({ operationId: z.string(), tags: z.tuple([z.string()]) });
const Paths = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

/** They answer with files of the function's bundle, or with a text in its code, and call nothing. */
const WITHOUT_CALLS = ["getOpenapi", "getDocs", "getDocsAsset"];

test("every operation that calls the table is part of a scenario", () => {
  const { paths } = Paths.parse(openApiDocument());
  const deployed = functionsWith("sandbox").map(({ name }) => name);
  const operations = Object.values(paths)
    .flatMap((path) => Object.values(path))
    .flatMap(({ operationId, tags: [tag] }) => (deployed.includes(tag) ? operationId : []));
  const tested = [...Object.keys(proof.result.operations), ...WITHOUT_CALLS];
  expect(tested.toSorted()).toEqual(operations.toSorted());
});

test("every function is granted what its calls and Lambda itself need, whatever fails, and nothing else", () => {
  const ofEach = (provider: Provider, settings: StageAndSettings, accessOf: typeof grantedAccess) => {
    const template = synthesize({ stage: "prod", ...settings });
    return functionsWith(provider).flatMap(({ name }) => accessOf(template, name).map((access) => `${name} ${access}`));
  };
  const withEither = (accessOf: typeof grantedAccess) => [
    ...ofEach("sandbox", {}, accessOf),
    ...ofEach("stripe", withStripe, accessOf),
  ];
  const sorted = (accesses: readonly string[]) => [...new Set(accesses)].toSorted();
  const needed = [...Object.keys(proof.result.access), ...withEither(accessOfLambda)];
  expect(sorted(withEither(grantedAccess))).toEqual(sorted(needed));
});

test("random histories: no invariant is violated, each is explained by a serial order", () => {
  expect(brokenIn(({ where }) => where.startsWith("history"))).toEqual([]);
  expect(proof.result.runs["random histories"]).toBe(BOUNDED.histories);
  expect(proof.result.runs["random histories (stripe)"]).toBe(BOUNDED.stripe.histories);
});

test("same seed: same history", async () => {
  const runSeed = () => promisify(execFile)(process.execPath, [join(import.meta.dirname, "prove.ts"), "--seed", "3"]);
  const { stdout } = await runSeed();
  expect(stdout).toMatch(/gets 201 for placeOrder/);
  expect((await runSeed()).stdout).toBe(stdout);
});

test("30 % conflicting transactions: orders are placed, or answered 503 with nothing stored", () => {
  expect(brokenIn(({ where }) => where === "orders under conflict")).toEqual([]);
  expect(proof.result.faults["orders under conflict | conflict"]).toBeGreaterThan(BOUNDED.conflicts / 4);
});

test("removed guards are detected", () => {
  expect([...proof.mutations].filter(([, caught]) => caught === undefined)).toEqual([]);
  expect(proof.mutations.size).toBeGreaterThan(0);
});

test("due effects are resumed within one sweep, within two if a fault hits the first", () => {
  const { "one fault": one = 0, "two faults": two = 0 } = proof.result.longestWaits;
  expect(one).toBeGreaterThan(0);
  expect(one).toBeLessThan(2 * 60 + WORK_SECONDS);
  expect(two).toBeLessThan(3 * 60 + WORK_SECONDS);
});

/** Max duration of a sweep. */
const WORK_SECONDS = 30;

function brokenIn(isIn: (broken: Proof["result"]["failedRuns"][number]) => boolean) {
  return proof.result.failedRuns.filter(isIn);
}
