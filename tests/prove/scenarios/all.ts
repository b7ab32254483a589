import * as cancelling from "./cancelling.ts";
import * as inventory from "./inventory.ts";
import * as messages from "./messages.ts";
import * as paymentTroubles from "./payment-errors.ts";
import * as placing from "./placing.ts";
import type { Scenario } from "./scenario.ts";
import * as shipping from "./shipping.ts";

/** Every scenario, with the group that its file makes. A later operation joins by a file of its own. */
export const scenarios: readonly (Scenario & { readonly group: string })[] = Object.entries({
  placing,
  "payment troubles": paymentTroubles,
  cancelling,
  shipping,
  inventory,
  messages,
}).flatMap(([group, file]) => Object.values(file).map((scenario) => ({ ...scenario, group })));

export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((one) => one.name === name);
  if (!found) throw new Error(`There is no scenario "${name}".`);
  return found;
}
