import type { LineStatus } from "../../../functions/orders/rules/line.ts";
import type { OrderStatus } from "../../../functions/orders/rules/order.ts";
import type { PaymentStatus } from "../../../functions/orders/rules/payment-status.ts";
import type { ShipmentStatus } from "../../../functions/orders/rules/shipment.ts";

/** The statuses of an order and of its parts at one moment. */
export interface StatusRow {
  readonly order: OrderStatus;
  /** The status of every line. */
  readonly lines: LineStatus;
  /** The status of every shipment; NONE without a shipment. */
  readonly shipments: ShipmentStatus | "NONE";
  readonly payment: PaymentStatus;
  /** The effect that is pending; NONE without one. */
  readonly pending: "AUTHORIZE" | "SHIP" | "CAPTURE" | "VOID" | "NONE";
}

/**
 * Every valid combination: an order whose statuses are not in one of these rows is wrong. The
 * model leads to all of them and to no other.
 */
export const STATUS_MATRIX: readonly StatusRow[] = [
  { order: "PENDING", lines: "RESERVED", shipments: "NONE", payment: "PENDING", pending: "AUTHORIZE" },
  { order: "CONFIRMED", lines: "RESERVED", shipments: "NONE", payment: "AUTHORIZED", pending: "SHIP" },
  { order: "CONFIRMED", lines: "RESERVED", shipments: "PENDING", payment: "AUTHORIZED", pending: "NONE" },
  { order: "CONFIRMED", lines: "RESERVED", shipments: "PACKED", payment: "AUTHORIZED", pending: "NONE" },
  { order: "CONFIRMED", lines: "RESERVED", shipments: "PACKED", payment: "AUTHORIZED", pending: "CAPTURE" },
  { order: "CONFIRMED", lines: "RESERVED", shipments: "PACKED", payment: "EXPIRED", pending: "NONE" },
  { order: "SHIPPED", lines: "SHIPPED", shipments: "SHIPPED", payment: "CAPTURED", pending: "NONE" },
  { order: "DELIVERED", lines: "DELIVERED", shipments: "DELIVERED", payment: "CAPTURED", pending: "NONE" },
  { order: "FAILED", lines: "CANCELLED", shipments: "NONE", payment: "DECLINED", pending: "NONE" },
  { order: "FAILED", lines: "CANCELLED", shipments: "NONE", payment: "UNKNOWN", pending: "VOID" },
  { order: "FAILED", lines: "CANCELLED", shipments: "NONE", payment: "VOIDED", pending: "NONE" },
  { order: "FAILED", lines: "CANCELLED", shipments: "NONE", payment: "NONE", pending: "NONE" },
  { order: "CANCELLED", lines: "CANCELLED", shipments: "NONE", payment: "UNKNOWN", pending: "VOID" },
  { order: "CANCELLED", lines: "CANCELLED", shipments: "NONE", payment: "AUTHORIZED", pending: "VOID" },
  { order: "CANCELLED", lines: "CANCELLED", shipments: "NONE", payment: "VOIDED", pending: "NONE" },
  { order: "CANCELLED", lines: "CANCELLED", shipments: "NONE", payment: "NONE", pending: "NONE" },
  { order: "CANCELLED", lines: "CANCELLED", shipments: "CANCELLED", payment: "AUTHORIZED", pending: "VOID" },
  { order: "CANCELLED", lines: "CANCELLED", shipments: "CANCELLED", payment: "VOIDED", pending: "NONE" },
  { order: "CANCELLED", lines: "CANCELLED", shipments: "CANCELLED", payment: "EXPIRED", pending: "NONE" },
];

/** The statuses of orders whose lines hold stock. */
export const STATUSES_HOLDING_STOCK: readonly OrderStatus[] = ["PENDING", "CONFIRMED"];
