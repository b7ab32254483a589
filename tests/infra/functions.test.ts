import { expect, test } from "vitest";
import * as z from "zod";
import { functions } from "../../functions/registry/functions.ts";
import { lambdaFunctions, statements } from "./resources.ts";
import { Reference, resources, synthesize } from "./synthesize.ts";

const template = synthesize({ stage: "prod" });
const deployed = lambdaFunctions(template);
const names = functions.map(({ name }) => name);
const apiNames = functions.filter(({ kind }) => kind === "api").map(({ name }) => name);

test("every function of the table is deployed, and no other", () => {
  expect([...deployed.keys()].sort()).toEqual([...names].sort());
});

test.each(names)("%s runs on Node 24 from its own bundle", (name) => {
  const { Runtime, Handler, MemorySize, Architectures, Code } = deployed.get(name) ?? {};
  expect({ Runtime, Handler, Architectures }).toEqual({
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Architectures: ["arm64"],
  });
  expect(MemorySize).toBeGreaterThanOrEqual(512);
  const others = [...deployed].filter(([other]) => other !== name).map(([, { Code }]) => Code.S3Key);
  expect(others).not.toContain(Code?.S3Key);
});

test.each(apiNames)("%s gives up before API Gateway does, after 29 s", (name) => {
  expect(deployed.get(name)?.Timeout).toBe(25);
});

test("the sweeper ends before its next minute", () => {
  expect(deployed.get("sweeper")?.Timeout).toBeLessThan(60);
});

test("where the table is kept, each function reserves a share of the concurrency, all of them less than half of an account's 1,000", () => {
  const shares = [...deployed.values()].map(({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions ?? 0);
  expect(Math.min(...shares)).toBeGreaterThan(0);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThan(500);
});

test.each([{ stage: "prod", reservedConcurrency: false }, { stage: "dev" }, { stage: "test" }])(
  "%o reserves no concurrency, so that an account has room for it",
  (settings) => {
    const without = lambdaFunctions(synthesize(settings));
    expect([...without.values()].map((lambda) => lambda.ReservedConcurrentExecutions)).toEqual(
      names.map(() => undefined),
    );
  },
);

test("each function writes to a log of its own, which is not kept for ever", () => {
  const logs = resources(template, "AWS::Logs::LogGroup", z.object({ RetentionInDays: z.number() }));
  expect(logs.map(({ properties }) => properties.RetentionInDays)).toEqual(names.map(() => 30));
  expect(new Set([...deployed.values()].map(({ LoggingConfig }) => LoggingConfig.LogGroup)).size).toBe(names.length);
});

test.each([
  ["prod", "RetainExceptOnCreate"],
  ["dev", "Delete"],
])(
  "the logs of the stage %s outlive its stack, or go with it; a failed first deployment leaves none: %s",
  (stage, policy) => {
    const logs = Object.values(synthesize({ stage }).findResources("AWS::Logs::LogGroup"));
    expect(logs.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(names.map(() => policy));
  },
);

test("each function has a role of its own", () => {
  expect(new Set([...deployed.values()].map(({ Role }) => Role)).size).toBe(names.length);
  expect(statements(template).every(({ roles }) => roles.length === 1)).toBe(true);
});

test("no role has a policy of AWS's own, which would allow more than one function's share", () => {
  const Role = z.object({ ManagedPolicyArns: z.array(Reference).optional() });
  for (const { properties } of resources(template, "AWS::IAM::Role", Role)) {
    expect(properties.ManagedPolicyArns).toBeUndefined();
  }
});
