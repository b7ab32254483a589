import * as z from "zod/mini";
import { hasNoCardNumber, looksLikeCardNumber } from "../../platform/values/text.ts";

const PaymentMethod = z.string().check(
  z.regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 printable characters without spaces"),
  z.refine(hasNoCardNumber, looksLikeCardNumber),
  z.meta({
    description: "What the customer pays with, as the payment provider names it",
    examples: ["pm_sandbox_ok"],
  }),
);

const PaymentCustomer = z.string().check(
  z.regex(/^[\x21-\x7e]{1,64}$/, "must be 1 to 64 printable characters without spaces"),
  z.refine(hasNoCardNumber, looksLikeCardNumber),
  z.meta({
    description:
      "The payment provider's own id of the customer who saved the payment method there. By staff and services only",
    examples: ["cus_NffrFeUfNV2Hib"],
  }),
);

/** What a request to pay says about the payment method. */
export const paymentMethodFields = {
  paymentMethod: PaymentMethod,
  paymentCustomer: z.exactOptional(PaymentCustomer),
  offSession: z.exactOptional(z.boolean()).check(
    z.meta({
      description:
        "true: the customer is not there, so a payment that needs them is declined. Only with paymentCustomer. By staff and services only",
    }),
  ),
};

/** A method that is used once is used by its customer, who is there. */
export const offSessionNamesCustomer = z.refine<{ readonly paymentCustomer?: string; readonly offSession?: boolean }>(
  ({ paymentCustomer, offSession }) => offSession !== true || paymentCustomer !== undefined,
  { error: "is missing: off-session, only a saved payment method can be used", path: ["paymentCustomer"] },
);
