import type { Scenario } from "../scenarios/scenario.ts";
import { issuer } from "../world/client.ts";
import { applySettings } from "../world/settings.ts";
import { withEngines } from "./engines.ts";
import { NO_FAULTS, runFaultCase } from "./fault-case.ts";

/**
 * What IAM has to allow for the calls of each group of scenarios, as `function action resource`. One engine serves all
 * groups: the functions keep their clients, and with them the first engine's address, as long as the process lives.
 * @throws where a scenario broke an invariant, because it may then not have made all of its calls
 */
export function accessNeededBy(...groups: readonly (readonly Scenario[])[]): Promise<string[][]> {
  return withEngines(undefined, async ({ start, tableDefinition }) => {
    const { endpoint } = await start();
    applySettings(endpoint, issuer.jwks);
    const needed: string[][] = [];
    for (const group of groups) {
      const ofGroup = new Set<string>();
      for (const scenario of group) {
        const run = await runFaultCase(scenario, NO_FAULTS, { endpoint, tableDefinition });
        if (run.violations.length > 0) throw new Error(`${scenario.name}: ${JSON.stringify(run.violations)}`);
        for (const access of run.neededAccess) ofGroup.add(access);
      }
      needed.push([...ofGroup]);
    }
    return needed;
  });
}
