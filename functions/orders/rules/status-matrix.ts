import { type LineStatus, ORDER_STATUSES, type Order, type OrderStatus } from "./order.ts";
import type { PaymentStatus } from "./payment.ts";
import type { Effect } from "./pending-effect.ts";
import type { ShipmentStatus } from "./shipment.ts";

/** The statuses of an order and of its parts at one moment. */
export interface StatusRow {
  readonly order: OrderStatus;
  /** The status of every line. */
  readonly lines: LineStatus;
  /** The status of every shipment; NONE without a shipment. */
  readonly shipments: ShipmentStatus | "NONE";
  readonly payment: PaymentStatus;
  /** The effect that is pending; NONE without one. */
  readonly pending: Effect | "NONE";
}

/**
 * Every valid combination: an order whose statuses are not in one of these rows is wrong. The transitions lead to all
 * of them and to no other (order-walk.test.ts). The audit and the proof check stored orders against them, and
 * docs/state-machines.md shows them.
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

/** The row of an order; undefined where its statuses are no valid combination. */
export function statusRowOf({ status, lines, shipments, payment, pending }: Order): StatusRow | undefined {
  return STATUS_MATRIX.find(
    (row) =>
      row.order === status &&
      row.payment === payment.status &&
      row.pending === (pending?.effect ?? "NONE") &&
      lines.every((line) => line.status === row.lines) &&
      (shipments.length === 0
        ? row.shipments === "NONE"
        : shipments.every((shipment) => shipment.status === row.shipments)),
  );
}

/** The statuses of orders whose lines may hold stock, those that no transition reaches yet included. */
export const STATUSES_HOLDING_STOCK: readonly OrderStatus[] = ORDER_STATUSES.filter(
  (status) =>
    status === "PARTIALLY_SHIPPED" || STATUS_MATRIX.some((row) => row.order === status && row.lines === "RESERVED"),
);

/** Whether a payment in this status may be authorized at the provider, so that an order that ends needs a VOID. */
export function mayHoldMoney(payment: PaymentStatus): boolean {
  return STATUS_MATRIX.some((row) => row.payment === payment && row.pending === "VOID");
}
