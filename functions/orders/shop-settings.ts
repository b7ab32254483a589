import * as z from "zod/mini";
import { numberSetting, settingOr } from "../platform/runtime/settings.ts";
import { BasisPoints } from "../platform/values/money.ts";
import { CAPTURE_AT, CUSTOMER_MAY_CANCEL_UNTIL, type OrderPolicy, RETURN_WITHIN_DAYS } from "./rules/policy.ts";
import type { ShippingRates } from "./rules/shipping-charge.ts";

const CaptureAt = z.enum(CAPTURE_AT);
const CustomerMayCancelUntil = z.enum(CUSTOMER_MAY_CANCEL_UNTIL);

/** What this deployment's settings say of every order, unless staff or a service decide otherwise for one. */
export function orderPolicy(): OrderPolicy {
  return {
    captureAt: z.parse(CaptureAt, settingOr("CAPTURE_AT", "firstShipment")),
    customerMayCancelUntil: z.parse(CustomerMayCancelUntil, settingOr("CUSTOMER_MAY_CANCEL_UNTIL", "PACKED")),
    paymentHoldSeconds: numberSetting("PAYMENT_HOLD_SECONDS", 0),
    returnWithinDays: numberSetting("RETURN_WITHIN_DAYS", RETURN_WITHIN_DAYS),
  };
}

/** How long an order waits for money that comes another way, such as a bank transfer. */
export function manualHoldSeconds(): number {
  return numberSetting("MANUAL_HOLD_SECONDS", 604_800, 1);
}

const Rates = z.record(
  z.string(),
  z.strictObject({
    name: z.string(),
    amount: z.int(),
    taxRate: BasisPoints,
    freeFrom: z.exactOptional(z.int()),
  }),
);

/** What the shop charges for shipping, by currency. */
export function shippingRates(): ShippingRates {
  return z.parse(Rates, JSON.parse(settingOr("SHIPPING_RATES", "{}")));
}
