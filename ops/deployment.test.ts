import { describe, expect, test } from "vitest";
import { SettingsError } from "../infra/settings.ts";
import { type DeployFlags, planDeployment, withIssuerKeys } from "./deployment.ts";

const complete: DeployFlags = {
  stage: "prod",
  region: "eu-central-1",
  issuer: "https://login.example.com",
  setting: ["allowSandbox=true"],
  yes: false,
};
const onlyStage: DeployFlags = { stage: "prod", setting: [], yes: false };
const file = { account: "123456789012", region: "eu-central-1", jwtIssuer: "https://id.example", allowSandbox: true };
const noFile = () => undefined;

test("first deployment: every flag is written to the file", () => {
  const plan = planDeployment({ ...complete, audience: "shop" }, noFile, {});

  const said = {
    region: "eu-central-1",
    jwtIssuer: "https://login.example.com",
    jwtAudience: "shop",
    allowSandbox: true,
  };
  expect(plan).toMatchObject({ stage: "prod", region: "eu-central-1", account: undefined, added: said, written: said });
});

test("stage with a file: its name suffices, nothing is written", () => {
  const plan = planDeployment(onlyStage, () => file, { AWS_REGION: "us-east-1" });

  expect(plan).toMatchObject({ region: "eu-central-1", account: "123456789012", written: file, added: {} });
});

test("first deployment without --region: the shell's region is written to the file", () => {
  const { region: _, ...flags } = complete;

  const plan = planDeployment(flags, noFile, { AWS_REGION: "eu-west-1" });

  expect(plan.added).toMatchObject({ region: "eu-west-1" });
});

test("flag that the file lacks: added to the file", () => {
  const plan = planDeployment({ ...onlyStage, setting: ["throttleRate=500", "logLevel=WARN"] }, () => file, {});

  expect(plan.added).toEqual({ throttleRate: 500, logLevel: "WARN" });
  expect(plan.written).toEqual({ ...file, throttleRate: 500, logLevel: "WARN" });
});

test("flag with the file's value: accepted", () => {
  expect(planDeployment({ ...onlyStage, region: "eu-central-1" }, () => file, {}).added).toEqual({});
});

test.each([
  [{ region: "us-east-1" }, 'region is "eu-central-1", and --region says "us-east-1"'],
  [{ account: "210987654321" }, 'account is "123456789012", and --account says "210987654321"'],
  [{ issuer: "https://other.example" }, 'jwtIssuer is "https://id.example", and --issuer says "https://other.example"'],
  [{ setting: ["allowSandbox=false"] }, "allowSandbox is true, and --setting allowSandbox says false"],
])("%o contradicts the file: refused", (flags, contradiction) => {
  expect(() => planDeployment({ ...onlyStage, ...flags }, () => file, {})).toThrow(
    `stages/prod.json says that ${contradiction}: change the file, or omit the flag.`,
  );
});

test("two flags with different values for one setting: refused", () => {
  expect(() => planDeployment({ ...complete, setting: ["allowSandbox=true", "region=us-east-1"] }, noFile, {})).toThrow(
    "Two flags give different values for region: eu-central-1, and --setting region us-east-1.",
  );
});

describe("the address of the issuer's keys", () => {
  const discover = async (issuer: string) => `${issuer}/keys`;

  test("first deployment: discovered and written to the stage's file", async () => {
    const { added, written } = await withIssuerKeys(planDeployment(complete, noFile, {}), discover);

    expect(added).toMatchObject({ jwksUri: "https://login.example.com/keys" });
    expect(written).toMatchObject({ jwksUri: "https://login.example.com/keys" });
  });

  const withKeys = { ...file, jwksUri: "https://id.example/keys" };

  test("file and issuer name the same: unchanged", async () => {
    const planned = planDeployment(onlyStage, () => withKeys, {});

    expect(await withIssuerKeys(planned, discover)).toBe(planned);
  });

  test("issuer without a discovery document: the file's address is kept", async () => {
    const planned = planDeployment(onlyStage, () => withKeys, {});

    expect(await withIssuerKeys(planned, () => Promise.reject(new Error("no document")))).toBe(planned);
  });

  test("issuer names another address than the file: refused with a repair", async () => {
    const planned = planDeployment(onlyStage, () => ({ ...withKeys, jwtIssuer: "https://new.example" }), {});

    await expect(withIssuerKeys(planned, discover)).rejects.toThrow(
      'stages/prod.json says that jwksUri is "https://id.example/keys", and the issuer https://new.example names "https://new.example/keys": remove jwksUri from the file',
    );
  });

  test("neither file nor issuer names it: the deployment stops", async () => {
    const planned = planDeployment(complete, noFile, {});

    await expect(withIssuerKeys(planned, () => Promise.reject(new Error("no document")))).rejects.toThrow(
      "no document",
    );
  });
});

test.each([
  ["stage", { ...complete, stage: "" }, /^No stage given: add --stage/],
  ["region", { ...complete, region: "" }, /^No region given: add --region/],
  ["issuer", { ...complete, issuer: "" }, /^No token issuer given: add --issuer/],
  ["stage for AWS", { ...complete, stage: "local" }, /^The stage local is for emulators/],
  ["value after =", { ...complete, setting: ["logLevel="] }, /^--setting requires key=value, and "logLevel="/],
  [
    "value of a setting",
    { ...complete, setting: ["throttleRate"] },
    /^--setting requires key=value, and "throttleRate"/,
  ],
])("missing %s: one sentence that says how to add it", (_, flags, sentence) => {
  expect(() => planDeployment(flags, noFile, {})).toThrow(sentence);
});

test("invalid value: refused, nothing is written", () => {
  expect(() => planDeployment({ ...complete, account: "12" }, noFile, {})).toThrow(
    new SettingsError('The setting account in stages/prod.json must have twelve digits, and is "12".'),
  );
});

test("production does not get the sandbox bank silently", () => {
  expect(() => planDeployment({ ...complete, setting: [] }, noFile, {})).toThrow(/set allowSandbox to true in stages/);
});
