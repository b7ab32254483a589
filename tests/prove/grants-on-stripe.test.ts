import "./silence-logs.ts";
import { expect, test } from "vitest";
import { functionsWith } from "../../functions/registry/functions.ts";
import { grantedAccess } from "../infra/granted-access.ts";
import { synthesize, withStripe } from "../infra/synthesize.ts";
import { accessNeededBy } from "./runs/needed-access-of.ts";
import { stripeScenarios } from "./scenarios/all.ts";

test("with Stripe: the provider's secret is read by the functions that may, and by all of them", async () => {
  const template = synthesize({ stage: "prod", ...withStripe });
  const granted = functionsWith("stripe").flatMap(({ name }) =>
    grantedAccess(template, name).map((access) => `${name} ${access}`),
  );
  const ofSecret = (access: readonly string[]) => access.filter((one) => one.includes(" secretsmanager:")).toSorted();

  expect(ofSecret(await accessNeededBy(stripeScenarios))).toEqual(ofSecret(granted));
}, 300_000);
