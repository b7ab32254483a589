import { expect, test } from "vitest";
import { type DeployFlags, planDeployment } from "./deployment.ts";

const complete: DeployFlags = {
  stage: "prod",
  region: "eu-central-1",
  issuer: "https://login.example.com",
  context: [],
  yes: false,
};
const nowhere = { context: {}, environment: {} };

test("flags are enough", () => {
  const plan = planDeployment({ ...complete, audience: "shop", context: ["logLevel=WARN"] }, nowhere);

  expect(plan).toEqual({
    stage: "prod",
    region: "eu-central-1",
    account: undefined,
    issuer: "https://login.example.com",
    jwksUri: undefined,
    settings: ["stage=prod", "jwtIssuer=https://login.example.com", "jwtAudience=shop", "logLevel=WARN"],
  });
});

test("what the flags leave open stands in cdk.json or in the environment", () => {
  const context = { stage: "live", jwtIssuer: "https://id.example.com" };

  const plan = planDeployment({ context: [], yes: false }, { context, environment: { AWS_REGION: "eu-west-1" } });

  expect(plan).toMatchObject({ stage: "live", region: "eu-west-1" });
});

test("the address of the issuer's keys is looked up, unless a flag or cdk.json names it", () => {
  const given = { ...complete, context: ["jwksUri=https://keys.example.com/a"] };
  const written = { context: { jwksUri: "https://keys.example.com/b" }, environment: {} };

  expect(planDeployment(complete, nowhere).jwksUri).toBeUndefined();
  expect(planDeployment(given, written).jwksUri).toBe("https://keys.example.com/a");
  expect(planDeployment(complete, written).jwksUri).toBe("https://keys.example.com/b");
});

test.each([
  ["stage", { ...complete, stage: "" }, /^No stage is named: add --stage/],
  ["region", { ...complete, region: "" }, /^No region is named: add --region/],
  ["issuer", { ...complete, issuer: "" }, /^No token issuer is named: add --issuer/],
  ["account", { ...complete, account: "12" }, /^"12" is no AWS account/],
  ["stage for AWS", { ...complete, stage: "local" }, /^The stage local is for emulators/],
])("a missing %s is one clear sentence", (_, flags, sentence) => {
  expect(() => planDeployment(flags, nowhere)).toThrow(sentence);
});
