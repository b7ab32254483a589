import type { Scenario } from "../scenarios/scenario.ts";
import { issuer } from "../world/client.ts";
import { applySettings } from "../world/settings.ts";
import { withEngines } from "./engines.ts";
import { type FaultCase, NO_FAULTS, runFaultCase } from "./fault-case.ts";

/** The sweeper does what the events' consumers did not. */
const EVENTS_LOST: FaultCase = { ...NO_FAULTS, delivery: "lost" };

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
        for (const faultCase of scenario.isMain ? [NO_FAULTS, EVENTS_LOST] : [NO_FAULTS]) {
          const run = await runFaultCase(scenario, faultCase, { endpoint, tableDefinition });
          if (run.violations.length > 0) throw new Error(`${scenario.name}: ${JSON.stringify(run.violations)}`);
          for (const access of run.neededAccess) ofGroup.add(access);
        }
      }
      needed.push([...ofGroup]);
    }
    return needed;
  });
}
