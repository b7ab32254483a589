import { itemType } from "../platform/table/item-type.ts";
import { bookingType } from "./booking-table.ts";
import { locationsType, StoredLocations } from "./location-table.ts";
import { movementType } from "./movement-table.ts";
import { Booking } from "./rules/booking.ts";
import { Movement } from "./rules/movement.ts";
import { Product } from "./rules/product.ts";
import { productEvents } from "./rules/product-events.ts";
import { Stock } from "./rules/stock.ts";
import { stockEvents } from "./rules/stock-events.ts";

export const productItem = itemType({ type: "product", schema: Product, events: productEvents });

export const stockItem = itemType({ type: "stock", schema: Stock, events: stockEvents });

/** Told by its stock, which changes in the same transaction. */
export const movementItem = itemType({ type: movementType, schema: Movement, events: "none" });

/** Told by its stock, too. */
export const bookingItem = itemType({ type: bookingType, schema: Booking, events: "none" });

export const locationsItem = itemType({ type: locationsType, schema: StoredLocations, events: "none" });
