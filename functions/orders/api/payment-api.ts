import * as z from "zod/mini";
import { type Caller, worksForShop } from "../../platform/values/caller.ts";
import { Money } from "../../platform/values/money.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { amountDue, amountOf, capturable, capturedAmount, heldAttempt, refundedAmount } from "../rules/instructions.ts";
import type { Order } from "../rules/order.ts";
import { DISPUTE_STATUSES, ProviderError } from "../rules/payment.ts";
import { PAYMENT_STATUSES, paymentStatus } from "../rules/payment-status.ts";
import { orderTotal } from "../rules/total.ts";
import {
  AttemptView,
  attemptView,
  CaptureView,
  captureViews,
  InstructionView,
  instructionView,
  RefundView,
  refundViews,
} from "./payment-parts.ts";

/** What the customer has to do before the payment can be authorized. */
export const NextAction = z.strictObject({ type: z.string(), clientSecret: z.string() }).check(
  z.meta({
    id: "NextAction",
    description: "What the customer has to do; in answers to requests that pay only. The secret is for the customer",
  }),
);
export type NextAction = z.output<typeof NextAction>;

/** How the disputes of a payment stand. */
const DisputeSummary = z.strictObject({ status: z.enum(DISPUTE_STATUSES), amount: Money }).check(
  z.meta({
    id: "PaymentDisputeSummary",
    description:
      "The customer's bank disputes what was captured, or did: OPEN while a dispute is, else LOST if one was lost, else WON; the amount of those. Left out for customers",
  }),
);

export const PaymentView = z
  .strictObject({
    orderId: z.string(),
    status: z.enum(PAYMENT_STATUSES),
    amount: Money,
    authorizedAmount: Money,
    captured: Money,
    refunded: Money,
    due: Money,
    dispute: z.exactOptional(DisputeSummary),
    nextAction: z.exactOptional(NextAction),
    provider: z.exactOptional(z.string()).check(z.meta({ description: "Left out for customers" })),
    method: z.string().check(z.meta({ description: "Of the newest attempt, as the four fields after it" })),
    reference: z.exactOptional(z.string()).check(z.meta({ description: "The authorization's id at the provider" })),
    declineReason: z.exactOptional(z.string()),
    authorizeBy: Timestamp,
    attempts: z.array(AttemptView).check(z.meta({ description: "One for each payment method that was tried" })),
    captures: z.array(CaptureView),
    refunds: z.array(RefundView),
    instructions: z.exactOptional(z.array(InstructionView)).check(
      z.meta({
        description:
          "Everything that was decided about the money, the oldest first; REFUSED waits for a person. Left out for customers",
      }),
    ),
    providerErrors: z
      .exactOptional(z.array(ProviderError))
      .check(z.meta({ description: "Calls to the provider that failed, the newest ten. Left out for customers" })),
  })
  .check(
    z.meta({
      id: "Payment",
      description:
        "`authorizedAmount` is held and not captured yet; `refunded` is what the customer got back, also by refunds at the provider and by disputes that were lost; `due` is what the order still calls for, neither captured nor about to be.",
    }),
  );
export type PaymentView = z.output<typeof PaymentView>;

/** An order's payment as the caller sees it; with what its customer has to do, where they are to be told. */
export function paymentView(order: Order, caller: Caller, nextAction?: NextAction): PaymentView {
  const { id: orderId, currency, payment } = order;
  const { provider, attempts, instructions, providerErrors = [] } = payment;
  const { method = "", reference, declineReason, askUntil = order.createdAt } = attempts.at(-1) ?? {};
  const held = heldAttempt(order);
  const isForShop = worksForShop(caller);
  return {
    orderId,
    status: paymentStatus(order),
    amount: orderTotal(order),
    authorizedAmount: { amount: held ? capturable(order, held) : 0, currency },
    captured: { amount: capturedAmount(order), currency },
    refunded: { amount: refundedAmount(order), currency },
    due: { amount: Math.max(0, amountDue(order)), currency },
    ...(isForShop && disputeSummary(order)),
    ...(nextAction && { nextAction }),
    ...(isForShop && { provider }),
    method,
    ...(reference !== undefined && { reference }),
    ...(declineReason !== undefined && { declineReason }),
    authorizeBy: askUntil,
    attempts: attempts.map((attempt) => attemptView(order, attempt, isForShop)),
    captures: captureViews(order),
    refunds: refundViews(order, isForShop),
    ...(isForShop && {
      instructions: instructions.map((one) => instructionView(order, one)),
      providerErrors,
    }),
  };
}

function disputeSummary({ currency, payment }: Order) {
  const disputes = payment.attempts.flatMap((one) => one.disputes);
  const status = (["OPEN", "LOST", "WON"] as const).find((one) => disputes.some((dispute) => dispute.status === one));
  if (!status) return {};
  const amount = amountOf(disputes.filter((one) => one.status === status));
  return { dispute: { status, amount: { amount, currency } } };
}
