import "./silence-logs.ts";
import { expect, test } from "vitest";
import { functionsWith } from "../../functions/registry/functions.ts";
import { accessOfLambda, grantedAccess } from "../infra/granted-access.ts";
import { synthesize } from "../infra/synthesize.ts";
import { withEngines } from "./runs/engines.ts";
import { NO_FAULTS, runFaultCase } from "./runs/fault-case.ts";
import { scenarios } from "./scenarios/all.ts";
import { issuer } from "./world/client.ts";
import { applySettings } from "./world/settings.ts";

/** What IAM has to allow for the calls of every scenario, as `function action resource`. */
function accessNeededByScenarios(): Promise<string[]> {
  return withEngines(undefined, async ({ start, tableDefinition }) => {
    const { endpoint } = await start();
    applySettings(endpoint, issuer.jwks);
    const needed = new Set<string>();
    for (const scenario of scenarios) {
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

  const needed = [...(await accessNeededByScenarios()), ...ofEach(accessOfLambda)];

  expect(ofEach(grantedAccess).toSorted()).toEqual(needed.toSorted());
}, 300_000);
