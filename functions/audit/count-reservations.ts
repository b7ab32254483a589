import * as z from "zod/mini";
import { activeReservations } from "../inventory/reservation-table.ts";
import { Reservation } from "../inventory/rules/reservation.ts";
import { now } from "../platform/runtime/request-context.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { mergePartitions, readListed } from "../platform/table/list.ts";
import type { Checked } from "./checked.ts";
import { countReserved, step } from "./count-reserved.ts";
import { addReservedUnits } from "./rules/count-units.ts";
import type { CountingReservations } from "./rules/position.ts";

const RESERVATIONS_PER_PAGE = 100;
const PAGES_PER_STEP = 5;

/**
 * Counts the units that reservations hold of a page's products, at most 500 reservations in one step; then those that
 * orders hold. In this order, a reservation that becomes an order meanwhile may be counted twice, and is never missed.
 */
export async function countReservations(begun: CountingReservations): Promise<Checked> {
  const { counts: before, after: seen, since = now(), ...rest } = begun;
  let counts = before;
  let after = seen;
  for (let page = 0; page < PAGES_PER_STEP && counts.length > 0; page++) {
    const request = { limit: RESERVATIONS_PER_PAGE, after };
    const { entries, next } = await mergePartitions("byDue", [activeReservations()], request);
    counts = addReservedUnits(counts, readable(await readListed(entries, { isConsistent: true })));
    if (next === undefined) break;
    after = next;
    if (page + 1 === PAGES_PER_STEP) return step({ next: { ...rest, counts, since, after } });
  }
  return countReserved({ ...rest, phase: "reserved", counts, since });
}

/** An unreadable reservation stops no count; its units are missing here. */
function readable(items: readonly StoredItem[]): Reservation[] {
  return items.flatMap((item) => {
    const { data } = z.safeParse(Reservation, item);
    return data ? [data] : [];
  });
}
