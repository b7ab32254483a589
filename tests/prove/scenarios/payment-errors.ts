import { TIMES } from "../world/settings.ts";
import { type Scenario, scenario } from "./scenario.ts";

function paidBy(method: string, name: string, end: string, stock: string, isMain = false): Scenario {
  return scenario({
    name,
    isMain,
    prepare: async (shop) => {
      await shop.createProduct("A", 10);
      return () => shop.place({ items: [{ sku: "A", quantity: 2 }], key: "k", method });
    },
    endStates: [end, stock],
  });
}

const confirmed = "CONFIRMED AUTHORIZED [PENDING]";

export const unheard = paidBy(
  "pm_sandbox_timeout_before",
  "the first authorization request is lost",
  confirmed,
  "A 8+2",
);
export const unanswered = paidBy(
  "pm_sandbox_timeout_after",
  "the first authorization response is lost",
  confirmed,
  "A 8+2",
  true,
);
export const flaky = paidBy("pm_sandbox_flaky", "the provider fails twice", confirmed, "A 8+2");
export const down = paidBy(
  "pm_sandbox_down",
  "the provider is down until the authorization deadline",
  "FAILED NONE []",
  "A 10+0",
);
export const late = paidBy(
  "pm_sandbox_late",
  "an authorization appears after the deadline",
  "FAILED VOIDED []",
  "A 10+0",
);

export const givenUp = scenario({
  name: "an order fails just before its authorization appears",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    await shop.place({ items: [{ sku: "A", quantity: 2 }], key: "k", method: "pm_sandbox_late" });
    await shop.wait(TIMES.authorizeWithin - 30);
    return () => shop.wait(1);
  },
  endStates: ["FAILED VOIDED []", "A 10+0"],
});
