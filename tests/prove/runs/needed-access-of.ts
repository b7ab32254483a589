import type { Scenario } from "../scenarios/scenario.ts";
import { issuer } from "../world/client.ts";
import { applySettings } from "../world/settings.ts";
import { withEngines } from "./engines.ts";
import { NO_FAULTS, runFaultCase } from "./fault-case.ts";

/** What IAM has to allow for the calls of these scenarios, as `function action resource`. */
export function accessNeededBy(played: readonly Scenario[]): Promise<string[]> {
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
