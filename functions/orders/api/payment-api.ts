import * as z from "zod/mini";
import { type Caller, worksForShop } from "../../platform/values/caller.ts";
import { Money } from "../../platform/values/money.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { PAYMENT_STATUSES, type Payment, ProviderError } from "../rules/payment.ts";

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
export function paymentView(orderId: string, payment: Payment, caller: Caller): PaymentView {
  const {
    status,
    amount,
    captured,
    refunded,
    provider,
    method,
    reference,
    declineReason,
    authorizeBy,
    providerErrors,
  } = payment;
  const { currency } = amount;
  return {
    orderId,
    status,
    amount,
    captured: { amount: captured, currency },
    refunded: { amount: refunded, currency },
    ...(worksForShop(caller) && { provider }),
    method,
    ...(reference !== undefined && { reference }),
    ...(declineReason !== undefined && { declineReason }),
    authorizeBy,
    ...(worksForShop(caller) && { providerErrors: providerErrors ?? [] }),
  };
}
