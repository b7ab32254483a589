import * as z from "zod/mini";
import { LocationId } from "../../inventory/rules/location.ts";
import { Sku } from "../../inventory/rules/product.ts";
import { MAX_QUANTITY } from "../../inventory/rules/stock.ts";
import { readableText } from "../../platform/values/text.ts";
import { MAX_ORDER_LINES } from "../rules/order.ts";
import { MAX_TRACKING_NUMBERS } from "../rules/shipment.ts";

const Carrier = readableText({ longest: 100 });
const TrackingNumbers = z.array(readableText({ longest: 100, anyNumber: true })).check(
  z.minLength(1),
  z.maxLength(MAX_TRACKING_NUMBERS),
  z.refine((numbers) => new Set(numbers).size === numbers.length, "must name each number once"),
  z.meta({ description: "One for each piece of the parcel", uniqueItems: true }),
);

/** A step that a request asks for. */
export const NewShipmentStep = z
  .discriminatedUnion("status", [
    z.strictObject({ status: z.literal("PACKED") }),
    z.strictObject({ status: z.literal("SHIPPED"), carrier: Carrier, trackingNumbers: TrackingNumbers }),
    z.strictObject({ status: z.literal("DELIVERED") }),
    z.strictObject({
      status: z.literal("DELIVERY_FAILED"),
      reason: z.exactOptional(readableText({ longest: 500 })),
    }),
    z
      .strictObject({
        status: z.literal("RETURNED"),
        restock: z
          .boolean()
          .check(z.meta({ description: "true: its units are in stock again; false: they are written off" })),
        location: z
          .exactOptional(LocationId)
          .check(z.meta({ description: "Where its units are put in stock. Without it, where they came from" })),
      })
      .check(
        z.refine(({ restock, location }) => restock || location === undefined, {
          path: ["location"],
          error: "is only for units that are put in stock: send restock true, or leave it out",
        }),
      ),
  ])
  .check(z.meta({ id: "ShipmentStep" }));

/** The units of a shipment that a request makes. */
export const NewShipment = z
  .strictObject({
    lines: z
      .array(
        z
          .strictObject({ sku: Sku, quantity: z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY)) })
          .check(z.meta({ id: "NewShipmentLine" })),
      )
      .check(
        z.minLength(1),
        z.maxLength(MAX_ORDER_LINES),
        z.refine((lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length, "must name each SKU once"),
      ),
  })
  .check(z.meta({ id: "NewShipment" }));
