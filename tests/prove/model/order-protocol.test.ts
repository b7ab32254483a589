import { describe, expect, test } from "vitest";
import { orderStates } from "../../../functions/orders/rules/order.ts";
import { paymentStates } from "../../../functions/orders/rules/payment.ts";
import { EFFECTS } from "../../../functions/orders/rules/pending-effect.ts";
import { shipmentStates } from "../../../functions/orders/rules/shipment.ts";
import type { StateMachine } from "../../../functions/platform/values/state-machine.ts";
import { type Exploration, explore } from "./explorer.ts";
import { ALL_GUARDS, GUARDS, type Guard, isGuard, without } from "./guards.ts";
import { orderProtocol } from "./order-protocol.ts";
import { isAtRest, type Order } from "./world.ts";

/** What the code can do and the model cannot yet: none of it touches anything outside of the order. */
const BEYOND_THE_MODEL: readonly string[] = [
  "order CONFIRMED to PARTIALLY_SHIPPED",
  "order PARTIALLY_SHIPPED to SHIPPED",
  "order SHIPPED to DELIVERED",
  "payment CAPTURED to PARTIALLY_REFUNDED",
  "payment CAPTURED to REFUNDED",
  "payment PARTIALLY_REFUNDED to REFUNDED",
  "shipment SHIPPED to DELIVERED",
  "shipment SHIPPED to DELIVERY_FAILED",
  "shipment DELIVERY_FAILED to SHIPPED",
  "shipment DELIVERY_FAILED to RETURNED",
];

describe("the order protocol", () => {
  test("keeps money, stock and status in agreement, and can always come to rest", () => {
    const { states, atRest, violation } = explore(orderProtocol(ALL_GUARDS, 3));
    console.info(`the order protocol: ${states} states, ${atRest} at rest`);
    expect(violation).toBeUndefined();
    expect(atRest).toBeGreaterThan(0);
  });

  test("comes to every end that an order can have", () => {
    expect([...observe().ends].sort()).toEqual([
      "CANCELLED, payment EXPIRED",
      "CANCELLED, payment NONE",
      "CANCELLED, payment VOIDED",
      "CONFIRMED, payment AUTHORIZED",
      "CONFIRMED, payment EXPIRED",
      "FAILED, payment DECLINED",
      "FAILED, payment NONE",
      "FAILED, payment VOIDED",
      "SHIPPED, payment CAPTURED",
    ]);
  });

  test("has every effect of the code, and every step that its states allow", () => {
    const { effects, taken } = observe();
    const allowed = [
      ...stepsOf("order", orderStates),
      ...stepsOf("payment", paymentStates),
      ...stepsOf("shipment", shipmentStates),
    ];
    expect([...effects].sort()).toEqual([...EFFECTS].sort());
    expect([...taken].sort()).toEqual(allowed.filter((step) => !BEYOND_THE_MODEL.includes(step)).sort());
  });
});

describe("the order protocol without", () => {
  const explored = new Map<Guard, Exploration>();
  const guards = Object.keys(GUARDS).filter(isGuard);

  test.each(guards)("%s: breaks", (guard) => {
    expect(exploreWithout(guard).violation).toBeDefined();
  });

  test("any of them: breaks as written down in broken.md", async () => {
    const sections = guards.map((guard) => {
      const { why, trace } = exploreWithout(guard).violation ?? { why: "nothing", trace: [] };
      const steps = trace.map((step, index) => `${index + 1}. ${step}`).join("\n");
      return `## ${guard}\n\nSo that ${GUARDS[guard]}. Without it: **${why}**\n\n${steps}\n`;
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

The shortest way for each guard that is taken away. Written by order-protocol.test.ts (\`vitest --update\`).
`;

/** What an exploration comes across: the effects that are pending, the steps that are taken, the ends. */
function observe() {
  const effects = new Set<string>();
  const taken = new Set<string>();
  const ends = new Set<string>();
  const protocol = orderProtocol(ALL_GUARDS);
  explore({
    ...protocol,
    violation: (world, before) => {
      const { order } = world;
      if (order && order.pending !== "NOTHING") effects.add(order.pending);
      if (order && before?.order) for (const step of stepsBetween(before.order, order)) taken.add(step);
      if (order && isAtRest(world)) ends.add(`${order.status}, payment ${order.payment}`);
      return protocol.violation(world, before);
    },
  });
  return { effects, taken, ends };
}

function stepsBetween(before: Order, after: Order): string[] {
  const steps: string[] = [];
  if (after.status !== before.status) steps.push(`order ${before.status} to ${after.status}`);
  if (after.payment !== before.payment) steps.push(`payment ${before.payment} to ${after.payment}`);
  if (after.shipment !== before.shipment && before.shipment !== "NONE")
    steps.push(`shipment ${before.shipment} to ${after.shipment}`);
  return steps;
}

function stepsOf<State extends string>(entity: string, { transitions }: StateMachine<State>): string[] {
  return Object.entries<readonly State[]>(transitions).flatMap(([from, tos]) =>
    tos.map((to) => `${entity} ${from} to ${to}`),
  );
}
