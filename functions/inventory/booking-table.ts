import * as z from "zod/mini";
import { isAbsent, type Put, type Update } from "../platform/table/conditional-write.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { readItem } from "../platform/table/read.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { Booking } from "./rules/booking.ts";
import { insufficientStock, stockAt } from "./rules/stock.ts";
import { moveStock, parseStock, stockKey } from "./stock-table.ts";

export const bookingType = "booking";

function bookingKey(sku: string, id: string): Key {
  return { pk: stockKey(sku).pk, sk: `BOOKING#${id}` };
}

export async function loadBooking(sku: string, id: string): Promise<Booking | undefined> {
  const item = await readItem(bookingKey(sku, id));
  return item && z.parse(Booking, item);
}

/** Stores a booking, once. */
export function insertBooking(booking: Booking): Put {
  return {
    kind: "put",
    name: "insertBooking",
    item: { ...booking, ...bookingKey(booking.sku, booking.id), type: bookingType },
    condition: isAbsent,
    conflictError: () => new BookingExistsError(),
  };
}

/** A concurrent duplicate of the request has stored the booking. */
export class BookingExistsError extends Error {
  override readonly name = "BookingExistsError";
}

/** Adds a booking's rows to the available units of its locations, none of which goes below 0. */
export function bookStock({ sku, rows, createdAt: at }: Booking): Update {
  const counters = rows.map(({ location, quantity }) => ({ location, available: quantity, reserved: 0 }));
  return {
    ...moveStock("bookStock", { sku, counters, movements: rows.length, at }),
    conflictError: (found) => {
      if (!found) return problemError(notFound, `There is no product ${sku}.`);
      return tooFew(sku, rows, found);
    },
  };
}

function tooFew(sku: string, rows: Booking["rows"], found: StoredItem) {
  const stock = parseStock(found);
  const [short] = rows.filter(({ location, quantity }) => stockAt(stock, location).available + quantity < 0);
  const { location, quantity = 0 } = short ?? {};
  const available = location === undefined ? stock.available : stockAt(stock, location).available;
  const where = stock.locations.length > 1 && location !== undefined ? ` at ${location}` : "";
  return problemError(
    insufficientStock,
    `${-quantity} units of ${sku} cannot be taken${where}: ${available} are available.`,
  );
}
