import type { Guards } from "../guards.ts";
import { attemptOf, changeInstruction, instructionOf, isOver, MANUAL, type Order } from "../order.ts";
import type { Model } from "../world.ts";

/**
 * In the write that leaves nothing pending, claims the oldest instruction that can be carried out, then REFRESH, then SHIP.
 * A pending SHIP has called nobody: each write decides about it again.
 */
export function claimNextEffect(order: Order, model: Model): Order {
  if (order.pendingEffect?.effect === "SHIP" && model.guards.has("ship: each write decides about it again"))
    return claimNextEffect({ ...order, pendingEffect: undefined }, model);
  if (order.pendingEffect) return order;
  const next = order.instructions.findIndex((_, number) => canBeCarriedOut(order, number, model.guards));
  if (next >= 0) return claim(order, next);
  if (order.refresh) return claimRefresh(order);
  return needsParcel(order, model) ? { ...order, pendingEffect: { effect: "SHIP" } } : order;
}

/**
 * A postponed effect gives its place to the next one that can be carried out: to an instruction after it, to REFRESH, to one
 * before it. Nobody knows what its calls will do, so it stays IN_FLIGHT until the bank has said so.
 */
export function claimAfter(order: Order, postponed: number, guards: Guards): Order {
  const free: Order = { ...order, pendingEffect: undefined };
  const given = guards.has("postpone: the instruction stays in flight")
    ? free
    : changeInstruction(free, postponed, { state: "REQUESTED" });
  const numbers = [...given.instructions.keys()].filter((number) => canBeCarriedOut(given, number, guards));
  const later = numbers.find((number) => number > postponed);
  if (later !== undefined) return claim(given, later);
  if (given.refresh) return claimRefresh(given);
  const [first] = numbers;
  return first === undefined ? given : claim(given, first);
}

function claim(order: Order, instruction: number): Order {
  const pendingEffect = { effect: instructionOf(order, instruction).kind, instruction };
  return changeInstruction({ ...order, pendingEffect }, instruction, { state: "IN_FLIGHT" });
}

function claimRefresh(order: Order): Order {
  return { ...order, pendingEffect: { effect: "REFRESH" }, refresh: false };
}

function needsParcel({ status, parcels }: Order, { scenario, guards }: Model): boolean {
  if (!scenario.ships || !guards.has("ship: is claimed with the confirmation")) return false;
  const isConfirmed = status === "CONFIRMED" || (status === "PENDING" && !guards.has("ship: only a confirmed order"));
  return isConfirmed && (parcels === 0 || (parcels === 1 && !guards.has("ship: one parcel")));
}

function canBeCarriedOut(order: Order, number: number, guards: Guards): boolean {
  const { kind, state, target } = instructionOf(order, number);
  if (state !== "REQUESTED" && state !== "IN_FLIGHT") return false;
  if (kind === "VOID") return true;
  if (kind === "REFUND") {
    const capture = instructionOf(order, target);
    const isBlocked = order.dispute === "OPEN" && guards.has("dispute: blocks refunds");
    return capture.state === "DONE" && capture.target !== MANUAL && !isBlocked;
  }
  if (state === "IN_FLIGHT") return true;
  return attemptOf(order, target).status === "AUTHORIZED" && !isCapturing(order, target, guards);
}

/** Another capture of the attempt may be taken at any time: what the bank captures could not be told apart. */
function isCapturing(order: Order, attempt: number, guards: Guards): boolean {
  return (
    guards.has("capture: not beside another of its attempt") &&
    order.instructions.some(
      ({ kind, state, target }) => kind === "CAPTURE" && state === "IN_FLIGHT" && target === attempt,
    )
  );
}

/** An instruction that lost its target is over, in the write that ended the target. */
export function endWithTargets(order: Order, guards: Guards): Order {
  if (!guards.has("instruction: ends with its target")) return order;
  let ended = order;
  for (const [number, { kind, state, target, cause }] of order.instructions.entries()) {
    if (state !== "REQUESTED") continue;
    if (kind === "CAPTURE" && isOver(attemptOf(ended, target))) {
      ended = changeInstruction(ended, number, { state: "REFUSED" });
      if (cause === "dispatch") ended = { ...ended, leaving: 0 };
    } else if (kind === "REFUND" && instructionOf(ended, target).state === "REFUSED") {
      ended = changeInstruction(ended, number, { state: "DONE", amount: 0 });
    } else if (kind === "VOID" && isOver(attemptOf(ended, target))) {
      ended = changeInstruction(ended, number, { state: "DONE" });
    }
  }
  return ended;
}
