import { expect, test } from "vitest";
import { explore } from "../explorer.ts";
import { backorderProtocol, type Scenario } from "./backorder-protocol.ts";
import { GUARD_NAMES, GUARDS } from "./guards.ts";

const SCENARIOS: Readonly<Record<(typeof GUARDS)[keyof typeof GUARDS], Scenario>> = {
  "an order while others wait": { wanted: [2, 1], available: 1, deliveries: [2], cancels: 1, fillers: 1 },
  "a delivery while an order is queued": { wanted: [2], available: 0, deliveries: [2], cancels: 0, fillers: 1 },
  "an order of the first place that comes late": {
    wanted: [1, 2],
    available: 0,
    deliveries: [1, 2],
    cancels: 0,
    fillers: 1,
  },
  "two fillers": { wanted: [1, 2], available: 0, deliveries: [2, 1], cancels: 1, fillers: 2 },
};

test.each(Object.entries(SCENARIOS))(
  "%s: in every sequence, nobody is overtaken, lost or left behind",
  (_, scenario) => {
    const { violation, atRest } = explore(backorderProtocol(scenario, new Set(GUARD_NAMES)));
    expect(violation).toBeUndefined();
    expect(atRest).toBeGreaterThan(0);
  },
);

test.each(GUARD_NAMES)("without the guard “%s” something breaks", (guard) => {
  const others = new Set(GUARD_NAMES.filter((name) => name !== guard));
  expect(explore(backorderProtocol(SCENARIOS[GUARDS[guard]], others)).violation).toBeDefined();
});
