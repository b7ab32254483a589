import { isClosedOrClosing } from "./instructions.ts";
import type { Order } from "./order.ts";
import { type Attempt, type AttemptStatus, attemptStates, type Instruction } from "./payment.ts";

/** The order with an attempt's changes. @throws 409 `invalid_state_transition`. */
export function withAttempt(
  order: Order,
  attempt: Attempt,
  { status, ...changes }: Partial<Attempt> & { status?: AttemptStatus },
): Order {
  const next = {
    ...attempt,
    ...changes,
    ...(status !== undefined && { status: attemptStates.transition(attempt.status, status) }),
  };
  const attempts = order.payment.attempts.map((one) => (one.id === attempt.id ? next : one));
  return { ...order, payment: { ...order.payment, attempts } };
}

/** The order with an instruction's changes. */
export function withInstruction(order: Order, { id }: Instruction, changes: Partial<Instruction>): Order {
  const instructions = order.payment.instructions.map((one) => (one.id === id ? { ...one, ...changes } : one));
  return { ...order, payment: { ...order.payment, instructions } };
}

/** What is decided; REQUESTED, where it does not say that it is done already. */
export type NewInstruction = Pick<Instruction, "kind"> & Partial<Omit<Instruction, "id" | "kind" | "tries">>;

/** The order with one more instruction. */
export function instruct(order: Order, decided: NewInstruction): Order {
  const { instructions } = order.payment;
  const added: Instruction = { amount: 0, state: "REQUESTED", tries: 0, ...decided, id: instructions.length + 1 };
  return { ...order, payment: { ...order.payment, instructions: [...instructions, added] } };
}

/** Decides that an attempt is to hold nothing. A request for its authorization that is in flight gives way. */
export function closeAttempt(order: Order, attempt: Attempt): Order {
  if (isClosedOrClosing(order, attempt)) return order;
  const { pending, ...free } = order;
  const givesWay = pending?.effect === "AUTHORIZE" && pending.attempt === attempt.id;
  return instruct(givesWay ? free : order, { kind: "VOID", attempt: attempt.id });
}

/** Decides that nothing is to be held for the order any more. */
export function closeAttempts(order: Order): Order {
  return order.payment.attempts.reduce(closeAttempt, order);
}
