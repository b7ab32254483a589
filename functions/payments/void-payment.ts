import { releasePayment } from "../orders/rules/capture-and-release.ts";
import { type AnsweredPayment, type KeyedPaymentRequest, requestPayment } from "./request-payment.ts";

/** Lets go of everything that is authorized for an order, or may be. */
export function voidPayment(request: KeyedPaymentRequest): Promise<AnsweredPayment> {
  return requestPayment("voidPayment", request, releasePayment);
}
