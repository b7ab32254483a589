import type { Sku } from "../../inventory/rules/product.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import type { OrderLine } from "./line.ts";
import type { Order } from "./order.ts";
import { expectedOf, isOpenReturn, type Return } from "./return.ts";
import { unitsIn } from "./shipment.ts";

const MAX_RETURNS = 20;

/** Of those, a customer asks for so many at most: the others are the shop's, whatever a customer asks for and cancels. */
const MAX_RETURNS_OF_CUSTOMER = 10;

const DAY_SECONDS = 86_400;

/** Units of a line that left, and have not come back, with their parcel or with a return. */
export function unitsAway({ shipped, undelivered, returned }: OrderLine): number {
  return shipped - undelivered - returned;
}

/** Units of a line that left, and are neither back nor asked to be sent back. */
export function returnableUnits({ returns }: Order, line: OrderLine): number {
  return Math.max(0, unitsAway(line) - returns.reduce((sum, one) => sum + expectedOf(one, line.sku), 0));
}

/**
 * Until when the customer may ask to send units of a product back: counted from the delivery of the last parcel with it,
 * from when it left last where no delivery was recorded.
 */
export function returnableUntil({ shipments, returnWithinDays }: Order, sku: Sku): Timestamp | undefined {
  const last = shipments
    .filter((shipment) => unitsIn(shipment, sku) > 0 && shipment.status !== "RETURNED")
    .flatMap(({ deliveredAt, sentAgainAt, shippedAt }) => deliveredAt ?? sentAgainAt ?? shippedAt ?? [])
    .toSorted()
    .at(-1);
  return last && secondsAfter(last, returnWithinDays * DAY_SECONDS);
}

/** Whether the customer may still ask to send units of a product back. */
export function isInTime(order: Order, sku: Sku, now: Timestamp): boolean {
  const until = returnableUntil(order, sku);
  return order.returnWithinDays > 0 && until !== undefined && now < until;
}

/** Whether no more returns are taken of whoever asks: of a customer, fewer in all. */
export function hasTooManyReturns({ returns }: Order, isCustomer: boolean): boolean {
  return returns.length >= (isCustomer ? MAX_RETURNS_OF_CUSTOMER : MAX_RETURNS);
}

/** Whether `requestReturn` would succeed for some units. */
export function mayRequestReturn(order: Order, isCustomer: boolean, now: Timestamp): boolean {
  return (
    !hasTooManyReturns(order, isCustomer) &&
    order.lines.some((line) => returnableUnits(order, line) > 0 && (!isCustomer || isInTime(order, line.sku, now)))
  );
}

/** Whether the return waits for the shop's decision. */
export function isUndecided({ status }: Return): boolean {
  return status === "REQUESTED";
}

/** Units of a product that may still come with the return: not those that came with their parcel meanwhile. */
export function receivableUnits({ lines }: Order, one: Return, sku: Sku): number {
  const away = lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + unitsAway(line), 0);
  return Math.min(expectedOf(one, sku), away);
}

/** Whether units of the return may come, or it may be closed with those that came. */
export function mayReceiveReturn(order: Order, one: Return): boolean {
  if (!isOpenReturn(one) || isUndecided(one)) return false;
  return one.receipts.length > 0 || one.lines.some(({ sku }) => receivableUnits(order, one, sku) > 0);
}

/** Whether the return may be cancelled: by its customer where the customer asked for it, and nothing was sent for it. */
export function mayCancelReturn(
  { customerId }: Order,
  { status, requestedBy, exchangeOrderId }: Return,
  isCustomer: boolean,
): boolean {
  const isOwn = requestedBy === `customer:${customerId}` && exchangeOrderId === undefined;
  return (status === "REQUESTED" || status === "APPROVED") && (!isCustomer || isOwn);
}

export const ORDER_RETURN_STATUSES = ["NONE", "REQUESTED", "PARTIALLY_RETURNED", "RETURNED"] as const;
export type OrderReturnStatus = (typeof ORDER_RETURN_STATUSES)[number];

/** What of an order came back, in one word. REQUESTED: units are to come, and none has. */
export function returnStatus({ lines, returns }: Order): OrderReturnStatus {
  if (lines.some(({ returned }) => returned > 0)) {
    return lines.every((line) => unitsAway(line) === 0) ? "RETURNED" : "PARTIALLY_RETURNED";
  }
  return returns.some(isOpenReturn) ? "REQUESTED" : "NONE";
}
