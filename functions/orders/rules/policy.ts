/** When an order's payment is captured. */
export const CAPTURE_AT = ["placement", "firstShipment", "eachShipment"] as const;
export type CaptureAt = (typeof CAPTURE_AT)[number];

/** How far an order's shipments may be for its customer to cancel it. */
export const CUSTOMER_MAY_CANCEL_UNTIL = ["PENDING", "PACKED", "SHIPPED"] as const;
export type CustomerMayCancelUntil = (typeof CUSTOMER_MAY_CANCEL_UNTIL)[number];

/** How many days after the delivery an order's customer may ask to send units back, unless a setting says otherwise. */
export const RETURN_WITHIN_DAYS = 30;

/** What a deployment's settings say, and staff or a service may decide otherwise for one order; copied into it. */
export interface OrderPolicy {
  readonly captureAt: CaptureAt;
  readonly customerMayCancelUntil: CustomerMayCancelUntil;
  /** 0: an order whose payment is declined fails at once. */
  readonly paymentHoldSeconds: number;
  /** 0: its customer cannot ask to send units back. */
  readonly returnWithinDays: number;
}
