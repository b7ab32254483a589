import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSettings } from "../../infra/read-settings.ts";
import { parseSettings, SettingsError } from "../../infra/settings.ts";
import {
  readStageFile,
  regionOfStage,
  restoreStageFile,
  stageFile,
  stageFileText,
  stageSchema,
  writeStageFile,
} from "../../infra/stage-file.ts";
import { projectRoot } from "../../local/environment.ts";
import { type DeployFlags, planDeployment } from "../../ops/deployment.ts";
import { synthesize, synthesizeStack } from "./synthesize.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "waybill-stages-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** The settings that `cdk -c key=value …` deploys with. */
function settingsFor(context: Record<string, unknown>) {
  return readSettings(root, (key) => context[key]);
}

function aFile(stage: string, content: string) {
  mkdirSync(join(root, "stages"), { recursive: true });
  writeFileSync(join(root, stageFile(stage)), content);
}

test("a stage's file is what it was after a deployment that was declined: the old text, or none", () => {
  for (const before of ['{ "throttleRate":   500 }\n', undefined]) {
    if (before !== undefined) aFile("prod", before);
    const text = stageFileText(root, "prod");
    writeStageFile(root, "prod", { corsOrigins: "https://wrnog.example" });

    restoreStageFile(root, "prod", text);

    expect(stageFileText(root, "prod")).toBe(before);
    rmSync(join(root, stageFile("prod")), { force: true });
  }
});

test("what a first deployment was told makes the same template at the next, without a flag", () => {
  const flags: DeployFlags = {
    stage: "prod",
    region: "eu-central-1",
    issuer: "https://login.example.com",
    audience: "shop",
    setting: ["allowSandbox=true", "throttleRate=500", "corsOrigins=https://shop.example"],
    yes: true,
  };
  const first = planDeployment(flags, (stage) => readStageFile(root, stage), {});
  writeStageFile(root, "prod", first.written);

  const second = planDeployment({ stage: "prod", setting: [], yes: true }, (stage) => readStageFile(root, stage), {});

  expect(second.added).toEqual({});
  const { $schema: _, ...written } = second.written;
  expect(synthesize({ stage: "prod", ...written }).toJSON()).toEqual(
    synthesize({ stage: "prod", ...first.written }).toJSON(),
  );
  expect(settingsFor({ stage: "prod" })).toMatchObject({
    jwtIssuer: "https://login.example.com",
    jwtAudience: "shop",
    throttleRate: 500,
    corsOrigins: ["https://shop.example"],
  });
});

test("without a stage, dev is read from its file", () => {
  aFile("dev", '{ "logLevel": "DEBUG" }');
  expect(settingsFor({})).toMatchObject({ stage: "dev", logLevel: "DEBUG" });
});

test("a stage is deployed to the account and the region of its file, and to no other", () => {
  const settings = { stage: "prod", account: "123456789012", region: "eu-central-1" };
  expect(synthesizeStack(settings, ({ account, region }) => ({ account, region }))).toEqual({
    account: "123456789012",
    region: "eu-central-1",
  });
});

test("an operator's command finds a stage in the region of its file", () => {
  aFile("prod", '{ "region": "eu-central-1" }');
  expect([regionOfStage(root, "prod"), regionOfStage(root, "staging")]).toEqual(["eu-central-1", undefined]);
});

test.each([
  ["no JSON", "{", /^stages\/prod\.json is no JSON: /],
  ["no object", '"prod"', /^stages\/prod\.json must hold an object of settings, and holds "prod"\.$/],
  [
    "a misspelt setting",
    '{ "logLevl": "WARN" }',
    /^The setting logLevl in stages\/prod\.json does not exist; there are/,
  ],
  [
    "a text for a number",
    '{ "throttleRate": "5" }',
    /^The setting throttleRate in stages\/prod\.json must be .*"5"\.$/,
  ],
  ["no allowSandbox", "{}", /set allowSandbox to true in stages\/prod\.json/],
])("a file with %s is refused with its name", (_, content, sentence) => {
  aFile("prod", content);
  expect(() => settingsFor({ stage: "prod" })).toThrow(sentence);
});

test("a stage without a file is refused with how to get one", () => {
  expect(() => settingsFor({ stage: "prod" })).toThrow(
    new SettingsError(
      "There is no stages/prod.json: npm run deploy -- --stage prod writes it when it is first deployed.",
    ),
  );
});

test("a setting beside the file is refused, as the next deployment would lose it", () => {
  aFile("prod", '{ "allowSandbox": true }');
  expect(() => settingsFor({ stage: "prod", throttleRate: "500" })).toThrow(
    new SettingsError(
      'The stage "prod" has its settings in stages/prod.json: write throttleRate there, and leave -c throttleRate out.',
    ),
  );
});

test("a stage on an emulator takes its settings from the command line, numbers and flags as texts", () => {
  const context = { stage: "test", authorizeWithinSeconds: "25", faults: "true", jwtAudience: "shop" };
  expect(settingsFor(context)).toMatchObject({ authorizeWithinSeconds: 25, faults: true, jwtAudience: "shop" });
});

test("a stage on an emulator may have a file, too; the command line outranks it", () => {
  aFile("local", '{ "corsOrigins": "https://shop.example", "logLevel": "WARN" }');
  expect(settingsFor({ stage: "local", logLevel: "DEBUG" })).toMatchObject({
    corsOrigins: ["https://shop.example"],
    logLevel: "DEBUG",
  });
});

test("a setting that is for emulators only is not asked into the file of a stage on AWS", () => {
  aFile("prod", '{ "allowSandbox": true }');
  expect(() => settingsFor({ stage: "prod", jwks: "{}" })).toThrow("jwks is only for the stages local and test");
});

const shipped = readdirSync(join(projectRoot, "stages")).filter((name) => !name.includes(".generated."));
const examples = readFileSync(join(projectRoot, "docs/deploying.md"), "utf8").match(/(?<=```json\n)[^`]+/g) ?? [];

test.each([
  ...shipped.map(
    (name) => [name.replace(".json", ""), readFileSync(join(projectRoot, "stages", name), "utf8")] as const,
  ),
  ...examples.map((example) => ["prod", example] as const),
])(
  "the settings of %s that are checked in, or shown in the documentation, are right, and editors agree: %s",
  (stage, text) => {
    const content: Record<string, unknown> = JSON.parse(text);
    expect(() => parseSettings(stage, content, stageFile(stage))).not.toThrow();
    const isRight = new Ajv({ validateFormats: false }).compile(JSON.parse(stageSchema()));
    expect(isRight(content)).toBe(true);
  },
);

test("the schema for editors refuses what is refused", () => {
  const isRight = new Ajv({ validateFormats: false }).compile(JSON.parse(stageSchema()));
  expect([{ logLevl: "WARN" }, { throttleRate: "5" }, { jwks: "{}" }].map((content) => isRight(content))).toEqual([
    false,
    false,
    false,
  ]);
});
