import { knowsSeveralLocations } from "../inventory/location-table.ts";
import { productKey } from "../inventory/product-table.ts";
import { productsIn, skusOf, supplyIn, supplyKeys } from "../inventory/read-supply.ts";
import { parseReservation, reservationKey } from "../inventory/reservation-table.ts";
import { allocate, type Supply } from "../inventory/rules/allocate.ts";
import type { Product, Sku } from "../inventory/rules/product.ts";
import type { Reservation } from "../inventory/rules/reservation.ts";
import type { ReservationId } from "../inventory/rules/reservation-id.ts";
import type { Units } from "../inventory/rules/stock.ts";
import { keyText, readItems } from "../platform/table/read.ts";
import { orderKey } from "./order-keys.ts";
import type { OnSale } from "./rules/edited-lines.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { parseOrder } from "./stored-order.ts";

/** What placing an order has to know; a product or stock item that does not exist is absent. */
export interface KnownForPlacing {
  /** The order of an earlier request with the same idempotency key. */
  readonly order: Order | undefined;
  readonly products: ReadonlyMap<Sku, Product>;
  readonly supply: Supply;
  /** The reservation that the order names. */
  readonly reservation: Reservation | undefined;
}

/** What a new order names, as far as it is read. */
interface Naming {
  readonly items: readonly Units[];
  readonly reservationId?: ReservationId;
}

/** Reads the order, its products and their stock, and the reservation that it names, in one call. */
export async function readForPlacing(id: OrderId, { items: units, reservationId }: Naming): Promise<KnownForPlacing> {
  const skus = skusOf(units);
  const named = reservationId === undefined ? [] : [reservationKey(reservationId)];
  const items = await readItems([orderKey(id), ...skus.map(productKey), ...supplyKeys(skus), ...named]);
  const order = items.get(keyText(orderKey(id)));
  const [reservation] = named.map((key) => items.get(keyText(key)));
  return {
    order: order && parseOrder(order),
    reservation: reservation && parseReservation(reservation),
    products: productsIn(items, skus),
    supply: await supplyIn(items, skus),
  };
}

/** What may be added to an order. Where the shop has one location, its stock is not read: the write says what is there. */
export async function readOnSale(units: readonly Units[]): Promise<OnSale> {
  const skus = skusOf(units);
  const ofSeveral = skus.length > 0 && knowsSeveralLocations() ? supplyKeys(skus) : [];
  const items = await readItems([...skus.map(productKey), ...ofSeveral]);
  const { stocks, locations } = await supplyIn(items, skus);
  return {
    products: productsIn(items, skus),
    allocate: (wanted) => allocate([wanted], stocks, locations)[0]?.allocations ?? [],
  };
}
