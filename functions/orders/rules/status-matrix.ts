import { type LineStatus, lineStatus } from "./line.ts";
import type { Order, OrderStatus } from "./order.ts";
import { type PaymentStatus, paymentStatus } from "./payment-status.ts";
import type { Effect } from "./pending-effect.ts";
import type { ShipmentStatus } from "./shipment.ts";

/** What the parts of an order may be while the order has a status. */
export interface StatusRow {
  readonly order: OrderStatus;
  readonly lines: readonly LineStatus[];
  /** NONE: it has no shipment. */
  readonly shipments: readonly (ShipmentStatus | "NONE")[];
  readonly payment: readonly PaymentStatus[];
  /** The effect that is pending; NONE without one. */
  readonly pending: readonly (Effect | "NONE")[];
}

/** Of an order that is paid, or calls for nothing. */
const PAID = ["CAPTURED", "PARTIALLY_REFUNDED", "REFUNDED", "NOT_REQUIRED"] as const;
/** Of an order that is not paid, and waits for another payment until its hold ends. */
const UNPAID = ["PENDING", "ACTION_REQUIRED", "DECLINED", "UNKNOWN", "VOIDED", "NONE", "EXPIRED"] as const;
/** Of an order of which a part is paid. */
const PARTLY_PAID = ["PARTIALLY_CAPTURED", "PARTIALLY_REFUNDED", "REFUNDED"] as const;
const IN_FLIGHT = ["AUTHORIZE", "CAPTURE", "VOID", "REFUND", "REFRESH"] as const;
/** Nobody is asked for money any more. */
const LETTING_GO = ["CAPTURE", "VOID", "REFUND", "REFRESH"] as const;

/**
 * Every valid combination: an order that is in none of these rows is wrong. The audit and the proof check stored orders
 * against them, and docs/state-machines.md shows them.
 */
export const STATUS_MATRIX: readonly StatusRow[] = [
  {
    order: "PENDING",
    lines: ["BACKORDERED", "RESERVED", "CANCELLED"],
    shipments: ["NONE"],
    payment: [...UNPAID, ...PARTLY_PAID],
    pending: ["NONE", "AUTHORIZE", "VOID", "REFUND", "REFRESH"],
  },
  {
    order: "CONFIRMED",
    lines: ["BACKORDERED", "RESERVED", "CANCELLED"],
    shipments: ["NONE", "PENDING", "PACKED", "CANCELLED"],
    payment: ["AUTHORIZED", ...UNPAID, "PARTIALLY_CAPTURED", ...PAID],
    pending: ["NONE", "SHIP", ...IN_FLIGHT],
  },
  {
    order: "PARTIALLY_SHIPPED",
    lines: ["BACKORDERED", "RESERVED", "PARTIALLY_SHIPPED", "SHIPPED", "DELIVERED", "UNDELIVERED", "CANCELLED"],
    shipments: ["PENDING", "PACKED", "SHIPPED", "DELIVERED", "DELIVERY_FAILED", "RETURNED", "CANCELLED"],
    payment: ["PARTIALLY_CAPTURED", ...PAID],
    pending: ["NONE", "SHIP", ...IN_FLIGHT],
  },
  {
    order: "SHIPPED",
    lines: ["SHIPPED", "DELIVERED", "UNDELIVERED", "CANCELLED"],
    shipments: ["SHIPPED", "DELIVERED", "DELIVERY_FAILED", "RETURNED", "CANCELLED"],
    payment: PAID,
    pending: ["NONE", ...LETTING_GO],
  },
  {
    order: "DELIVERED",
    lines: ["DELIVERED", "UNDELIVERED", "CANCELLED"],
    shipments: ["DELIVERED", "RETURNED", "CANCELLED"],
    payment: PAID,
    pending: ["NONE", ...LETTING_GO],
  },
  {
    order: "RETURNED",
    lines: ["UNDELIVERED", "CANCELLED"],
    shipments: ["RETURNED", "CANCELLED"],
    payment: PAID,
    pending: ["NONE", ...LETTING_GO],
  },
  {
    order: "FAILED",
    lines: ["CANCELLED"],
    shipments: ["NONE"],
    payment: ["DECLINED", "UNKNOWN", "VOIDED", "NONE", "EXPIRED", "CAPTURED", "PARTIALLY_REFUNDED", "REFUNDED"],
    pending: ["NONE", ...LETTING_GO],
  },
  {
    order: "CANCELLED",
    lines: ["CANCELLED"],
    shipments: ["NONE", "CANCELLED"],
    payment: ["AUTHORIZED", "DECLINED", "UNKNOWN", "VOIDED", "NONE", "EXPIRED", ...PAID],
    pending: ["NONE", ...LETTING_GO],
  },
];

/** The row of an order; undefined where its statuses are no valid combination. */
export function statusRowOf(order: Order): StatusRow | undefined {
  const { status, lines, shipments, pending } = order;
  const row = STATUS_MATRIX.find((one) => one.order === status);
  const isValid =
    row?.payment.includes(paymentStatus(order)) &&
    row.pending.includes(pending?.effect ?? "NONE") &&
    lines.every((line) => row.lines.includes(lineStatus(line))) &&
    (shipments.length === 0
      ? row.shipments.includes("NONE")
      : shipments.every((shipment) => row.shipments.includes(shipment.status)));
  return isValid ? row : undefined;
}

/** The statuses of orders whose lines may hold stock. */
export const STATUSES_HOLDING_STOCK: readonly OrderStatus[] = STATUS_MATRIX.filter(({ lines }) =>
  lines.some((line) => line === "RESERVED" || line === "PARTIALLY_SHIPPED"),
).map(({ order }) => order);
