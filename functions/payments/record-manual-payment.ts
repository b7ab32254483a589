import { recordGivenBack, recordReceived } from "../orders/rules/money-by-hand.ts";
import type { Money } from "../platform/values/money.ts";
import { type AnsweredPayment, type KeyedPaymentRequest, requestPayment } from "./request-payment.ts";
import { amountIn } from "./require-currency.ts";

/** Either an amount that came another way, or the refund of such money that was given back by hand. */
export interface ManualPaymentRequest extends KeyedPaymentRequest {
  readonly amount: Money | undefined;
  /** The number of the refund's instruction. */
  readonly refund: number | undefined;
  /** A bank's reference, a receipt's number. */
  readonly reference: string;
}

/** Records money that moved without the provider. */
export function recordManualPayment({
  amount,
  refund,
  reference,
  ...request
}: ManualPaymentRequest): Promise<AnsweredPayment> {
  return requestPayment("recordManualPayment", request, (order, asked, context) => {
    if (refund !== undefined) return recordGivenBack(order, { ...asked, refund, reference }, context);
    const received = amountIn(order, amount);
    if (received === undefined) throw new RangeError("Manual money has an amount, or a refund.");
    return recordReceived(order, { ...asked, amount: received, reference }, context);
  });
}
