import { capture } from "../orders/rules/capture-and-release.ts";
import type { Money } from "../platform/values/money.ts";
import { type AnsweredPayment, type KeyedPaymentRequest, requestPayment } from "./request-payment.ts";
import { amountIn } from "./require-currency.ts";

export interface CapturePaymentRequest extends KeyedPaymentRequest {
  /** undefined: all that is due. */
  readonly amount: Money | undefined;
  readonly final: boolean;
}

/** Captures what is authorized, without waiting for a shipment. */
export function capturePayment({ amount, final, ...request }: CapturePaymentRequest): Promise<AnsweredPayment> {
  return requestPayment("capturePayment", request, (order, asked, context) =>
    capture(order, { ...asked, amount: amountIn(order, amount), final }, context),
  );
}
