import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { Address } from "../../platform/values/address.ts";
import { idPattern } from "../../platform/values/ids.ts";
import { loggedIds } from "../../platform/values/logged-ids.ts";
import { Currency } from "../../platform/values/money.ts";
import { problem } from "../../platform/values/problems.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";
import { stored } from "../../platform/values/stored.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { versioned } from "../../platform/values/version.ts";
import { HistoryEntry } from "./history.ts";
import { OrderLine } from "./line.ts";
import { Payment } from "./payment.ts";
import { PendingEffect } from "./pending-effect.ts";
import { CAPTURE_AT, CUSTOMER_MAY_CANCEL_UNTIL, RETURN_WITHIN_DAYS } from "./policy.ts";
import { Charge, Discount } from "./price-parts.ts";
import { Return } from "./return.ts";
import { Shipment } from "./shipment.ts";

export const OrderId = z
  .string()
  .check(
    z.regex(idPattern("ord"), "must be an order's id"),
    z.meta({
      id: "OrderId",
      description: "The order's id, derived from who placed it and its Idempotency-Key",
      examples: ["ord_p1g2ky6srvh47rjeyt4av8nsevjm13dc"],
    }),
  )
  .register(loggedIds, {})
  .brand<"OrderId">();
export type OrderId = z.output<typeof OrderId>;

/** A customer's id as it is stored and shown. What a new one may contain is checked by the API (order-api.ts). */
export const CustomerId = z
  .string()
  .check(z.meta({ id: "CustomerId", description: "The `sub` of the customer's token", examples: ["alice"] }))
  .brand<"CustomerId">();
export type CustomerId = z.output<typeof CustomerId>;

export const ORDER_STATUSES = [
  "PENDING",
  "CONFIRMED",
  "PARTIALLY_SHIPPED",
  "SHIPPED",
  "DELIVERED",
  "RETURNED",
  "FAILED",
  "CANCELLED",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const orderStates = new StateMachine<OrderStatus>(
  "order",
  {
    PENDING: ["CONFIRMED", "FAILED", "CANCELLED"],
    CONFIRMED: ["PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"],
    PARTIALLY_SHIPPED: ["SHIPPED", "DELIVERED", "RETURNED"],
    SHIPPED: ["DELIVERED", "RETURNED"],
    DELIVERED: [],
    RETURNED: [],
    FAILED: [],
    CANCELLED: [],
  },
  ["PENDING", "CONFIRMED", "FAILED"],
);

export const MAX_ORDER_LINES = 30;

const text = z.string();

export const Shortage = z
  .strictObject({ sku: Sku, ordered: z.int(), available: z.int() })
  .check(z.meta({ id: "Shortage", description: "A line that could not be served, and what there was at that moment" }));
export type Shortage = z.output<typeof Shortage>;

export const Failure = z
  .strictObject({
    reason: z.enum(["OUT_OF_STOCK", "PAYMENT_DECLINED", "PAYMENT_UNAVAILABLE", "PAYMENT_NOT_RECEIVED"]),
    detail: text,
    shortages: z.exactOptional(z.array(Shortage)),
  })
  .check(z.meta({ id: "Failure" }));
export type Failure = z.output<typeof Failure>;

const StoredFailure = z.looseObject({ ...Failure.shape, shortages: z.exactOptional(z.array(stored(Shortage))) });

export const Cancellation = z
  .strictObject({ reason: text, actor: text, at: Timestamp })
  .check(z.meta({ id: "Cancellation" }));
export type Cancellation = z.output<typeof Cancellation>;

/** An order with all its parts: one item, whose version is its lock. */
export const Order = z.looseObject({
  ...versioned,
  id: OrderId,
  customerId: CustomerId,
  status: z.enum(ORDER_STATUSES),
  /** Of every amount in it. */
  currency: Currency,
  lines: z.array(OrderLine),
  charges: z._default(z.array(Charge), []),
  discounts: z._default(z.array(Discount), []),
  shippingAddress: stored(Address),
  billingAddress: z.exactOptional(stored(Address)),
  email: z.exactOptional(text),
  /** The shop's own number or name for it. */
  reference: z.exactOptional(text),
  metadata: z.exactOptional(z.record(text, text)),
  /** Who placed it, as `role:subject`; absent where its customer did. */
  placedBy: z.exactOptional(text),
  /** The reservation whose units it took over. */
  reservationId: z.exactOptional(text),
  /** When its payment is captured. */
  captureAt: z._default(z.enum(CAPTURE_AT), "firstShipment"),
  /** How far its shipments may be for its customer to cancel it. */
  customerMayCancelUntil: z._default(z.enum(CUSTOMER_MAY_CANCEL_UNTIL), "PACKED"),
  /** How long it keeps its stock without a payment that may still succeed. */
  paymentHoldSeconds: z._default(z.int(), 0),
  /** Until then it waits for another payment, where none may succeed any more. */
  holdUntil: z.exactOptional(Timestamp),
  payment: Payment,
  shipments: z._default(z.array(Shipment), []),
  /** How long its customer may ask to send units back, from their delivery; 0: never. */
  returnWithinDays: z._default(z.int(), RETURN_WITHIN_DAYS),
  returns: z._default(z.array(Return), []),
  /** The return of an order of the same customer that it is an exchange for. */
  exchangeFor: z.exactOptional(z.looseObject({ orderId: OrderId, returnNumber: z.int() })),
  /** The effect in flight: at most one. */
  pending: z.exactOptional(PendingEffect),
  failure: z.exactOptional(StoredFailure),
  /** Of the order, or, once a part had shipped, of the rest. */
  cancellation: z.exactOptional(stored(Cancellation)),
  /** What happened to it lately, the oldest first: the events that were told of it. */
  history: z._default(z.array(HistoryEntry), []),
  /** How many items of their own hold what happened before. */
  olderHistory: z._default(z.int(), 0),
  fingerprint: text,
});
export type Order = z.output<typeof Order>;

export const orderBusy = problem(409, "order_busy", "The order is busy with another operation.", true);
export const mixedCurrencies = problem(422, "mixed_currencies", "The lines of an order must have one currency.");
export const totalTooLarge = problem(422, "total_too_large", "The order's total exceeds the maximum.");
export const customerIdNotYours = problem(403, "customer_id_not_yours", "A customer orders for itself.");
