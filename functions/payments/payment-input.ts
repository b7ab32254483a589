import * as z from "zod/mini";
import { Sku } from "../inventory/rules/product.ts";
import { MAX_QUANTITY } from "../inventory/rules/stock.ts";
import { offSessionNamesCustomer, paymentMethodFields } from "../orders/api/payment-method-input.ts";
import { MAX_ORDER_LINES } from "../orders/rules/order.ts";
import { moneyFrom } from "../platform/values/money.ts";
import { readableText } from "../platform/values/text.ts";

/** An amount of at least one minor unit, in the order's currency. */
const SomeMoney = moneyFrom(1).check(z.meta({ id: "SomeMoney", examples: [{ amount: 1500, currency: "EUR" }] }));
export type SomeMoney = z.output<typeof SomeMoney>;

const Reason = readableText({ longest: 500, multiline: true });
const Reference = readableText({ longest: 100, anyNumber: true }).check(
  z.meta({ description: "A bank's reference, or a receipt's number", examples: ["transfer 2026-11-27/4711"] }),
);

export const NewAuthorization = z
  .strictObject(paymentMethodFields)
  .check(offSessionNamesCustomer, z.meta({ id: "NewAuthorization" }));

export const NewCapture = z
  .strictObject({
    amount: z.exactOptional(SomeMoney).check(z.meta({ description: "Default: all that is due" })),
    final: z.exactOptional(z.boolean()).check(
      z.meta({
        description: "true: what is not captured is let go of. Most payment methods can be captured only once",
      }),
    ),
  })
  .check(z.meta({ id: "NewCapture" }));

const UnitsToRefund = z.strictObject({
  sku: Sku,
  quantity: z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY)),
});

export const NewRefund = z
  .strictObject({
    amount: z.exactOptional(SomeMoney).check(z.meta({ description: "Default, without lines: all that is left" })),
    lines: z
      .exactOptional(z.array(UnitsToRefund).check(z.minLength(1), z.maxLength(MAX_ORDER_LINES)))
      .check(z.meta({ description: "What these units were sold for is given back" })),
    reason: Reason,
  })
  .check(
    z.refine(({ amount, lines }) => amount === undefined || lines === undefined, {
      error: "cannot be sent together with amount",
      path: ["lines"],
    }),
    z.meta({ id: "NewRefund", description: "An amount, or lines, or neither: all that is left" }),
  );

/** Money that came another way, or that was given back by hand. */
export const NewManualPayment = z
  .strictObject({
    amount: z.exactOptional(SomeMoney).check(z.meta({ description: "What came" })),
    refund: z
      .exactOptional(z.int().check(z.minimum(1), z.maximum(9_999)))
      .check(z.meta({ description: "The instruction of a REFUSED refund whose money was given back by hand" })),
    reference: Reference,
  })
  .check(
    z.refine(({ amount, refund }) => amount === undefined || refund === undefined, {
      error: "cannot be sent together with amount",
      path: ["refund"],
    }),
    z.refine(({ amount, refund }) => amount !== undefined || refund !== undefined, {
      error: "is missing: send what came as amount, or the refund that was given back as refund",
      path: ["amount"],
    }),
    z.meta({
      id: "NewManualPayment",
      description: "Either the amount that came, or the refund that was given back",
      examples: [{ amount: { amount: 1500, currency: "EUR" }, reference: "transfer 2026-11-27/4711" }],
    }),
  );
