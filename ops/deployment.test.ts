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

test("at the first deployment, all that the flags say is to be written", () => {
  const plan = planDeployment({ ...complete, audience: "shop" }, noFile, {});

  const said = {
    region: "eu-central-1",
    jwtIssuer: "https://login.example.com",
    jwtAudience: "shop",
    allowSandbox: true,
  };
  expect(plan).toMatchObject({ stage: "prod", region: "eu-central-1", account: undefined, added: said, written: said });
});

test("with a file, the stage's name is enough, and nothing is to be written", () => {
  const plan = planDeployment(onlyStage, () => file, { AWS_REGION: "us-east-1" });

  expect(plan).toMatchObject({ region: "eu-central-1", account: "123456789012", written: file, added: {} });
});

test("the shell's region is written at the first deployment, so that the next one does not depend on a shell", () => {
  const { region: _, ...flags } = complete;

  const plan = planDeployment(flags, noFile, { AWS_REGION: "eu-west-1" });

  expect(plan.added).toMatchObject({ region: "eu-west-1" });
});

test("a flag adds to the file what it does not say yet", () => {
  const plan = planDeployment({ ...onlyStage, setting: ["throttleRate=500", "logLevel=WARN"] }, () => file, {});

  expect(plan.added).toEqual({ throttleRate: 500, logLevel: "WARN" });
  expect(plan.written).toEqual({ ...file, throttleRate: 500, logLevel: "WARN" });
});

test("a flag that says what the file says is no contradiction", () => {
  expect(planDeployment({ ...onlyStage, region: "eu-central-1" }, () => file, {}).added).toEqual({});
});

test.each([
  [{ region: "us-east-1" }, 'region is "eu-central-1", and --region says "us-east-1"'],
  [{ account: "210987654321" }, 'account is "123456789012", and --account says "210987654321"'],
  [{ issuer: "https://other.example" }, 'jwtIssuer is "https://id.example", and --issuer says "https://other.example"'],
  [{ setting: ["allowSandbox=false"] }, "allowSandbox is true, and --setting allowSandbox says false"],
])("%o, which contradicts the file, is refused", (flags, contradiction) => {
  expect(() => planDeployment({ ...onlyStage, ...flags }, () => file, {})).toThrow(
    `stages/prod.json says that ${contradiction}: change the file if that is meant, or leave the flag out.`,
  );
});

test("two flags that contradict each other are refused", () => {
  expect(() => planDeployment({ ...complete, setting: ["allowSandbox=true", "region=us-east-1"] }, noFile, {})).toThrow(
    "Two flags say different things of region: eu-central-1, and --setting region us-east-1.",
  );
});

describe("the address of the issuer's keys", () => {
  const discover = async (issuer: string) => `${issuer}/keys`;

  test("is looked up at the first deployment and written to the stage's file", async () => {
    const { added, written } = await withIssuerKeys(planDeployment(complete, noFile, {}), discover);

    expect(added).toMatchObject({ jwksUri: "https://login.example.com/keys" });
    expect(written).toMatchObject({ jwksUri: "https://login.example.com/keys" });
  });

  const withKeys = { ...file, jwksUri: "https://id.example/keys" };

  test("that the file has, and the issuer still names, stays", async () => {
    const planned = planDeployment(onlyStage, () => withKeys, {});

    expect(await withIssuerKeys(planned, discover)).toBe(planned);
  });

  test("stays as the file has it where the issuer has no discovery document", async () => {
    const planned = planDeployment(onlyStage, () => withKeys, {});

    expect(await withIssuerKeys(planned, () => Promise.reject(new Error("no document")))).toBe(planned);
  });

  test("of another issuer than before is refused, and what to do is said", async () => {
    const planned = planDeployment(onlyStage, () => ({ ...withKeys, jwtIssuer: "https://new.example" }), {});

    await expect(withIssuerKeys(planned, discover)).rejects.toThrow(
      'stages/prod.json says that jwksUri is "https://id.example/keys", and the issuer https://new.example names "https://new.example/keys": take jwksUri out of the file',
    );
  });

  test("that is nowhere to be found stops the deployment", async () => {
    const planned = planDeployment(complete, noFile, {});

    await expect(withIssuerKeys(planned, () => Promise.reject(new Error("no document")))).rejects.toThrow(
      "no document",
    );
  });
});

test.each([
  ["stage", { ...complete, stage: "" }, /^No stage is named: add --stage/],
  ["region", { ...complete, region: "" }, /^No region is named: add --region/],
  ["issuer", { ...complete, issuer: "" }, /^No token issuer is named: add --issuer/],
  ["stage for AWS", { ...complete, stage: "local" }, /^The stage local is for emulators/],
  ["value after =", { ...complete, setting: ["logLevel="] }, /^--setting takes key=value, and "logLevel="/],
  ["value of a setting", { ...complete, setting: ["throttleRate"] }, /^--setting takes key=value, and "throttleRate"/],
])("a missing %s is one clear sentence", (_, flags, sentence) => {
  expect(() => planDeployment(flags, noFile, {})).toThrow(sentence);
});

test("a wrong value is refused before it is written", () => {
  expect(() => planDeployment({ ...complete, account: "12" }, noFile, {})).toThrow(
    new SettingsError('The setting account in stages/prod.json must have twelve digits, and is "12".'),
  );
});

test("production does not get the sandbox bank silently", () => {
  expect(() => planDeployment({ ...complete, setting: [] }, noFile, {})).toThrow(/set allowSandbox to true in stages/);
});
