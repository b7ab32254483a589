import type { Guards } from "../guards.ts";
import { type Instruction, type InstructionState, instructionOf, MANUAL, type Order } from "../order.ts";

/** The captures in one of these states, each with its number. */
export function capturesIn(
  { instructions }: Order,
  ...states: readonly InstructionState[]
): { readonly number: number; readonly capture: Instruction }[] {
  const found: { number: number; capture: Instruction }[] = [];
  instructions.forEach((capture, number) => {
    if (capture.kind === "CAPTURE" && states.includes(capture.state)) found.push({ number, capture });
  });
  return found;
}

export function hasCaptureIn({ instructions }: Order, ...states: readonly InstructionState[]): boolean {
  return instructions.some(({ kind, state }) => kind === "CAPTURE" && states.includes(state));
}

/** The amount of all captures in one of these states; of one attempt, if it is given. */
export function capturedAmount({ instructions }: Order, states: readonly InstructionState[], attempt?: number): number {
  let sum = 0;
  for (const { kind, state, target, amount } of instructions)
    if (kind === "CAPTURE" && states.includes(state) && (attempt === undefined || target === attempt)) sum += amount;
  return sum;
}

/** The amount of all refunds of a capture in one of these states. */
export function refundAmount({ instructions }: Order, capture: number, states: readonly InstructionState[]): number {
  let sum = 0;
  for (const { kind, state, target, amount } of instructions)
    if (kind === "REFUND" && target === capture && states.includes(state)) sum += amount;
  return sum;
}

/** What of a capture is not promised to be refunded; what was refunded elsewhere, or lost in a dispute, counts. */
export function refundable(order: Order, capture: number, guards: Guards): number {
  const { amount, target } = instructionOf(order, capture);
  const promised = refundAmount(order, capture, guards.has("refund: reserves") ? PROMISED : ["DONE"]);
  return amount - promised - (target === MANUAL ? 0 : order.refundedElsewhere + lostAmount(order, guards));
}

/** What a dispute took. */
export function lostAmount({ dispute }: Order, guards: Guards): number {
  return dispute === "LOST" && guards.has("dispute: what it took is not refunded") ? 1 : 0;
}

/** What the order still calls for: not captured, and no capture decided. */
export function amountDue(order: Order, guards: Guards): number {
  return order.total - capturedAmount(order, guards.has("due: queued captures count") ? PROMISED : ["DONE"]);
}

export function nothingLeftToCapture(order: Order, guards: Guards): boolean {
  return amountDue(order, guards) <= 0 && !hasCaptureIn(order, "REQUESTED", "IN_FLIGHT");
}

export const PROMISED: readonly InstructionState[] = ["DONE", "IN_FLIGHT", "REQUESTED"];
