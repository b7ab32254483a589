import * as z from "zod/mini";
import { ReservationId } from "../../inventory/rules/reservation-id.ts";
import { NewAddress } from "../../platform/values/address.ts";
import { Metadata } from "../../platform/values/metadata.ts";
import { BasisPoints, Money } from "../../platform/values/money.ts";
import { hasNoCardNumber, looksLikeCardNumber, readableText } from "../../platform/values/text.ts";
import { ON_SHORTAGE } from "../rules/first-version.ts";
import { OrderId } from "../rules/order.ts";
import { CAPTURE_AT, CUSTOMER_MAY_CANCEL_UNTIL } from "../rules/policy.ts";
import { CHARGE_KINDS } from "../rules/price-parts.ts";

const MAX_CHARGES = 10;
const MAX_DISCOUNTS = 10;
/** RFC 5321, 4.5.3.1.3, without the angle brackets. */
const MAX_EMAIL_LENGTH = 254;
/** That of zod: with `z.regexes`, the function would load every pattern that zod has. */
export const EMAIL =
  /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;
/** 30 days: no card authorization that a provider gives lasts longer. */
const MAX_PAYMENT_HOLD_SECONDS = 2_592_000;

const MAX_RETURN_DAYS = 3_650;

const NewCharge = z
  .strictObject({
    kind: z.enum(CHARGE_KINDS),
    name: readableText({ longest: 100 }),
    amount: Money,
    taxRate: z.exactOptional(BasisPoints),
  })
  .check(z.meta({ id: "NewCharge", description: "The amount includes tax; the tax rate is 0 unless it is given." }));

const NewDiscount = z.strictObject({ name: readableText({ longest: 100 }), amount: Money }).check(
  z.meta({
    id: "NewDiscount",
    description: "The amount includes tax. It is spread over the lines in proportion, and never reduces charges.",
  }),
);

export const Email = z.string().check(
  // The pattern alone: the contract's format "email" allows more than it.
  z.regex(EMAIL, "must be an e-mail address, like alice@example.com"),
  z.maxLength(MAX_EMAIL_LENGTH, `must have at most ${MAX_EMAIL_LENGTH} characters`),
  z.refine(hasNoCardNumber, looksLikeCardNumber),
  z.meta({ description: "Where the customer is written to about the order", examples: ["alice@example.com"] }),
);

export const Reference = readableText({ longest: 100 }).check(
  z.meta({ description: "The shop's own number or name for the order", examples: ["PO-4711"] }),
);

/** The fields of a new order besides its items, address, payment method and customer. */
export const newOrderFields = {
  charges: z
    .exactOptional(z.array(NewCharge).check(z.maxLength(MAX_CHARGES)))
    .check(z.meta({ description: "By staff and services only" })),
  discounts: z
    .exactOptional(z.array(NewDiscount).check(z.maxLength(MAX_DISCOUNTS)))
    .check(z.meta({ description: "By staff and services only" })),
  email: z.exactOptional(Email),
  billingAddress: z.exactOptional(NewAddress),
  reference: z.exactOptional(Reference),
  metadata: z.exactOptional(Metadata),
  reservationId: z.exactOptional(ReservationId).check(
    z.meta({
      description:
        "A reservation of the caller's: the order takes over its units, which must be the order's items. It ends with that, also where the order fails",
    }),
  ),
  exchangeFor: z
    .exactOptional(z.strictObject({ orderId: OrderId, returnNumber: z.int().check(z.minimum(1), z.maximum(9_999)) }))
    .check(z.meta({ description: "The return that it is an exchange for. By staff and services only" })),
  expectedTotal: z.exactOptional(Money).check(
    z.meta({
      description:
        "The total that the customer agreed to, of everything that is ordered: with another one, no order is placed",
    }),
  ),
  onShortage: z.exactOptional(z.enum(ON_SHORTAGE)).check(
    z.meta({
      description:
        "Where stock does not suffice for a line: the order fails (the default), the line is cancelled, or what is missing " +
        "waits for stock, if the product may be backordered",
    }),
  ),
  captureAt: z
    .exactOptional(z.enum(CAPTURE_AT))
    .check(z.meta({ description: "When the payment is captured. By staff and services only" })),
  paymentHoldSeconds: z.exactOptional(z.int().check(z.minimum(0), z.maximum(MAX_PAYMENT_HOLD_SECONDS))).check(
    z.meta({
      description:
        "How long an order without a valid payment keeps its stock; 0: a decline fails it at once. By staff and services only",
    }),
  ),
  customerMayCancelUntil: z
    .exactOptional(z.enum(CUSTOMER_MAY_CANCEL_UNTIL))
    .check(z.meta({ description: "How far its parcels may be. By staff and services only" })),
  returnWithinDays: z.exactOptional(z.int().check(z.minimum(0), z.maximum(MAX_RETURN_DAYS))).check(
    z.meta({
      description:
        "How many days after the delivery the customer may ask to send units back; 0: never. By staff and services only",
    }),
  ),
};

/** The fields of a new order's item besides its SKU and quantity. */
export const newItemFields = {
  unitPrice: z
    .exactOptional(Money)
    .check(z.meta({ description: "Instead of the product's price; tax included. By staff and services only" })),
  taxRate: z
    .exactOptional(BasisPoints)
    .check(z.meta({ description: "Instead of the product's tax rate. By staff and services only" })),
};
