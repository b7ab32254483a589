import "./silence-logs.ts";
import { beforeAll, expect, test } from "vitest";
import { functionsWith } from "../../functions/registry/functions.ts";
import { accessOfLambda, grantedAccess } from "../infra/granted-access.ts";
import { synthesize, withStripe } from "../infra/synthesize.ts";
import { accessNeededBy } from "./runs/needed-access-of.ts";
import { scenarios, stripeScenarios } from "./scenarios/all.ts";

let neededWithSandbox: string[] = [];
let neededWithStripe: string[] = [];

beforeAll(async () => {
  [neededWithSandbox = [], neededWithStripe = []] = await accessNeededBy(scenarios, stripeScenarios);
}, 300_000);

test("every function is granted what its calls and Lambda itself need, no more and no less", () => {
  const template = synthesize({ stage: "prod" });
  const ofEach = (accessOf: typeof grantedAccess) =>
    functionsWith("sandbox").flatMap(({ name }) => accessOf(template, name).map((access) => `${name} ${access}`));

  const needed = [...neededWithSandbox, ...ofEach(accessOfLambda)];

  expect(ofEach(grantedAccess).toSorted()).toEqual(needed.toSorted());
});

test("with Stripe: the provider's secret is read by the functions that may, and by all of them", () => {
  const template = synthesize({ stage: "prod", ...withStripe });
  const granted = functionsWith("stripe").flatMap(({ name }) =>
    grantedAccess(template, name).map((access) => `${name} ${access}`),
  );
  const ofSecret = (access: readonly string[]) => access.filter((one) => one.includes(" secretsmanager:")).toSorted();

  expect(ofSecret(neededWithStripe)).toEqual(ofSecret(granted));
});
