import type { AttemptStatus, InstructionState, Order, OrderStatus, ParcelStatus } from "./order.ts";
import type { World } from "./world.ts";

export type StatusSteps<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

/** Every step from one status to the next that the protocol takes, and no other. */
export const ORDER_STEPS: StatusSteps<OrderStatus> = {
  ABSENT: ["PENDING", "FAILED"],
  PENDING: ["CONFIRMED", "CANCELLED", "FAILED"],
  CONFIRMED: ["SHIPPED", "CANCELLED"],
  SHIPPED: [],
  CANCELLED: [],
  FAILED: [],
};

export const ATTEMPT_STEPS: StatusSteps<AttemptStatus> = {
  REQUESTED: ["ACTION_REQUIRED", "AUTHORIZED", "DECLINED", "CLOSED"],
  ACTION_REQUIRED: ["AUTHORIZED", "DECLINED", "CLOSED"],
  AUTHORIZED: ["CAPTURED", "EXPIRED", "VOIDED"],
  DECLINED: ["CLOSED"],
  CLOSED: [],
  VOIDED: [],
  EXPIRED: [],
  CAPTURED: [],
};

export const INSTRUCTION_STEPS: StatusSteps<InstructionState> = {
  REQUESTED: ["IN_FLIGHT", "DONE", "REFUSED"],
  IN_FLIGHT: ["DONE", "REFUSED"],
  DONE: ["REFUSED"],
  REFUSED: [],
};

export const PARCEL_STEPS: StatusSteps<ParcelStatus | "NONE"> = {
  NONE: ["PENDING"],
  PENDING: ["PACKED", "CANCELLED"],
  PACKED: ["SHIPPED", "CANCELLED"],
  SHIPPED: [],
  CANCELLED: [],
};

/** What is wrong with the step from one world to the next; undefined if nothing is. */
export function stepViolation({ order: before }: World, { order: after }: World): string | undefined {
  if (before === after) return undefined;
  for (const [what, from, to] of changedStatuses(before, after))
    if (!allows(what, from, to)) return `a ${from} ${what} became ${to}`;
  return undefined;
}

export type Changed = readonly [what: keyof typeof STEPS, from: string, to: string];

const STEPS = {
  order: ORDER_STEPS,
  attempt: ATTEMPT_STEPS,
  instruction: INSTRUCTION_STEPS,
  parcel: PARCEL_STEPS,
} as const;

function allows(what: Changed[0], from: string, to: string): boolean {
  const steps: Readonly<Record<string, readonly string[]>> = STEPS[what];
  return steps[from]?.includes(to) === true;
}

/** The statuses that differ between two versions of an order. */
export function changedStatuses(before: Order, after: Order): Changed[] {
  const changed: Changed[] = [];
  const compare = (what: Changed[0], from = "NONE", to = "NONE"): void => {
    if (from !== to) changed.push([what, from, to]);
  };
  compare("order", before.status, after.status);
  compare("parcel", before.parcel?.status, after.parcel?.status);
  if (before.attempts !== after.attempts)
    for (const [number, { status }] of before.attempts.entries())
      compare("attempt", status, after.attempts[number]?.status);
  if (before.instructions !== after.instructions)
    for (const [number, { state }] of before.instructions.entries())
      compare("instruction", state, after.instructions[number]?.state);
  return changed;
}
