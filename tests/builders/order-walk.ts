import fc from "fast-check";
import { afterDue, askProvider, dueAt } from "../../functions/orders/rules/due.ts";
import { isDisputed } from "../../functions/orders/rules/instructions.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import { paymentStatus } from "../../functions/orders/rules/payment-status.ts";
import type { ShipmentStatus } from "../../functions/orders/rules/shipment.ts";
import { effectResults, goodResult } from "./effect-results.ts";
import { changed, PLACED_AT } from "./orders.ts";
import { capturedOrders, everyKindOfOrder, placedOrders } from "./walk-orders.ts";
import {
  EDITING_STEPS,
  ENDING_STEPS,
  MONEY_STEPS,
  OTHER_STEPS,
  RETURN_STEPS,
  SHIPPING_STEPS,
  type Step,
  WAITS,
} from "./walk-steps.ts";

/** A step with the version before it, and the version after it or the error. */
export interface AttemptedStep {
  readonly name: string;
  readonly before: Order;
  readonly now: string;
  readonly after: Order | undefined;
  readonly error: unknown;
}

interface NamedStep {
  readonly name: string;
  readonly step: Step;
}

function named(steps: Readonly<Record<string, Step>>): NamedStep[] {
  return Object.entries(steps).map(([name, step]) => ({ name, step }));
}

/** Everything that can be requested at any time, valid or not, and how often: most walks are to go on for long. */
const requestedSteps = [
  { weight: 1, steps: named(ENDING_STEPS) },
  { weight: 12, steps: named(SHIPPING_STEPS) },
  { weight: 6, steps: named(MONEY_STEPS) },
  { weight: 4, steps: named(EDITING_STEPS) },
  { weight: 6, steps: named(RETURN_STEPS) },
  { weight: 2, steps: named(OTHER_STEPS) },
];

/** Of an order that is captured at once: what the bank and its customers do afterwards, and what is given back. */
const stepsAfterCapture = [
  { weight: 1, steps: named(ENDING_STEPS) },
  { weight: 5, steps: named(MONEY_STEPS) },
  { weight: 3, steps: named(EDITING_STEPS) },
  { weight: 12, steps: named({ askProvider }) },
];

function choiceOf(requested: typeof requestedSteps) {
  return fc.record({
    wait: fc.constantFrom(...WAITS),
    chosen: fc.oneof(
      ...requested.map(({ weight, steps }) => ({
        weight,
        arbitrary: fc.record({ step: fc.constantFrom(...steps) }),
      })),
      { weight: 20, arbitrary: fc.record({ result: fc.nat(59) }) },
      { weight: 10, arbitrary: fc.record({ result: fc.constant(0) }) },
    ),
  });
}

/** Random sequences of steps of an order; every version is frozen. */
export const orderWalks: fc.Arbitrary<readonly AttemptedStep[]> = fc.oneof(
  { weight: 3, arbitrary: walksOf(placedOrders, requestedSteps) },
  { weight: 1, arbitrary: walksOf(capturedOrders, stepsAfterCapture) },
);

function walksOf(placed: fc.Arbitrary<Order>, requested: typeof requestedSteps) {
  const choices = fc.array(choiceOf(requested), { minLength: 10, maxLength: 60, size: "max" });
  return fc.tuple(placed, choices).map(([order, chosen]) => walk(order, chosen));
}

type Choice = ReturnType<typeof choiceOf> extends fc.Arbitrary<infer Chosen> ? Chosen : never;

function walk(placed: Order, choices: readonly Choice[]): AttemptedStep[] {
  const walked: AttemptedStep[] = [];
  let order = frozen(placed);
  let seconds = secondsOf(placed);
  for (const { wait, chosen } of choices) {
    seconds += wait;
    const step = "step" in chosen ? chosen.step : resultAt(order, chosen.result, seconds);
    if (!step) continue;
    const tried = attempt(order, step, seconds);
    walked.push(tried);
    order = tried.after ?? order;
  }
  return walked;
}

function resultAt(order: Order, index: number, seconds: number): NamedStep | undefined {
  const results = resultsOf(order, seconds);
  return results[index % results.length];
}

function resultsOf(order: Order, seconds: number): NamedStep[] {
  const effect = order.pending?.effect;
  return effectResults(order, changed(seconds).now).map((step, index) => ({ name: `${effect} ${index}`, step }));
}

let everyStep: readonly AttemptedStep[] | undefined;

/** Every step, attempted in every situation that an order can reach: at once, and after every time limit. */
export function everyPossibleStep(): readonly AttemptedStep[] {
  everyStep ??= triedSteps();
  return everyStep;
}

function triedSteps(): AttemptedStep[] {
  const tried: AttemptedStep[] = [];
  const seen = new Set<string>();
  const open = everyKindOfOrder().map(frozen);
  for (let order = open.pop(); order; order = open.pop()) {
    const situation = situationOf(order);
    if (seen.has(situation)) continue;
    seen.add(situation);
    for (const { seconds, steps } of attemptsOf(order)) {
      for (const step of steps) {
        const one = attempt(order, step, seconds);
        tried.push(one);
        if (one.after) open.push(one.after);
      }
    }
  }
  return tried;
}

/** Everything at once; after every time limit, what time and the provider bring. */
function attemptsOf(order: Order) {
  const now = secondsOf(order) + 1;
  const later = now + 1_000_000;
  return [
    { seconds: now, steps: [...requestedSteps.flatMap(({ steps }) => steps), ...resultsOf(order, now)] },
    { seconds: later, steps: [...named(OTHER_STEPS), ...resultsOf(order, later)] },
  ];
}

function secondsOf({ updatedAt }: Order): number {
  return (Date.parse(updatedAt) - Date.parse(PLACED_AT)) / 1_000;
}

/** A shipment with one of these statuses has steps of its own to come. */
const MOVING: readonly ShipmentStatus[] = ["PENDING", "PACKED", "DELIVERY_FAILED"];

/** What decides which steps an order can take, roughly: the random walks tell apart what this does not. */
function situationOf(order: Order): string {
  const { status, pending, shipments, payment, returns } = order;
  const leaves = shipments.some(({ leaving }) => leaving !== undefined);
  return [
    status,
    paymentStatus(order),
    pending?.effect,
    payment.attempts.at(-1)?.status,
    payment.attempts.some(isDisputed),
    status === "DELIVERED" && returns.at(-1)?.status,
    leaves || shipments.find(({ status }) => MOVING.includes(status))?.status,
  ].join();
}

/** The order after everything that waits was carried out by a provider that is well, and time has passed. */
export function atRest(order: Order, now: string): Order {
  let rested = order;
  let seconds = (Date.parse(now) - Date.parse(PLACED_AT)) / 1_000;
  for (let step = 0; step < 100; step++) {
    const context = changed(seconds);
    const due = afterDue(rested, context);
    const { pending } = rested;
    if (due === rested && !pending) {
      const next = dueAt(rested);
      if (next === undefined) return rested;
      seconds = (Date.parse(next) - Date.parse(PLACED_AT)) / 1_000;
      continue;
    }
    rested = due === rested && pending ? goodResult(rested, pending, context.now)(rested, context) : due;
    seconds += 1;
  }
  throw new Error(`The order never comes to rest: ${JSON.stringify(rested)}`);
}

function attempt(before: Order, { name, step }: NamedStep, seconds: number): AttemptedStep {
  const context = changed(seconds);
  const { now } = context;
  try {
    return { name, before, now, after: frozen(step(before, context)), error: undefined };
  } catch (error) {
    return { name, before, now, after: undefined, error };
  }
}

function frozen<Thing>(thing: Thing): Thing {
  if (typeof thing === "object" && thing !== null && !Object.isFrozen(thing)) {
    Object.freeze(thing);
    for (const inner of Object.values(thing)) frozen(inner);
  }
  return thing;
}
