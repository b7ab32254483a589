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

export const unheard = paidBy("pm_sandbox_timeout_before", "the bank does not hear the first try", confirmed, "A 8+2");
export const unanswered = paidBy(
  "pm_sandbox_timeout_after",
  "the bank's first answer is lost",
  confirmed,
  "A 8+2",
  true,
);
export const flaky = paidBy("pm_sandbox_flaky", "the bank fails twice", confirmed, "A 8+2");
export const down = paidBy("pm_sandbox_down", "the bank is down until it is too late", "FAILED NONE []", "A 10+0");
export const late = paidBy("pm_sandbox_late", "an authorization appears too late", "FAILED VOIDED []", "A 10+0");

export const givenUp = scenario({
  name: "an order is given up just before its authorization appears",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    await shop.place({ items: [{ sku: "A", quantity: 2 }], key: "k", method: "pm_sandbox_late" });
    await shop.wait(TIMES.authorizeWithin - 30);
    return () => shop.wait(1);
  },
  endStates: ["FAILED VOIDED []", "A 10+0"],
});
