import * as z from "zod/mini";
import { type Caller, worksForShop } from "../../platform/values/caller.ts";
import { Money } from "../../platform/values/money.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { capturedAmount, refundedAmount } from "../rules/instructions.ts";
import type { Order } from "../rules/order.ts";
import { ProviderError } from "../rules/payment.ts";
import { PAYMENT_STATUSES, paymentStatus } from "../rules/payment-status.ts";
import { orderTotal } from "../rules/total.ts";

export const PaymentView = z
  .strictObject({
    orderId: z.string(),
    status: z.enum(PAYMENT_STATUSES),
    amount: Money,
    captured: Money,
    refunded: Money,
    provider: z.exactOptional(z.string()).check(z.meta({ description: "Left out for customers" })),
    method: z.string(),
    reference: z.exactOptional(z.string()).check(z.meta({ description: "The authorization's id at the provider" })),
    declineReason: z.exactOptional(z.string()),
    authorizeBy: Timestamp,
    providerErrors: z
      .exactOptional(z.array(ProviderError))
      .check(z.meta({ description: "Calls to the provider that failed, the newest ten. Left out for customers" })),
  })
  .check(z.meta({ id: "Payment" }));
export type PaymentView = z.output<typeof PaymentView>;

/** An order's payment as the caller sees it. */
export function paymentView(order: Order, caller: Caller): PaymentView {
  const { id: orderId, currency, payment } = order;
  const { provider, attempts, providerErrors = [] } = payment;
  const { method = "", reference, declineReason, askUntil = order.createdAt } = attempts.at(-1) ?? {};
  return {
    orderId,
    status: paymentStatus(order),
    amount: orderTotal(order),
    captured: { amount: capturedAmount(order), currency },
    refunded: { amount: refundedAmount(order), currency },
    ...(worksForShop(caller) && { provider }),
    method,
    ...(reference !== undefined && { reference }),
    ...(declineReason !== undefined && { declineReason }),
    authorizeBy: askUntil,
    ...(worksForShop(caller) && { providerErrors }),
  };
}
