import type { Units } from "../inventory/rules/stock.ts";
import { giveBack } from "../orders/rules/give-back.ts";
import type { Money } from "../platform/values/money.ts";
import { type AnsweredPayment, type KeyedPaymentRequest, requestPayment } from "./request-payment.ts";
import { amountIn } from "./require-currency.ts";

export interface RefundPaymentRequest extends KeyedPaymentRequest {
  readonly amount: Money | undefined;
  readonly lines: readonly Units[] | undefined;
  readonly reason: string;
}

/** Gives captured money back: an amount, what lines cost, or all that is left. */
export function refundPayment({ amount, lines, reason, ...request }: RefundPaymentRequest): Promise<AnsweredPayment> {
  return requestPayment("refundPayment", request, (order, asked, context) =>
    giveBack(order, { ...asked, amount: amountIn(order, amount), lines, reason }, context),
  );
}
