import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { functionsWith } from "../../functions/registry/functions.ts";
import { lambdaFunctions, statements } from "./resources.ts";
import { Reference, resources, synthesize } from "./synthesize.ts";

const template = synthesize({ stage: "prod" });
const deployed = lambdaFunctions(template);
const ofSandbox = functionsWith("sandbox");
const names = ofSandbox.map(({ name }) => name);
const apiNames = ofSandbox.filter(({ kind }) => kind === "api").map(({ name }) => name);

test("exactly the declared functions are deployed", () => {
  expect([...deployed.keys()].sort()).toEqual([...names].sort());
});

test.each(names)("%s runs on Node 24 from its own bundle", (name) => {
  const { Runtime, Handler, Architectures, Code } = deployed.get(name) ?? {};
  expect({ Runtime, Handler, Architectures }).toEqual({
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Architectures: ["arm64"],
  });
  const others = [...deployed].filter(([other]) => other !== name).map(([, { Code }]) => Code.S3Key);
  expect(others).not.toContain(Code?.S3Key);
});

test("each function has the memory that docs/memory.md chose by measurement; one that is not measured yet, 512 MB", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/memory.md"), "utf8");
  const chosen = new Map(
    [...page.matchAll(/^\| ([\w-]+) \|.* \*\*(\d+) MB\*\* \|$/gm)].map(([, name, size]) => [name, Number(size)]),
  );
  expect(chosen.size).toBeGreaterThan(0);
  for (const [name, { MemorySize }] of deployed) expect([name, MemorySize]).toEqual([name, chosen.get(name) ?? 512]);
});

test.each(apiNames)("%s times out before API Gateway does, after 29 s", (name) => {
  expect(deployed.get(name)?.Timeout).toBe(25);
});

test("the sweeper times out before the next sweep", () => {
  expect(deployed.get("sweeper")?.Timeout).toBeLessThan(60);
});

test("stages that keep their table: each function reserves concurrency, together less than half of an account's 1,000", () => {
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

test("each function has its own log, which is deleted after 30 days", () => {
  const logs = resources(template, "AWS::Logs::LogGroup", z.object({ RetentionInDays: z.number() }));
  expect(logs.map(({ properties }) => properties.RetentionInDays)).toEqual(names.map(() => 30));
  expect(new Set([...deployed.values()].map(({ LoggingConfig }) => LoggingConfig.LogGroup)).size).toBe(names.length);
});

test.each([
  ["prod", "RetainExceptOnCreate"],
  ["dev", "Delete"],
])("deletion policy of the logs of the stage %s: %s", (stage, policy) => {
  const logs = Object.values(synthesize({ stage }).findResources("AWS::Logs::LogGroup"));
  expect(logs.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(names.map(() => policy));
});

test.each(["DEBUG", "INFO", "WARN", "ERROR"])(
  "log level %s: of the functions, and of what Lambda lets pass",
  (level) => {
    for (const [name, { LoggingConfig, Environment }] of lambdaFunctions(synthesize({ logLevel: level }))) {
      if (name === "sweeper") continue; // its metrics are log lines: see alarms.test.ts
      expect(LoggingConfig).toMatchObject({ LogFormat: "JSON", ApplicationLogLevel: level });
      expect(Environment.Variables).toMatchObject({ POWERTOOLS_LOG_LEVEL: level });
    }
  },
);

test("Lambda logs no line of its own for an invocation that did not fail", () => {
  for (const { LoggingConfig } of deployed.values()) expect(LoggingConfig.SystemLogLevel).toBe("WARN");
});

test("each function has its own role", () => {
  expect(new Set([...deployed.values()].map(({ Role }) => Role)).size).toBe(names.length);
  expect(statements(template).every(({ roles }) => roles.length === 1)).toBe(true);
});

test("no role has a managed policy of AWS, which would allow too much", () => {
  const Role = z.object({ ManagedPolicyArns: z.array(Reference).optional() });
  for (const { properties } of resources(template, "AWS::IAM::Role", Role)) {
    expect(properties.ManagedPolicyArns).toBeUndefined();
  }
});
