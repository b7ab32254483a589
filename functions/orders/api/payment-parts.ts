import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { Count } from "../../platform/values/count.ts";
import { Money } from "../../platform/values/money.ts";
import { Timestamp } from "../../platform/values/time.ts";
import type { Order } from "../rules/order.ts";
import {
  ATTEMPT_STATUSES,
  type Attempt,
  DISPUTE_STATUSES,
  INSTRUCTION_STATES,
  type Instruction,
} from "../rules/payment.ts";

const State = z.enum(INSTRUCTION_STATES);
const Lines = z.array(z.strictObject({ sku: Sku, quantity: Count }));

/** A demand of the customer's bank for captured money. */
const DisputeView = z
  .strictObject({
    reference: z.string().check(z.meta({ description: "Its id at the provider" })),
    status: z.enum(DISPUTE_STATUSES),
    amount: Money,
    seenAt: Timestamp,
  })
  .check(
    z.meta({
      id: "PaymentDispute",
      description:
        "OPEN: not decided yet. WON: the shop keeps the money. LOST: the customer's bank has taken it. `seenAt`: when the provider first told of it.",
    }),
  );

/** One attempt to pay. */
export const AttemptView = z
  .strictObject({
    id: Count,
    method: z.string(),
    status: z.enum(ATTEMPT_STATUSES),
    amount: Money,
    createdAt: Timestamp,
    askUntil: Timestamp,
    reference: z.exactOptional(z.string()),
    expiresAt: z.exactOptional(Timestamp).check(z.meta({ description: "When the provider lets go of the money" })),
    declineReason: z.exactOptional(z.string()),
    customer: z
      .exactOptional(z.string())
      .check(z.meta({ description: "The `paymentCustomer` who saved the method. Left out for customers" })),
    offSession: z
      .exactOptional(z.boolean())
      .check(z.meta({ description: "true: the customer was not there. Left out for customers" })),
    multicapture: z
      .exactOptional(z.boolean())
      .check(z.meta({ description: "true: it may be captured in several parts. Left out for customers" })),
    disputes: z
      .exactOptional(z.array(DisputeView))
      .check(z.meta({ description: "Of what was captured of it, the oldest first. Left out for customers" })),
  })
  .check(z.meta({ id: "PaymentAttempt", description: "It is not authorized after `askUntil`." }));

export function attemptView({ createdAt: placedAt, currency }: Order, attempt: Attempt, isForShop: boolean) {
  const { id, method, status, amount, createdAt = placedAt, askUntil, reference } = attempt;
  const { customer, offSession, expiresAt, declineReason, multicapture, disputes } = attempt;
  return {
    id,
    method,
    status,
    amount: { amount, currency },
    createdAt,
    askUntil,
    ...(reference !== undefined && { reference }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(declineReason !== undefined && { declineReason }),
    ...(isForShop && customer !== undefined && { customer }),
    ...(isForShop && offSession !== undefined && { offSession }),
    ...(isForShop && multicapture !== undefined && { multicapture }),
    ...(isForShop &&
      disputes.length > 0 && {
        disputes: disputes.map((one) => ({
          reference: one.reference,
          status: one.status,
          amount: { amount: one.amount, currency },
          seenAt: one.seenAt,
        })),
      }),
  };
}

/** Money that was captured, or is to be. */
export const CaptureView = z
  .strictObject({
    instruction: Count,
    state: State,
    amount: Money,
    attempt: z.exactOptional(Count).check(z.meta({ description: "Left out where the money came another way" })),
    shipment: z.exactOptional(Count).check(z.meta({ description: "The shipment that waits, or waited, for it" })),
  })
  .check(z.meta({ id: "PaymentCapture" }));

export function captureViews({ currency, payment }: Order) {
  return payment.instructions
    .filter(({ kind }) => kind === "CAPTURE")
    .map(({ id: instruction, state, amount, attempt, shipment }) => ({
      instruction,
      state,
      amount: { amount, currency },
      ...(attempt !== undefined && { attempt }),
      ...(shipment !== undefined && { shipment }),
    }));
}

/** Money of a capture that was given back, or is to be. */
export const RefundView = z
  .strictObject({
    instruction: z.exactOptional(Count),
    capture: z.exactOptional(Count).check(z.meta({ description: "The capture's instruction" })),
    state: State,
    amount: Money,
    lines: z.exactOptional(Lines).check(z.meta({ description: "The units that were paid back" })),
    returnNumber: z.exactOptional(Count).check(z.meta({ description: "The return that they came with" })),
    external: z
      .exactOptional(z.boolean())
      .check(z.meta({ description: "true: it was made at the provider, not by Waybill: it has no instruction" })),
    attempt: z.exactOptional(Count).check(z.meta({ description: "Of an external one" })),
    seenAt: z
      .exactOptional(Timestamp)
      .check(z.meta({ description: "Of an external one: when the provider first told of it" })),
    reference: z
      .exactOptional(z.string())
      .check(z.meta({ description: "Of an external one: its id at the provider. Left out for customers" })),
  })
  .check(
    z.meta({
      id: "PaymentRefund",
      description: "An external one that is REFUSED failed after it was made: nothing was given back.",
    }),
  );

export function refundViews(order: Order, isForShop: boolean): z.output<typeof RefundView>[] {
  return [...ownRefunds(order), ...externalRefunds(order, isForShop)];
}

function externalRefunds({ currency, payment }: Order, isForShop: boolean) {
  return payment.attempts.flatMap(({ id: attempt, externalRefunds: refunds }) =>
    refunds.map(({ reference, amount, seenAt, failed }) => ({
      state: failed ? ("REFUSED" as const) : ("DONE" as const),
      amount: { amount, currency },
      external: true,
      attempt,
      seenAt,
      ...(isForShop && { reference }),
    })),
  );
}

function ownRefunds({ currency, payment }: Order) {
  return payment.instructions
    .filter(({ kind }) => kind === "REFUND")
    .map(({ id: instruction, capture = 0, state, amount, lines, returnNumber }) => ({
      instruction,
      capture,
      state,
      amount: { amount, currency },
      ...(lines && { lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) }),
      ...(returnNumber !== undefined && { returnNumber }),
    }));
}

/** What was decided about the money, as staff see it. */
export const InstructionView = z
  .strictObject({
    id: Count,
    kind: z.enum(["CAPTURE", "REFUND", "VOID"]),
    state: State,
    amount: Money,
    attempt: z.exactOptional(Count),
    capture: z.exactOptional(Count),
    shipment: z.exactOptional(Count),
    lines: z.exactOptional(Lines),
    reason: z.exactOptional(z.string()).check(z.meta({ description: "Why it was refused" })),
    note: z.exactOptional(z.string()).check(z.meta({ description: "What the person wrote who asked for it" })),
    givenBackAs: z
      .exactOptional(z.string())
      .check(z.meta({ description: "Where money that came another way was given back: a reference" })),
  })
  .check(z.meta({ id: "PaymentInstruction" }));

export function instructionView({ currency }: Order, instruction: Instruction) {
  const { id, kind, state, amount, attempt, capture, shipment, lines, reason, note, givenBack } = instruction;
  return {
    id,
    kind,
    state,
    amount: { amount, currency },
    ...(attempt !== undefined && { attempt }),
    ...(capture !== undefined && { capture }),
    ...(shipment !== undefined && { shipment }),
    ...(lines && { lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) }),
    ...(state === "REFUSED" && reason !== undefined && { reason }),
    ...(note !== undefined && { note }),
    ...(givenBack && { givenBackAs: givenBack.reference }),
  };
}
