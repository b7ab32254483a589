import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { MAX_QUANTITY } from "../../inventory/rules/stock.ts";
import { NewAddress } from "../../platform/values/address.ts";
import { Metadata } from "../../platform/values/metadata.ts";
import { MAX_ORDER_LINES } from "../rules/order.ts";
import { Email, Reference } from "./order-input.ts";

const WantedUnits = z
  .strictObject({
    sku: Sku,
    quantity: z
      .int()
      .check(
        z.minimum(0),
        z.maximum(MAX_QUANTITY),
        z.meta({ description: "The units wanted from now on, those shipped included; 0 cancels what has not shipped" }),
      ),
  })
  .check(z.meta({ id: "WantedUnits" }));

/** The operations that set a status, for who sends one. */
const SET_BY: Readonly<Record<string, string>> = {
  CANCELLED: "POST /orders/{orderId}/cancel cancels the order",
  CONFIRMED: "POST /payments/{orderId}/authorize asks for its payment, POST /payments/{orderId}/manual records one",
  SHIPPED: "PATCH /shipments/{orderId}/{number} dispatches its shipments",
  PARTIALLY_SHIPPED: "PATCH /shipments/{orderId}/{number} dispatches its shipments",
  DELIVERED: "PATCH /shipments/{orderId}/{number} delivers its shipments",
  RETURNED: "PATCH /shipments/{orderId}/{number} takes its shipments back",
};
const SET_BY_ANY =
  "POST /orders/{orderId}/cancel cancels the order, PATCH /shipments/{orderId}/{number} moves its shipments, and /payments/{orderId} has what changes its payment";

export const OrderChanges = z
  .strictObject({
    lines: z.exactOptional(
      z.array(WantedUnits).check(
        z.minLength(1),
        z.maxLength(MAX_ORDER_LINES),
        z.refine((lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length, "must name each SKU once"),
        z.meta({
          description:
            "Lines left out stay as they are. Staff and services may raise a quantity and add a SKU, within what is authorized",
        }),
      ),
    ),
    shippingAddress: z.exactOptional(NewAddress),
    billingAddress: z.exactOptional(z.nullable(NewAddress)),
    email: z.exactOptional(z.nullable(Email)),
    reference: z.exactOptional(z.nullable(Reference)).check(z.meta({ description: "By staff and services only" })),
    metadata: z
      .exactOptional(z.nullable(Metadata))
      .check(z.meta({ description: "Replaces all of it. By staff and services only" })),
    status: z
      .exactOptional(z.never({ error: ({ input }) => `cannot be set: ${SET_BY[String(input)] ?? SET_BY_ANY}` }))
      .check(z.meta({ description: "Refused: each status is set by an operation of its own" })),
  })
  .check(
    z.refine((changes) => Object.keys(changes).length > 0, "must name at least one field to change"),
    z.meta({
      id: "OrderChanges",
      description:
        "Fields left out stay as they are; null clears the billing address, e-mail, reference or metadata (RFC 7396).",
      minProperties: 1,
    }),
  );
