import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { mergeBySku } from "../../inventory/rules/requested-units.ts";
import { MAX_QUANTITY } from "../../inventory/rules/stock.ts";
import { Address, NewAddress } from "../../platform/values/address.ts";
import { type Caller, Subject, worksForShop } from "../../platform/values/caller.ts";
import { Count } from "../../platform/values/count.ts";
import { readableText } from "../../platform/values/text.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { Version } from "../../platform/values/version.ts";
import { ACTIONS, allowedActions } from "../rules/allowed-actions.ts";
import {
  Cancellation,
  CustomerId,
  Failure,
  MAX_ORDER_LINES,
  ORDER_STATUSES,
  type Order,
  OrderId,
} from "../rules/order.ts";
import { orderNumber } from "../rules/order-number.ts";
import { PAYMENT_STATUSES, paymentStatus } from "../rules/payment-status.ts";
import { CAPTURE_AT, CUSTOMER_MAY_CANCEL_UNTIL } from "../rules/policy.ts";
import { ORDER_RETURN_STATUSES, returnStatus } from "../rules/returnable.ts";
import { SHIPPING_STATUSES, shippingStatus } from "../rules/shipping-status.ts";
import type { TrackingLinks } from "../rules/tracking-link.ts";
import { actorView } from "./actor-view.ts";
import { newItemFields, newOrderFields } from "./order-input.ts";
import { priceFields, priceView } from "./order-price-api.ts";
import { type NextAction, PaymentView, paymentView } from "./payment-api.ts";
import { offSessionNamesCustomer, paymentMethodFields } from "./payment-method-input.ts";
import { ReturnView, returnView } from "./return-api.ts";
import { ShipmentView, shipmentView } from "./shipment-api.ts";

const Quantity = z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY));

const NewOrderItem = z
  .strictObject({ sku: Sku, quantity: Quantity, ...newItemFields })
  .check(z.meta({ id: "NewOrderItem" }));

/** A customer's id as a request may send it; ids that are stored may be of older forms (order.ts). */
export const CustomerIdInput = Subject.check(
  z.meta({ id: "CustomerIdInput", description: "The `sub` of the customer's token", examples: ["alice"] }),
).brand<"CustomerId">();

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
    ...paymentMethodFields,
    customerId: z.exactOptional(CustomerIdInput),
    ...newOrderFields,
  })
  .check(
    offSessionNamesCustomer,
    z.refine(({ reservationId, exchangeFor }) => reservationId === undefined || exchangeFor === undefined, {
      error: "cannot be sent together with reservationId",
      path: ["exchangeFor"],
    }),
    z.refine(({ reservationId, onShortage }) => reservationId === undefined || onShortage === undefined, {
      error: "cannot be sent together with reservationId, whose units are there",
      path: ["onShortage"],
    }),
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

const Policy = z
  .strictObject({
    captureAt: z.enum(CAPTURE_AT).check(z.meta({ description: "When the payment is captured" })),
    customerMayCancelUntil: z
      .enum(CUSTOMER_MAY_CANCEL_UNTIL)
      .check(z.meta({ description: "How far its shipments may be for its customer to cancel or to change it" })),
    paymentHoldSeconds: Count.check(z.meta({ description: "How long it keeps its stock without a valid payment" })),
    returnWithinDays: Count.check(
      z.meta({ description: "How many days after the delivery its customer may ask to send units back" }),
    ),
  })
  .check(z.meta({ id: "OrderPolicy", description: "What the shop decided for this order when it was placed" }));

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
    cancellation: z.exactOptional(Cancellation).check(
      z.meta({
        description:
          "Who cancelled it, or what of it had not shipped, and why. To a customer, others than itself are named by role only",
      }),
    ),
    ...priceFields,
    paymentStatus: z.enum(PAYMENT_STATUSES),
    shippingStatus: z.enum(SHIPPING_STATUSES).check(z.meta({ description: "Of all its shipments; NONE without one" })),
    returnStatus: z.enum(ORDER_RETURN_STATUSES).check(z.meta({ description: "What of it came back" })),
    shippingAddress: Address,
    billingAddress: z.exactOptional(Address),
    email: z.exactOptional(z.string()),
    reference: z.exactOptional(z.string()),
    metadata: z.exactOptional(z.record(z.string(), z.string())),
    placedBy: z
      .exactOptional(z.string())
      .check(z.meta({ description: "Who placed it, where its customer did not. Left out for customers" })),
    reservationId: z
      .exactOptional(z.string())
      .check(z.meta({ description: "The reservation whose units it took over" })),
    policy: Policy,
    holdUntil: z
      .exactOptional(Timestamp)
      .check(z.meta({ description: "Until then it keeps its stock, should nothing pay it" })),
    payment: PaymentView,
    shipments: z.array(ShipmentView),
    returns: z.array(ReturnView),
    exchangeFor: z
      .exactOptional(z.strictObject({ orderId: OrderId, returnNumber: Count }))
      .check(z.meta({ description: "The return that it is an exchange for" })),
    allowedActions: z
      .array(z.enum(ACTIONS))
      .check(z.meta({ description: "The operations that the caller may use on it now" })),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .check(
    z.meta({
      id: "Order",
      description:
        "total = subtotal - discountTotal + chargeTotal; taxTotal is the tax in it. subtotal is of the lines before discounts.",
    }),
  );
export type OrderView = z.output<typeof OrderView>;

/** What an order is shown with beside itself. */
export interface Shown {
  /** The carriers' pages that the shop names. */
  readonly trackingLinks?: TrackingLinks;
  /** What its customer has to do, where they are to be told. */
  readonly nextAction?: NextAction | undefined;
}

/** An order as the caller sees it now. */
export function orderView(
  order: Order,
  caller: Caller,
  now: Timestamp,
  { trackingLinks, nextAction }: Shown = {},
): OrderView {
  const { id, customerId, status, failure, cancellation, shipments, returns, version, createdAt, updatedAt } = order;
  return {
    id,
    number: orderNumber(id),
    customerId,
    status,
    ...(failure && { failure }),
    ...(cancellation && { cancellation: { ...cancellation, actor: actorView(cancellation.actor, caller) } }),
    ...priceView(order),
    paymentStatus: paymentStatus(order),
    shippingStatus: shippingStatus(order),
    returnStatus: returnStatus(order),
    ...detailsView(order, caller),
    payment: paymentView(order, caller, nextAction),
    shipments: shipments.map((shipment) => shipmentView(id, shipment, trackingLinks)),
    returns: returns.map((one) => returnView(order, one, caller)),
    allowedActions: allowedActions(order, !worksForShop(caller), now),
    version,
    createdAt,
    updatedAt,
  };
}

/** What it was placed with, besides its lines. */
function detailsView(order: Order, caller: Caller) {
  const { shippingAddress, billingAddress, email, reference, metadata, placedBy, holdUntil } = order;
  const { reservationId, captureAt, customerMayCancelUntil, paymentHoldSeconds, returnWithinDays, exchangeFor } = order;
  return {
    shippingAddress,
    ...(billingAddress && { billingAddress }),
    ...(email !== undefined && { email }),
    ...(reference !== undefined && { reference }),
    ...(metadata && { metadata }),
    ...(placedBy !== undefined && worksForShop(caller) && { placedBy }),
    ...(reservationId !== undefined && { reservationId }),
    policy: { captureAt, customerMayCancelUntil, paymentHoldSeconds, returnWithinDays },
    ...(holdUntil !== undefined && { holdUntil }),
    ...(exchangeFor && { exchangeFor: { orderId: exchangeFor.orderId, returnNumber: exchangeFor.returnNumber } }),
  };
}
