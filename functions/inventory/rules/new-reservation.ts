import { problemError } from "../../platform/values/problems.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { firstVersion } from "../../platform/values/version.ts";
import { allocate, type Supply } from "./allocate.ts";
import { MAIN } from "./location.ts";
import type { Product, Sku } from "./product.ts";
import { requireOnSale, shortagesOf } from "./requested-units.ts";
import { type Reservation, reservationTooFragmented, reservedUnits } from "./reservation.ts";
import { outOfStock, type Units } from "./stock.ts";

export const DEFAULT_RESERVATION_SECONDS = 900;

/** What is asked for. */
export interface ReservationRequest extends Pick<Reservation, "id" | "owner" | "fingerprint"> {
  /** As requested: items of one SKU are not merged yet. */
  readonly items: readonly Units[];
  readonly reference?: string;
  /** @default 900 */
  readonly expiresInSeconds?: number;
}

/** What a reservation is decided from. */
export interface KnownForReserving {
  readonly products: ReadonlyMap<Sku, Product>;
  readonly supply: Supply;
}

/**
 * An ACTIVE reservation of all units that are asked for.
 * @throws 409 `out_of_stock` naming each shortage; 422 for what is not on sale, or lies at too many locations
 */
export function newReservation(
  { items, expiresInSeconds = DEFAULT_RESERVATION_SECONDS, ...request }: ReservationRequest,
  { products, supply }: KnownForReserving,
  now: Timestamp,
): Reservation {
  const units = requireOnSale(items, products).map(({ item: { sku, quantity } }) => ({ sku, quantity }));
  requireInStock(items, units, supply);
  const lines = allocate(units, supply.stocks, supply.locations).map(({ sku, quantity, allocations }) => ({
    sku,
    quantity,
    elsewhere: allocations.filter(({ location }) => location !== MAIN).map((one) => ({ ...one })),
  }));
  const reservation: Reservation = {
    ...firstVersion(now),
    ...request,
    status: "ACTIVE",
    lines,
    expiresAt: secondsAfter(now, expiresInSeconds),
  };
  requireFewPlaces(reservation);
  return reservation;
}

function requireInStock(items: readonly Units[], units: readonly Units[], { stocks }: Supply): void {
  const shortages = shortagesOf(units, stocks);
  if (shortages.length === 0) return;
  const said = shortages.map(({ sku, ordered, available }) => `${ordered} of ${sku} (${available} available)`);
  const errors = items.flatMap(({ sku }, index) => {
    const short = shortages.find((one) => one.sku === sku);
    return short ? [{ path: `items.${index}.quantity`, message: `must be at most ${short.available}` }] : [];
  });
  throw problemError(outOfStock, `Not enough stock for ${said.join(", ")}. Nothing is reserved.`, { errors });
}

/** DynamoDB's limit for one transaction is 100 items: committing writes the reservation, each stock and a row for each place. */
const MAX_WRITES = 100;

function requireFewPlaces(reservation: Reservation): void {
  const places = reservedUnits(reservation).length;
  const most = MAX_WRITES - 1 - reservation.lines.length;
  if (places <= most) return;
  throw problemError(
    reservationTooFragmented,
    `The units would be taken from ${places} places, a product at a location each, and at most ${most} are possible. Reserve fewer products at once.`,
  );
}
