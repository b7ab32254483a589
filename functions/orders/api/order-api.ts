import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { MAX_QUANTITY } from "../../inventory/rules/stock.ts";
import { type Caller, Subject, worksForShop } from "../../platform/values/caller.ts";
import { Count } from "../../platform/values/count.ts";
import { BasisPoints, Money, taxWithin } from "../../platform/values/money.ts";
import { hasNoCardNumber, looksLikeCardNumber, readableText } from "../../platform/values/text.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { Version } from "../../platform/values/version.ts";
import { LINE_STATUSES, lineStatus, type OrderLine, openUnits } from "../rules/line.ts";
import {
  Address,
  Cancellation,
  CustomerId,
  Failure,
  MAX_ORDER_LINES,
  ORDER_STATUSES,
  type Order,
  OrderId,
} from "../rules/order.ts";
import { orderNumber } from "../rules/order-number.ts";
import { mayBeCancelled } from "../rules/order-transitions.ts";
import { PAYMENT_STATUSES, paymentStatus } from "../rules/payment-status.ts";
import { mergeBySku } from "../rules/requested-lines.ts";
import { SHIPMENT_STATUSES, type ShipmentStatus } from "../rules/shipment.ts";
import { orderTotal } from "../rules/total.ts";
import { NewAddress } from "./address-input.ts";
import { newItemFields, newOrderFields } from "./order-input.ts";
import { type NextAction, PaymentView, paymentView } from "./payment-api.ts";
import { ShipmentView, shipmentView } from "./shipment-api.ts";

const Quantity = z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY));

const NewOrderItem = z
  .strictObject({ sku: Sku, quantity: Quantity, ...newItemFields })
  .check(z.meta({ id: "NewOrderItem" }));

/** A customer's id as a request may send it; ids that are stored may be of older forms (order.ts). */
export const CustomerIdInput = Subject.check(
  z.meta({ id: "CustomerIdInput", description: "The `sub` of the customer's token", examples: ["alice"] }),
).brand<"CustomerId">();

/** A payment method as a request may send it. */
export const PaymentMethod = z.string().check(
  z.regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 printable characters without spaces"),
  z.refine(hasNoCardNumber, looksLikeCardNumber),
  z.meta({
    description: "What the customer pays with, as the payment provider names it",
    examples: ["pm_sandbox_ok"],
  }),
);

export const NewOrder = z
  .strictObject({
    items: z.array(NewOrderItem).check(
      z.minLength(1),
      z.maxLength(MAX_ORDER_LINES),
      z.refine((items) => mergeBySku(items).every(({ quantity }) => quantity <= MAX_QUANTITY), {
        error: `must not ask for more than ${MAX_QUANTITY} units of one SKU`,
      }),
      z.meta({ description: `At most ${MAX_ORDER_LINES}; those with the same SKU become one line` }),
    ),
    shippingAddress: NewAddress,
    paymentMethod: PaymentMethod,
    customerId: z.exactOptional(CustomerIdInput),
    ...newOrderFields,
  })
  .check(
    z.meta({
      id: "NewOrder",
      description: "A customer orders for itself; staff and services name the customer.",
    }),
  );
export type NewOrder = z.output<typeof NewOrder>;

export const Cancel = z
  .strictObject({ reason: readableText({ longest: 500, multiline: true }) })
  .check(z.meta({ id: "Cancel" }));

export const OrderStatus = z
  .enum(ORDER_STATUSES)
  .check(z.meta({ id: "OrderStatus", description: "Where an order stands" }));

export const OrderLineView = z
  .strictObject({
    sku: Sku,
    name: z.string(),
    quantity: Count,
    unitPrice: Money,
    taxRate: BasisPoints,
    gross: Money,
    net: Money,
    tax: Money,
    status: z.enum(LINE_STATUSES),
    open: Count,
    shipped: Count,
    cancelled: Count,
  })
  .check(z.meta({ id: "OrderLine", description: "Prices include tax. quantity = open + shipped + cancelled." }));
export type OrderLineView = z.output<typeof OrderLineView>;

const ALLOWED_ACTIONS = ["cancel"] as const;

export const OrderView = z
  .strictObject({
    id: OrderId,
    number: z.string().check(
      z.meta({
        description: "The order's number, for people: part of its id and a check symbol",
        examples: ["WB-P1G2-KY6S-RVH4-V"],
      }),
    ),
    customerId: CustomerId,
    status: OrderStatus,
    failure: z.exactOptional(Failure),
    cancellation: z
      .exactOptional(Cancellation)
      .check(
        z.meta({ description: "Who cancelled it and why. To a customer, others than itself are named by role only" }),
      ),
    lines: z.array(OrderLineView),
    total: Money,
    paymentStatus: z.enum(PAYMENT_STATUSES),
    shippingStatus: z
      .enum(["NONE", ...SHIPMENT_STATUSES])
      .check(z.meta({ description: "Of the shipment that is least far; NONE without one" })),
    shippingAddress: Address,
    payment: PaymentView,
    shipments: z.array(ShipmentView),
    allowedActions: z
      .array(z.enum(ALLOWED_ACTIONS))
      .check(z.meta({ description: "What the caller may do with it now" })),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .check(z.meta({ id: "Order" }));
export type OrderView = z.output<typeof OrderView>;

/** An order as the caller sees it; with what its customer has to do, where they are to be told. */
export function orderView(order: Order, caller: Caller, nextAction?: NextAction): OrderView {
  const {
    id,
    customerId,
    status,
    failure,
    cancellation,
    currency,
    lines,
    shippingAddress,
    shipments,
    version,
    createdAt,
    updatedAt,
  } = order;
  return {
    id,
    number: orderNumber(id),
    customerId,
    status,
    ...(failure && { failure }),
    ...(cancellation && { cancellation: cancellationView(cancellation, caller) }),
    lines: lines.map((line) => lineView(line, currency)),
    total: orderTotal(order),
    paymentStatus: paymentStatus(order),
    shippingStatus: shippingStatus(order),
    shippingAddress,
    payment: paymentView(order, caller, nextAction),
    shipments: shipments.map((shipment) => shipmentView(order.id, shipment)),
    allowedActions: mayBeCancelled(order, !worksForShop(caller)) ? ["cancel"] : [],
    version,
    createdAt,
    updatedAt,
  };
}

function cancellationView({ reason, actor, at }: Cancellation, caller: Caller): Cancellation {
  const isOwn = actor === `${caller.role}:${caller.subject}`;
  const [role = ""] = actor.split(":");
  return { reason, actor: worksForShop(caller) || isOwn ? actor : role, at };
}

function lineView(line: OrderLine, currency: string): OrderLineView {
  const { sku, name, quantity, unitPrice, taxRate, shipped, cancelled } = line;
  const money = (amount: number) => ({ amount, currency });
  const gross = quantity * unitPrice;
  const tax = taxWithin(gross, taxRate);
  return {
    sku,
    name,
    quantity,
    unitPrice: money(unitPrice),
    taxRate,
    gross: money(gross),
    net: money(gross - tax),
    tax: money(tax),
    status: lineStatus(line),
    open: openUnits(line),
    shipped,
    cancelled,
  };
}

/** SHIPMENT_STATUSES are in the order of a shipment's way: the least far comes first. */
function shippingStatus({ shipments }: Order): ShipmentStatus | "NONE" {
  const ranked = shipments.map(({ status }) => SHIPMENT_STATUSES.indexOf(status));
  return ranked.length === 0 ? "NONE" : (SHIPMENT_STATUSES[Math.min(...ranked)] ?? "NONE");
}
