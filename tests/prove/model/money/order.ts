/**
 * The part of an order that decides its next steps: one item, one version. It has no version number: a copy of it is fresh
 * or not.
 */
export interface Order {
  readonly status: OrderStatus;
  /** What the order calls for: a unit costs 1. */
  readonly total: number;
  readonly attempts: readonly Attempt[];
  readonly instructions: readonly Instruction[];
  readonly pendingEffect: PendingEffect | undefined;
  /** A REFRESH was asked for. */
  readonly refresh: boolean;
  /** Units. */
  readonly shipped: number;
  /** Units of a parcel that waits for its capture. */
  readonly leaving: number;
  /** Refunded at the provider by somebody else, as booked. */
  readonly refundedElsewhere: number;
  /** A dispute of 1, as booked. */
  readonly dispute: DisputeStatus;
  readonly parcel: Parcel | undefined;
  /** How many parcels were made. */
  readonly parcels: number;
  /** The product's stock: an item of its own, written in the order's transaction. */
  readonly stock: Stock;
}

/** ABSENT: not stored yet. */
export type OrderStatus = "ABSENT" | "PENDING" | "CONFIRMED" | "SHIPPED" | "CANCELLED" | "FAILED";

export type DisputeStatus = "NONE" | "OPEN" | "WON" | "LOST";

export interface Parcel {
  readonly status: ParcelStatus;
  readonly units: number;
}

export type ParcelStatus = "PENDING" | "PACKED" | "SHIPPED" | "CANCELLED";

export interface Stock {
  readonly available: number;
  readonly reserved: number;
  readonly shipped: number;
}

/** CAPTURED: nothing more can be captured. VOIDED: closed after it was held. CLOSED: closed, never held. */
export type AttemptStatus =
  | "REQUESTED"
  | "ACTION_REQUIRED"
  | "AUTHORIZED"
  | "DECLINED"
  | "VOIDED"
  | "CLOSED"
  | "EXPIRED"
  | "CAPTURED";

export interface Attempt {
  readonly status: AttemptStatus;
  readonly amount: number;
  /** How often its confirm was tried: part of the confirm's key. */
  readonly tries: number;
}

/** What was decided to be captured, refunded or voided. */
export interface Instruction {
  readonly kind: "CAPTURE" | "REFUND" | "VOID";
  readonly amount: number;
  /** The number of an attempt; of a refund: the number of a capture. */
  readonly target: number;
  readonly state: InstructionState;
  readonly cause: "placement" | "dispatch" | "manual" | "end" | "edit" | "staff" | "close";
}

export type InstructionState = "REQUESTED" | "IN_FLIGHT" | "DONE" | "REFUSED";

export type PendingEffect =
  | { readonly effect: "AUTHORIZE"; readonly attempt: number }
  | { readonly effect: Instruction["kind"]; readonly instruction: number }
  | { readonly effect: "REFRESH" }
  | { readonly effect: "SHIP" };

/** The target of a capture of money that came another way. */
export const MANUAL = -1;

/** What is ordered; there is no more of it in stock. */
export const UNITS = 2;

export const ABSENT: Order = {
  status: "ABSENT",
  total: UNITS,
  attempts: [],
  instructions: [],
  pendingEffect: undefined,
  refresh: false,
  shipped: 0,
  leaving: 0,
  refundedElsewhere: 0,
  dispute: "NONE",
  parcel: undefined,
  parcels: 0,
  stock: { available: UNITS, reserved: 0, shipped: 0 },
};

/** The order as it is placed; its stock is reserved in the same transaction. */
export const PLACED: Order = {
  ...ABSENT,
  status: "PENDING",
  attempts: [{ status: "REQUESTED", amount: UNITS, tries: 0 }],
  pendingEffect: { effect: "AUTHORIZE", attempt: 0 },
  stock: { available: 0, reserved: UNITS, shipped: 0 },
};

export function isOpen({ status }: Order): boolean {
  return status === "PENDING" || status === "CONFIRMED";
}

export function hasEnded({ status }: Order): boolean {
  return status === "CANCELLED" || status === "FAILED";
}

/** The provider said that nothing is held for it, and never will be. */
export function isOver({ status }: Attempt): boolean {
  return status === "VOIDED" || status === "CLOSED" || status === "EXPIRED" || status === "CAPTURED";
}

export function attemptOf(order: Order, number: number): Attempt {
  return at(order.attempts, number);
}

export function instructionOf(order: Order, number: number): Instruction {
  return at(order.instructions, number);
}

export function changeAttempt(order: Order, number: number, changes: Partial<Attempt>): Order {
  return { ...order, attempts: changeAt(order.attempts, number, changes) };
}

export function changeInstruction(order: Order, number: number, changes: Partial<Instruction>): Order {
  return { ...order, instructions: changeAt(order.instructions, number, changes) };
}

export function addInstruction(order: Order, instruction: Instruction): Order {
  return { ...order, instructions: [...order.instructions, instruction] };
}

export function isAuthorizing({ pendingEffect }: Order, attempt: number): boolean {
  return pendingEffect?.effect === "AUTHORIZE" && pendingEffect.attempt === attempt;
}

export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`There is no number ${index} in a list of ${list.length}.`);
  return found;
}

export function changeAt<T>(list: readonly T[], index: number, changes: Partial<T>): readonly T[] {
  return list.map((one, number) => (number === index ? { ...one, ...changes } : one));
}
