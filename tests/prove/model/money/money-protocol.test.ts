import { describe, expect, test } from "vitest";
import { type Exploration, explore } from "../explorer.ts";
import {
  ATTEMPT_STEPS,
  changedStatuses,
  INSTRUCTION_STEPS,
  ORDER_STEPS,
  PARCEL_STEPS,
  type StatusSteps,
} from "./allowed-steps.ts";
import { ALL_GUARDS, GUARD_NAMES, GUARDS, type Guard, without } from "./guards.ts";
import { moneyProtocol } from "./money-protocol.ts";
import { SCENARIOS } from "./scenarios.ts";
import { QUICK_SCENARIOS } from "./whole.ts";

describe("the money protocol", () => {
  const taken = new Set<string>();

  test.each(QUICK_SCENARIOS)("%s: no violation, every state can come to rest", (name) => {
    const protocol = moneyProtocol(SCENARIOS[name], ALL_GUARDS);
    const { states, atRest, violation } = explore({
      ...protocol,
      stepViolation: (before, after) => {
        if (before.order !== after.order)
          for (const [what, from, to] of changedStatuses(before.order, after.order))
            taken.add(`${what}: ${from} to ${to}`);
        return protocol.stepViolation?.(before, after);
      },
    });
    console.info(`${name}: ${states} states, ${atRest} at rest`);
    expect(violation).toBeUndefined();
    expect(atRest).toBeGreaterThan(0);
  });

  test("takes every allowed step of orders, attempts, instructions and parcels", () => {
    const allowed = [
      ...stepsOf("order", ORDER_STEPS),
      ...stepsOf("attempt", ATTEMPT_STEPS),
      ...stepsOf("instruction", INSTRUCTION_STEPS),
      ...stepsOf("parcel", PARCEL_STEPS),
    ];
    expect([...taken].sort()).toEqual(allowed.sort());
  });
});

describe("the money protocol without", () => {
  const explored = new Map<Guard, Exploration>();

  test.each(GUARD_NAMES)("%s: breaks", (guard) => {
    expect(exploreWithout(guard).violation).toBeDefined();
  });

  test("any of them: breaks as shown in broken.md", async () => {
    const sections = GUARD_NAMES.map((guard) => {
      const { why, trace } = exploreWithout(guard).violation ?? { why: "nothing", trace: [] };
      const { purpose, scenario } = GUARDS[guard];
      const steps = trace.map((step, index) => `${index + 1}. ${step}`).join("\n");
      return `## ${guard}\n\nPurpose: ${purpose}. Without it, in "${scenario}": **${why}**\n\n${steps}\n`;
    });
    await expect([HEAD, ...sections].join("\n")).toMatchFileSnapshot("broken.md");
  });

  function exploreWithout(guard: Guard): Exploration {
    const exploration =
      explored.get(guard) ?? explore(moneyProtocol(SCENARIOS[GUARDS[guard].scenario], without(guard)));
    explored.set(guard, exploration);
    return exploration;
  }
});

const HEAD = `# How the money protocol breaks

The shortest trace to a violation without each guard. Written by money-protocol.test.ts (\`vitest --update\`).
`;

function stepsOf<Status extends string>(what: string, steps: StatusSteps<Status>): string[] {
  return Object.entries<readonly Status[]>(steps).flatMap(([from, tos]) =>
    tos.map((to) => `${what}: ${from} to ${to}`),
  );
}
