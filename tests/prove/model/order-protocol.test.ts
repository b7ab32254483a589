import { describe, expect, test } from "vitest";
import { orderStates } from "../../../functions/orders/rules/order.ts";
import { paymentStates } from "../../../functions/orders/rules/payment.ts";
import { shipmentStates } from "../../../functions/orders/rules/shipment.ts";
import { STATUS_MATRIX, type StatusRow } from "../../../functions/orders/rules/status-matrix.ts";
import type { StateMachine } from "../../../functions/platform/values/state-machine.ts";
import { type Exploration, explore } from "./explorer.ts";
import { ALL_GUARDS, GUARDS, type Guard, isGuard, without } from "./guards.ts";
import { orderProtocol } from "./order-protocol.ts";
import { statusRowOf } from "./violations.ts";
import { isAtRest, type Order } from "./world.ts";

/** Delivery has no effect outside the order, so the model ends with the dispatch. */
const BEYOND_THE_MODEL: readonly string[] = ["DELIVERED"];

const modelled = STATUS_MATRIX.filter(({ order }) => !BEYOND_THE_MODEL.includes(order));

describe("the order protocol", () => {
  test("has no violation, and comes to rest from every state", () => {
    const { states, atRest, violation } = explore(orderProtocol(ALL_GUARDS, 3));
    console.info(`the order protocol: ${states} states, ${atRest} at rest`);
    expect(violation).toBeUndefined();
    expect(atRest).toBeGreaterThan(0);
  });

  test("stays in the matrix, reaches every row of it, and rests in every row with nothing pending", () => {
    const { reached, restedIn, outside } = observe();
    expect(outside).toEqual([]);
    expect(modelled.filter((row) => !reached.has(row))).toEqual([]);
    expect(modelled.filter((row) => restedIn.has(row))).toEqual(modelled.filter(({ pending }) => pending === "NONE"));
  });

  test("takes every step of the state machines between statuses of the matrix", () => {
    const possible = [
      ...stepsOf(orderStates, "order"),
      ...stepsOf(paymentStates, "payment"),
      ...stepsOf(shipmentStates, "shipments"),
    ];
    expect([...observe().taken].sort()).toEqual(possible.sort());
  });
});

describe("the order protocol without", () => {
  const explored = new Map<Guard, Exploration>();
  const guards = Object.keys(GUARDS).filter(isGuard);

  test.each(guards)("%s: breaks", (guard) => {
    expect(exploreWithout(guard).violation).toBeDefined();
  });

  test("any of them: breaks as shown in broken.md", async () => {
    const sections = guards.map((guard) => {
      const { why, trace } = exploreWithout(guard).violation ?? { why: "nothing", trace: [] };
      const steps = trace.map((step, index) => `${index + 1}. ${step}`).join("\n");
      return `## ${guard}\n\nPurpose: ${GUARDS[guard]}. Without it: **${why}**\n\n${steps}\n`;
    });
    await expect([HEAD, ...sections].join("\n")).toMatchFileSnapshot("broken.md");
  });

  function exploreWithout(guard: Guard): Exploration {
    const exploration = explored.get(guard) ?? explore(orderProtocol(without(guard)));
    explored.set(guard, exploration);
    return exploration;
  }
});

const HEAD = `# How the order protocol breaks

The shortest trace to a violation without each guard. Written by order-protocol.test.ts (\`vitest --update\`).
`;

/** What an exploration finds: rows of the matrix, rows of orders at rest, orders in no row, transitions. */
function observe() {
  const reached = new Set<StatusRow>();
  const restedIn = new Set<StatusRow>();
  const outside: Order[] = [];
  const taken = new Set<string>();
  const protocol = orderProtocol(ALL_GUARDS);
  explore({
    ...protocol,
    violation: (world) => {
      const { order } = world;
      const row = order && statusRowOf(order);
      if (row) reached.add(row);
      else if (order) outside.push(order);
      if (row && isAtRest(world)) restedIn.add(row);
      return protocol.violation(world);
    },
    stepViolation: (before, after) => {
      if (before.order && after.order) for (const step of stepsBetween(before.order, after.order)) taken.add(step);
      return protocol.stepViolation?.(before, after);
    },
  });
  return { reached, restedIn, outside, taken };
}

function stepsBetween(before: Order, after: Order): string[] {
  const steps: string[] = [];
  if (after.status !== before.status) steps.push(`order ${before.status} to ${after.status}`);
  if (after.payment !== before.payment) steps.push(`payment ${before.payment} to ${after.payment}`);
  if (after.shipment !== before.shipment && before.shipment !== "NONE")
    steps.push(`shipment ${before.shipment} to ${after.shipment}`);
  return steps;
}

/** The steps of a state machine from one status of the matrix to another. */
function stepsOf<State extends string>(
  { entity, transitions }: StateMachine<State>,
  column: keyof StatusRow,
): string[] {
  const statuses: readonly string[] = modelled.map((row) => row[column]);
  return Object.entries<readonly State[]>(transitions).flatMap(([from, tos]) =>
    tos.filter((to) => statuses.includes(from) && statuses.includes(to)).map((to) => `${entity} ${from} to ${to}`),
  );
}
