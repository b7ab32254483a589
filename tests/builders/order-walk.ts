import fc from "fast-check";
import type { ChangeContext } from "../../functions/orders/rules/next-order.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import {
  cancel,
  confirm,
  decline,
  giveUp,
  postpone,
  recordClosed,
} from "../../functions/orders/rules/order-transitions.ts";
import { paymentStatus } from "../../functions/orders/rules/payment-status.ts";
import type { Effect } from "../../functions/orders/rules/pending-effect.ts";
import {
  addShipment,
  deliver,
  dispatch,
  pack,
  recordCapture,
  recordRefusedCapture,
} from "../../functions/orders/rules/shipment-transitions.ts";
import { aPendingOrder, changed, theAttemptOf, theInstructionOf, theShipmentOf } from "./orders.ts";
import { units } from "./products.ts";

type Step = (order: Order, context: ChangeContext) => Order;

const way = { number: 1, carrier: "DHL", trackingNumber: "123" };
const errorsAt = ({ now }: ChangeContext) => [{ at: now, effect: "ANY", reason: "no answer" }];

/** Steps that can be requested at any time, valid or not. */
const REQUESTED_STEPS = {
  cancel: (order, context) =>
    cancel(order, { reason: "Changed my mind", actor: "customer:alice", isCustomer: true }, context),
  pack: (order, context) => pack(order, theShipmentOf(order), context),
  dispatch: (order, context) => dispatch(order, theShipmentOf(order), way, context),
  deliver: (order, context) => deliver(order, theShipmentOf(order), context),
} satisfies Record<string, Step>;

const postponed: Step = (order, context) => postpone(order, errorsAt(context), context);

/** The results of each effect; `resumeOrder` records only results of the pending one. */
const EFFECT_RESULTS: Readonly<Record<Effect, readonly Step[]>> = {
  AUTHORIZE: [
    (order, context) => confirm(order, theAttemptOf(order), { reference: "auth-1" }, errorsAt(context), context),
    (order, context) => decline(order, theAttemptOf(order), "the card was declined", [], context),
    (order, context) => giveUp(order, theAttemptOf(order), context),
    postponed,
  ],
  SHIP: [addShipment],
  CAPTURE: [
    (order, context) => recordCapture(order, theInstructionOf(order), theAttemptOf(order), true, [], context),
    (order, context) =>
      recordRefusedCapture(
        order,
        theInstructionOf(order),
        theAttemptOf(order),
        "the authorization has expired",
        errorsAt(context),
        context,
      ),
    postponed,
  ],
  VOID: [
    (order, context) =>
      recordClosed(order, theInstructionOf(order), theAttemptOf(order), true, errorsAt(context), context),
    (order, context) => recordClosed(order, theInstructionOf(order), theAttemptOf(order), false, [], context),
    postponed,
  ],
  REFUND: [],
  REFRESH: [],
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
      const tried = attempt(order, step, index + 1);
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
    const { status, pending, shipments } = order;
    const situation = [
      status,
      paymentStatus(order),
      pending?.effect,
      ...shipments.map((shipment) => shipment.status),
    ].join();
    if (seen.has(situation)) continue;
    seen.add(situation);
    for (const step of [...Object.values(REQUESTED_STEPS), ...effectResults(order)]) {
      const one = attempt(order, step, order.version);
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

function attempt(before: Order, step: Step, seconds: number): AttemptedStep {
  const context = changed(seconds);
  const { now } = context;
  try {
    return { before, now, after: frozen(step(before, context)), error: undefined };
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
