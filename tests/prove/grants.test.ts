import "./silence-logs.ts";
import { expect, test } from "vitest";
import { functionsWith } from "../../functions/registry/functions.ts";
import { accessOfLambda, grantedAccess } from "../infra/granted-access.ts";
import { synthesize, withStripe } from "../infra/synthesize.ts";
import { withEngines } from "./runs/engines.ts";
import { NO_FAULTS, runFaultCase } from "./runs/fault-case.ts";
import { scenarios, stripeScenarios } from "./scenarios/all.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { issuer } from "./world/client.ts";
import { applySettings } from "./world/settings.ts";

/** What IAM has to allow for the calls of these scenarios, as `function action resource`. */
function accessNeededBy(played: readonly Scenario[]): Promise<string[]> {
  return withEngines(undefined, async ({ start, tableDefinition }) => {
    const { endpoint } = await start();
    applySettings(endpoint, issuer.jwks);
    const needed = new Set<string>();
    for (const scenario of played) {
      const { neededAccess } = await runFaultCase(scenario, NO_FAULTS, { endpoint, tableDefinition });
      for (const access of neededAccess) needed.add(access);
    }
    return [...needed];
  });
}

test("every function is granted what its calls and Lambda itself need, no more and no less", async () => {
  const template = synthesize({ stage: "prod" });
  const ofEach = (accessOf: typeof grantedAccess) =>
    functionsWith("sandbox").flatMap(({ name }) => accessOf(template, name).map((access) => `${name} ${access}`));

  const needed = [...(await accessNeededBy(scenarios)), ...ofEach(accessOfLambda)];

  expect(ofEach(grantedAccess).toSorted()).toEqual(needed.toSorted());
}, 300_000);

test("with Stripe: the provider's secret is read by the functions that may, and by all of them", async () => {
  const template = synthesize({ stage: "prod", ...withStripe });
  const granted = functionsWith("stripe").flatMap(({ name }) =>
    grantedAccess(template, name).map((access) => `${name} ${access}`),
  );
  const ofSecret = (access: readonly string[]) => access.filter((one) => one.includes(" secretsmanager:")).toSorted();

  expect(ofSecret(await accessNeededBy(stripeScenarios))).toEqual(ofSecret(granted));
}, 300_000);
