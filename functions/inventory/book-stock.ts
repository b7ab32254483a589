import { now } from "../platform/runtime/request-context.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { isVersion, type Update } from "../platform/table/conditional-write.ts";
import { write } from "../platform/table/write.ts";
import type { Caller } from "../platform/values/caller.ts";
import { idFromKey } from "../platform/values/ids.ts";
import { idempotencyKeyReused, isProblem, problemError } from "../platform/values/problems.ts";
import { firstVersion } from "../platform/values/version.ts";
import { BookingExistsError, bookStock, insertBooking, loadBooking } from "./booking-table.ts";
import { requireLocation } from "./location-table.ts";
import { insertMovement } from "./movement-table.ts";
import { type BookedRow, type Booking, movementsBookedBy } from "./rules/booking.ts";
import { MAIN } from "./rules/location.ts";
import type { Sku } from "./rules/product.ts";
import { insufficientStock, stockAt } from "./rules/stock.ts";
import type { NewAdjustment, NewCount, NewTransfer } from "./stock-api.ts";
import { requireStock, StockChangedError } from "./stock-table.ts";

/** What every request that books stock has beside its body. */
export interface BookingRequest {
  readonly sku: Sku;
  readonly fingerprint: string;
  readonly idempotencyKey: string;
  readonly caller: Caller;
}

export interface RecordedBooking {
  readonly booking: Booking;
  readonly replayed: boolean;
}

/** Books units that were received, damaged, returned or corrected. @throws 404, 409 `insufficient_stock`, 422. */
export async function adjustStock(
  request: BookingRequest,
  { quantity, reason, location = MAIN, ...words }: NewAdjustment,
): Promise<RecordedBooking> {
  await requireLocation(location, "location");
  const booking = newBooking("adj", "adjustStock", request, [{ location, kind: reason, quantity }], words);
  return bookOnce(booking, request, (found) => store(found, bookStock(found)));
}

/** Moves units from one location to another. @throws 404, 409 `insufficient_stock`, 422. */
export async function transferStock(
  request: BookingRequest,
  { quantity, from, to, ...words }: NewTransfer,
): Promise<RecordedBooking> {
  await requireLocation(from, "from");
  await requireLocation(to, "to");
  const rows: BookedRow[] = [
    { location: from, kind: "moved", quantity: -quantity },
    { location: to, kind: "moved", quantity },
  ];
  const booking = newBooking("trf", "transferStock", request, rows, words);
  return bookOnce(booking, request, (found) => store(found, bookStock(found)));
}

/**
 * Sets what is on hand at a location to what was counted: the difference is booked. Where stock changes between the read
 * and the write, it is read and compared again.
 * @throws 404; 409 `insufficient_stock` where more are held for orders and reservations than were counted; 422
 */
export async function countStock(
  request: BookingRequest,
  { counted, location = MAIN, ...words }: NewCount,
): Promise<RecordedBooking> {
  await requireLocation(location, "location");
  const empty = { ...newBooking("cnt", "countStock", request, [], words), counted };
  const compareAndStore = async () => {
    const stock = await requireStock(request.sku);
    const { available, reserved } = stockAt(stock, location);
    if (counted < reserved) throw heldUnitsNotCounted(request.sku, counted, reserved);
    const quantity = counted - available - reserved;
    // Of now, so that the ledger has the row behind those that were booked before it.
    const booking = { ...empty, ...firstVersion(now()), rows: [{ location, kind: "counted" as const, quantity }] };
    const conflictError = () => new StockChangedError(request.sku);
    await store(booking, { ...bookStock(booking), condition: isVersion(stock.version), conflictError });
    return booking;
  };
  return bookOnce(empty, request, () =>
    retryOnConflict(`stock of ${request.sku}`, compareAndStore, (error) => error instanceof StockChangedError),
  );
}

function heldUnitsNotCounted(sku: Sku, counted: number, reserved: number) {
  return problemError(
    insufficientStock,
    `${counted} units of ${sku} were counted, and ${reserved} are held for orders and reservations. Cancel or release what cannot be served, then count again.`,
  );
}

type Words = Pick<Booking, "note" | "reference">;

function newBooking(
  prefix: string,
  operation: string,
  { sku, fingerprint, idempotencyKey: key, caller }: BookingRequest,
  rows: BookedRow[],
  { note, reference }: Words,
): Booking {
  return {
    ...firstVersion(now()),
    id: idFromKey(prefix, { caller, operation, target: sku, key }),
    sku,
    fingerprint,
    rows,
    ...(note !== undefined && { note }),
    ...(reference !== undefined && { reference }),
  };
}

/** The booking, its rows and the counters, in one transaction. */
async function store(booking: Booking, move: Update): Promise<Booking> {
  const { id, createdAt } = booking;
  const rows = movementsBookedBy(booking).map((row, index) => insertMovement(row, createdAt, `${id}#${index}`));
  await write([insertBooking(booking), move, ...rows]);
  return booking;
}

/** Books once per key: a repeated request is answered with what the first one booked. */
async function bookOnce(
  booking: Booking,
  { sku, fingerprint, idempotencyKey: key }: BookingRequest,
  book: (booking: Booking) => Promise<Booking>,
): Promise<RecordedBooking> {
  try {
    return { booking: await book(booking), replayed: false };
  } catch (error) {
    const existing = await bookedBefore(error, booking);
    if (!existing) throw error;
    if (existing.fingerprint === fingerprint) return { booking: existing, replayed: true };
    throw problemError(idempotencyKeyReused, `The key "${key}" booked another change of ${sku}. Use a new key.`);
  }
}

/** What an earlier request with the key booked: it explains every refusal, because what it took may be what is missing now. */
async function bookedBefore(error: unknown, { sku, id }: Booking): Promise<Booking | undefined> {
  const mayHaveBooked = error instanceof BookingExistsError || isInsufficient(error);
  return mayHaveBooked ? loadBooking(sku, id) : undefined;
}

function isInsufficient(error: unknown): boolean {
  return isProblem(error, insufficientStock);
}
