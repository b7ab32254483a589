import { itemType } from "../platform/table/item-type.ts";
import { Backorder, backorderType } from "./backorder-table.ts";
import { bookingType } from "./booking-table.ts";
import { locationsType, StoredLocations } from "./location-table.ts";
import { movementType } from "./movement-table.ts";
import { Booking } from "./rules/booking.ts";
import { Movement } from "./rules/movement.ts";
import { Product } from "./rules/product.ts";
import { productEvents } from "./rules/product-events.ts";

export const productItem = itemType({ type: "product", schema: Product, events: productEvents });

/** Told by its stock, which changes in the same transaction. */
export const movementItem = itemType({ type: movementType, schema: Movement, events: "none" });

/** Told by its stock, too. */
export const bookingItem = itemType({ type: bookingType, schema: Booking, events: "none" });

/** Told by its order, which changes in the same transaction. */
export const backorderItem = itemType({ type: backorderType, schema: Backorder, events: "none" });

export const locationsItem = itemType({ type: locationsType, schema: StoredLocations, events: "none" });
