import fc from "fast-check";
import type { Order } from "../../functions/orders/rules/order.ts";
import {
  cancel,
  confirm,
  decline,
  giveUp,
  postpone,
  recordVoid,
} from "../../functions/orders/rules/order-transitions.ts";
import type { Effect } from "../../functions/orders/rules/pending-effect.ts";
import {
  addShipment,
  claimCapture,
  deliver,
  pack,
  recordCapture,
  recordRefusedCapture,
} from "../../functions/orders/rules/shipment-transitions.ts";
import { aPendingOrder, at, theShipmentOf, timing } from "./orders.ts";
import { units } from "./products.ts";

type Step = (order: Order, now: string) => Order;

const dispatch = { number: 1, carrier: "DHL", trackingNumber: "123" };
const providerErrorsAt = (now: string) => [{ at: now, effect: "ANY", reason: "no answer" }];

/** Steps that can be requested at any time, valid or not. */
const REQUESTED_STEPS = {
  cancel: (order, now) => cancel(order, { reason: "Changed my mind", actor: "customer:alice" }, now, timing),
  pack: (order, now) => pack(order, theShipmentOf(order), now),
  dispatch: (order, now) => claimCapture(order, theShipmentOf(order), dispatch, now, timing),
  deliver: (order, now) => deliver(order, theShipmentOf(order), now),
} satisfies Record<string, Step>;

/** The results of each effect; `resumeOrder` records only results of the pending one. */
const EFFECT_RESULTS: Readonly<Record<Effect, readonly Step[]>> = {
  AUTHORIZE: [
    (order, now) => confirm(order, "auth-1", providerErrorsAt(now), now, timing),
    (order, now) => decline(order, "the card was declined", [], now),
    (order, now) => giveUp(order, now, 10),
    (order, now) => postpone(order, providerErrorsAt(now), now),
  ],
  SHIP: [addShipment],
  CAPTURE: [
    (order, now) => recordCapture(order, dispatch, [], now),
    (order, now) => recordRefusedCapture(order, "the authorization has expired", providerErrorsAt(now), now),
    (order, now) => postpone(order, providerErrorsAt(now), now),
  ],
  VOID: [
    (order, now) => recordVoid(order, "VOIDED", providerErrorsAt(now), now),
    (order, now) => recordVoid(order, "NONE", [], now),
    (order, now) => postpone(order, providerErrorsAt(now), now),
  ],
};

/** A step with the version before it, and the version after it or the error. */
export interface AttemptedStep {
  readonly before: Order;
  readonly now: string;
  readonly after: Order | undefined;
  readonly error: unknown;
}

const choice = fc.oneof(
  fc.record({ step: fc.constantFrom(...Object.values(REQUESTED_STEPS)) }),
  // Twice as often as requested steps, or most walks would end in an early cancel.
  { weight: 2, arbitrary: fc.record({ result: fc.nat(5) }) },
);

const lines = fc.uniqueArray(
  fc.record({ sku: fc.constantFrom("MUG", "PEN", "LAMP"), quantity: fc.integer({ min: 1, max: 9 }) }),
  {
    minLength: 1,
    selector: ({ sku }) => sku,
  },
);

/** Random sequences of steps of an order; every version is frozen. */
export const orderWalks: fc.Arbitrary<readonly AttemptedStep[]> = fc
  .tuple(lines, fc.array(choice, { maxLength: 14, size: "max" }))
  .map(([items, choices]) => {
    const walk: AttemptedStep[] = [];
    let order = frozen(aPendingOrder({ items: items.map(({ sku, quantity }) => units(sku, quantity)) }));
    for (const [index, chosen] of choices.entries()) {
      const step = "step" in chosen ? chosen.step : effectResult(order, chosen.result);
      if (!step) continue;
      const tried = attempt(order, step, at(index + 1));
      walk.push(tried);
      order = tried.after ?? order;
    }
    return walk;
  });

/** Every step, attempted once in every situation that an order can reach. */
export function everyPossibleStep(): readonly AttemptedStep[] {
  const tried: AttemptedStep[] = [];
  const seen = new Set<string>();
  const open = [frozen(aPendingOrder())];
  for (let order = open.pop(); order; order = open.pop()) {
    const { status, payment, pending, shipments } = order;
    const situation = [status, payment.status, pending?.effect, ...shipments.map((shipment) => shipment.status)].join();
    if (seen.has(situation)) continue;
    seen.add(situation);
    for (const step of [...Object.values(REQUESTED_STEPS), ...effectResults(order)]) {
      const one = attempt(order, step, at(order.version));
      tried.push(one);
      if (one.after) open.push(one.after);
    }
  }
  return tried;
}

function effectResults({ pending }: Order): readonly Step[] {
  return pending ? EFFECT_RESULTS[pending.effect] : [];
}

function effectResult(order: Order, index: number): Step | undefined {
  const results = effectResults(order);
  return results[index % results.length];
}

function attempt(before: Order, step: Step, now: string): AttemptedStep {
  try {
    return { before, now, after: frozen(step(before, now)), error: undefined };
  } catch (error) {
    return { before, now, after: undefined, error };
  }
}

function frozen<Thing>(thing: Thing): Thing {
  if (typeof thing === "object" && thing !== null && !Object.isFrozen(thing)) {
    Object.freeze(thing);
    for (const inner of Object.values(thing)) frozen(inner);
  }
  return thing;
}
