import * as z from "zod/mini";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { Sku } from "../../inventory/rules/product.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";
import { Timestamp } from "../../platform/values/time.ts";

export const RETURN_STATUSES = [
  "REQUESTED",
  "APPROVED",
  "REJECTED",
  "CANCELLED",
  "PARTIALLY_RECEIVED",
  "RECEIVED",
] as const;
export type ReturnStatus = (typeof RETURN_STATUSES)[number];

/** RECEIVED: nothing more is expected, also where fewer units came than were to. */
export const returnStates = new StateMachine<ReturnStatus>(
  "return",
  {
    REQUESTED: ["APPROVED", "REJECTED", "CANCELLED"],
    APPROVED: ["PARTIALLY_RECEIVED", "RECEIVED", "CANCELLED"],
    REJECTED: [],
    CANCELLED: [],
    PARTIALLY_RECEIVED: ["RECEIVED"],
    RECEIVED: [],
  },
  ["REQUESTED", "APPROVED"],
);

/** Why a unit is sent back. */
export const RETURN_REASONS = [
  "damaged",
  "defective",
  "notAsDescribed",
  "wrongItem",
  "wrongSize",
  "unwanted",
  "other",
] as const;

/** `auto`: what is received is refunded by itself; `manual`: a person refunds it. */
export const RETURN_REFUNDS = ["auto", "manual"] as const;
export type ReturnRefund = (typeof RETURN_REFUNDS)[number];

/** The request that made a return or a receipt: its caller's Idempotency-Key finds it again. */
export const ReturnKey = z.looseObject({ id: z.string(), fingerprint: z.string() });
export type ReturnKey = z.output<typeof ReturnKey>;

export const ReturnLine = z.looseObject({
  sku: Sku,
  quantity: z.int(),
  reason: z.exactOptional(z.enum(RETURN_REASONS)),
});
export type ReturnLine = z.output<typeof ReturnLine>;

const Units = z._default(z.int(), 0);

export const ReceivedLine = z.looseObject({
  sku: Sku,
  /** Put back into stock at the receipt's location. */
  restocked: Units,
  /** Came, and cannot be sold. */
  writtenOff: Units,
});
export type ReceivedLine = z.output<typeof ReceivedLine>;

/** Units that came at one time. */
export const Receipt = z.looseObject({
  location: z._default(LocationId, MAIN),
  lines: z.array(ReceivedLine),
  refund: z._default(z.enum(RETURN_REFUNDS), "auto"),
  at: Timestamp,
  request: ReturnKey,
});
export type Receipt = z.output<typeof Receipt>;

export const Return = z.looseObject({
  /** Counts an order's returns from 1. */
  number: z.int(),
  status: z.enum(RETURN_STATUSES),
  lines: z.array(ReturnLine),
  /** What whoever asked for it wrote. */
  reason: z.string(),
  /** As `role:subject`. */
  requestedBy: z.string(),
  /** Of what is received, unless a receipt says otherwise; absent until it is approved. */
  refund: z.exactOptional(z.enum(RETURN_REFUNDS)),
  /** Why it was rejected, for its customer. */
  rejectionReason: z.exactOptional(z.string()),
  receipts: z._default(z.array(Receipt), []),
  /** The order that was placed in exchange. */
  exchangeOrderId: z.exactOptional(z.string()),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  request: ReturnKey,
});
export type Return = z.output<typeof Return>;

/** Units of a product that came with a receipt. */
export function unitsReceived({ restocked, writtenOff }: Pick<ReceivedLine, "restocked" | "writtenOff">): number {
  return restocked + writtenOff;
}

/** Units of a product that came with the return so far. */
export function receivedOf({ receipts }: Return, sku: Sku): Pick<ReceivedLine, "restocked" | "writtenOff"> {
  const lines = receipts.flatMap((receipt) => receipt.lines).filter((line) => line.sku === sku);
  return {
    restocked: lines.reduce((sum, line) => sum + line.restocked, 0),
    writtenOff: lines.reduce((sum, line) => sum + line.writtenOff, 0),
  };
}

/** Whether the shop takes its units back, also where they have come since. */
export function isApproved({ status }: Return): boolean {
  return status === "APPROVED" || status === "PARTIALLY_RECEIVED" || status === "RECEIVED";
}

/** Whether units of the return may still come. */
export function isOpenReturn({ status }: Return): boolean {
  return returnStates.transitions[status].length > 0;
}

/** Units of a product that may still come with the return. */
export function expectedOf(one: Return, sku: Sku): number {
  if (!isOpenReturn(one)) return 0;
  const asked = one.lines.filter((line) => line.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
  return asked - unitsReceived(receivedOf(one, sku));
}
