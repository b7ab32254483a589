import type { Goal } from "../explorer.ts";
import type { Call } from "./calls.ts";
import { ALL_GUARDS } from "./guards.ts";
import { type Instruction, isOpen, isOver } from "./order.ts";
import { amountDue } from "./rules/captures.ts";
import { isClosing } from "./rules/close-attempt.ts";
import { isPastAskUntil } from "./ticks.ts";
import type { World } from "./world.ts";

/** The customer did the action in time, and nobody has ended the order or the attempt. Only the first card asks for one. */
export const COMPLETED_ACTION_IS_PAID: Goal<World> = {
  otherwise: "the completed action can never be paid",
  concerns: (world) =>
    world.bank.actionCompleted &&
    world.order.status === "PENDING" &&
    !isPastAskUntil(world, 0) &&
    !isClosing(world.order, 0) &&
    world.bank.intents.some(({ attempt, status }) => attempt === 0 && status === "CREATED"),
  isReached: ({ bank }) =>
    bank.intents.some(({ attempt, status }) => attempt === 0 && (status === "AUTHORIZED" || status === "CAPTURED")),
  without: ["person"],
};

/** The bank may never answer calls of one kind: nothing else waits for them for ever. */
export const NOTHING_WAITS_FOR_EVER: readonly Goal<World>[] = [
  neverAnswered("CAPTURE", "CAPTURE", ["VOID", "REFRESH"]),
  neverAnswered("REFUND", "REFUND", ["VOID", "CAPTURE", "REFRESH"]),
  neverAnswered("VOID", "CANCEL", ["CAPTURE", "REFUND", "REFRESH"]),
  neverAnswered("REFRESH", "REFRESH", ["VOID", "CAPTURE", "REFUND"]),
];

/** A customer may pay again although the bank never answers another effect. */
export const CUSTOMER_MAY_PAY_AGAIN: readonly Goal<World>[] = (["CAPTURE", "REFUND", "REFRESH"] as const).map(
  (effect) => ({
    otherwise: `a ${effect} that is never answered keeps the customer from paying again`,
    concerns: ({ order, requests }) =>
      requests.includes("authorize") &&
      order.pendingEffect?.effect === effect &&
      isOpen(order) &&
      amountDue(order, ALL_GUARDS) > 0 &&
      order.attempts.every(isOver),
    isReached: ({ order }) => order.attempts.length === 2,
    without: [effect],
  }),
);

function neverAnswered(effect: Waiting, call: Call["kind"] | "REFRESH", others: readonly Waiting[]): Goal<World> {
  return {
    otherwise: `a ${effect} that is never answered holds up others for ever`,
    concerns: (world) => isWaiting(world, others),
    isReached: (world) => !isWaiting(world, others),
    without: ["person", call],
  };
}

type Waiting = Instruction["kind"] | "REFRESH";

/** One of these is asked for, and not done. A refund that waits for a dispute waits for nobody here. */
function isWaiting({ order }: World, kinds: readonly Waiting[]): boolean {
  const { instructions, refresh, pendingEffect } = order;
  if (kinds.includes("REFRESH") && (refresh || pendingEffect?.effect === "REFRESH")) return true;
  return instructions.some(
    ({ kind, state }) =>
      kinds.includes(kind) &&
      (state === "REQUESTED" || state === "IN_FLIGHT") &&
      !(kind === "REFUND" && order.dispute === "OPEN"),
  );
}
