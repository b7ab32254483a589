import * as backorders from "./backorders.ts";
import * as cancelling from "./cancelling.ts";
import * as carrierEvents from "./carrier-events.ts";
import * as editing from "./editing.ts";
import * as inventory from "./inventory.ts";
import * as ledger from "./ledger.ts";
import * as locations from "./locations.ts";
import * as messages from "./messages.ts";
import { onStripe } from "./on-stripe.ts";
import * as parcels from "./parcels.ts";
import * as paymentErrors from "./payment-errors.ts";
import * as payments from "./payments.ts";
import * as placing from "./placing.ts";
import * as reading from "./reading.ts";
import * as reservations from "./reservations.ts";
import * as returns from "./returns.ts";
import type { Scenario } from "./scenario.ts";
import * as shipping from "./shipping.ts";
import * as stockLevels from "./stock-levels.ts";
import * as stripeOnly from "./stripe-only.ts";
import * as undelivered from "./undelivered.ts";

/** Every scenario, with its file as group. */
export const scenarios: readonly (Scenario & { readonly group: string })[] = Object.entries({
  placing,
  "payment errors": paymentErrors,
  payments,
  cancelling,
  editing,
  shipping,
  parcels,
  undelivered,
  "carrier events": carrierEvents,
  returns,
  inventory,
  ledger,
  locations,
  backorders,
  "stock levels": stockLevels,
  reservations,
  messages,
  reading,
}).flatMap(([group, file]) => Object.values(file).map((scenario) => ({ ...scenario, group })));

/** Those with Stripe as the payment provider, on a fake of it. */
export const stripeScenarios: readonly Scenario[] = [...onStripe(scenarios), ...Object.values(stripeOnly)];

export function scenarioNamed(name: string): Scenario {
  const found = [...scenarios, ...stripeScenarios].find((one) => one.name === name);
  if (!found) throw new Error(`Unknown scenario "${name}".`);
  return found;
}
