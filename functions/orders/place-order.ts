import { ownerNameOf } from "../inventory/rules/reservation.ts";
import { requireOwnReservation, requireReservedItems } from "../inventory/rules/use-reservation.ts";
import { log } from "../platform/runtime/logging.ts";
import { type Caller, worksForShop } from "../platform/values/caller.ts";
import { idFromKey } from "../platform/values/ids.ts";
import { idempotencyKeyReused, problemError } from "../platform/values/problems.ts";
import { choosePayment } from "../providers/load-provider.ts";
import type { NewOrder } from "./api/order-api.ts";
import { requested } from "./change-context.ts";
import { linkExchange } from "./link-exchange.ts";
import { type KnownForPlacing, readForPlacing } from "./read-for-placing.ts";
import type { Resumed } from "./resume-order.ts";
import { resumePayment } from "./resume-payment.ts";
import { draftOrder, type OrderRequest } from "./rules/draft-order.ts";
import type { ShortageRules } from "./rules/first-version.ts";
import { type CustomerId, type Order, OrderId } from "./rules/order.ts";
import { paidWith } from "./rules/payment.ts";
import { manualHoldSeconds, orderPolicy, shippingRates } from "./shop-settings.ts";
import { type StoredOrder, type StoredWith, storeNewOrder } from "./store-new-order.ts";
import { storeReservedOrder } from "./store-reserved-order.ts";

export interface PlaceOrderRequest extends Omit<NewOrder, "customerId"> {
  readonly customerId: CustomerId;
  readonly fingerprint: string;
  readonly idempotencyKey: string;
  readonly caller: Caller;
}

export interface PlacedOrder extends Resumed {
  /** An earlier request with the same idempotency key had placed it. */
  readonly replayed: boolean;
}

/**
 * Places an order, once for each idempotency key: reserves its stock, then has its payment authorized.
 * @throws 422 for what cannot be sold or paid, for a reservation that is not the caller's or holds something else, and for
 * a key that was used with another body; 409 `reservation_ended`
 */
export async function placeOrder(request: PlaceOrderRequest): Promise<PlacedOrder> {
  const id = orderIdFor(request);
  const known = await readForPlacing(id, request);
  const { order, replayed } = known.order
    ? { order: known.order, replayed: true }
    : await store(await draft(id, request, known), request, known);
  log.result(replayed ? "order replayed" : "order placed", {
    orderId: order.id,
    order: order.status,
    reason: order.failure?.reason,
    ...(replayed && { replayed }),
  });
  if (replayed) requireSameBody(order, request);
  return { ...(await resumePayment(order, request.caller)), replayed };
}

function shortageRules({ onShortage = "fail" }: PlaceOrderRequest, { products }: KnownForPlacing): ShortageRules {
  const limits = [...products.values()].map(({ sku, backorder }) => [sku, backorder?.limit ?? 0] as const);
  return { onShortage, backorderLimits: new Map(limits) };
}

/** An exchange is named in its return. */
function storedWith({ exchangeFor }: PlaceOrderRequest): StoredWith | undefined {
  return exchangeFor && ((order) => linkExchange(order, exchangeFor));
}

/** The same caller's same key always names the same order. */
function orderIdFor({ caller, idempotencyKey: key }: PlaceOrderRequest): OrderId {
  return OrderId.parse(idFromKey("ord", { caller, operation: "placeOrder", key }));
}

async function draft(id: OrderId, request: PlaceOrderRequest, { products }: KnownForPlacing): Promise<Order> {
  const { caller, captureAt, customerMayCancelUntil, paymentHoldSeconds, returnWithinDays, ...details } = request;
  const asked = paidWith(request.paymentMethod, request.paymentCustomer, request.offSession);
  const { provider, paidByHand } = await choosePayment(asked, caller);
  const settings = orderPolicy();
  const hold = paymentHoldSeconds ?? settings.paymentHoldSeconds;
  const draftRequest: OrderRequest = {
    ...details,
    id,
    provider,
    paidWith: asked,
    paidByHand,
    policy: {
      captureAt: captureAt ?? settings.captureAt,
      customerMayCancelUntil: customerMayCancelUntil ?? settings.customerMayCancelUntil,
      returnWithinDays: returnWithinDays ?? settings.returnWithinDays,
      paymentHoldSeconds: paidByHand && hold === 0 ? manualHoldSeconds() : hold,
    },
    shippingRates: worksForShop(caller) ? {} : shippingRates(),
    ...(worksForShop(caller) && { placedBy: `${caller.role}:${caller.subject}` }),
  };
  return draftOrder(draftRequest, products, requested());
}

/** Stores the order with units from stock, or with those that its reservation holds. */
async function store(order: Order, request: PlaceOrderRequest, known: KnownForPlacing): Promise<StoredOrder> {
  const { reservationId, items, caller } = request;
  if (reservationId === undefined) {
    return storeNewOrder(order, known.supply, shortageRules(request, known), storedWith(request));
  }
  const reservation = requireOwnReservation(reservationId, known.reservation, ownerNameOf(caller));
  requireReservedItems(reservation, items);
  return storeReservedOrder(order, reservation);
}

/** @throws 422 where the earlier request with this key had another body. */
function requireSameBody({ id, fingerprint }: Order, request: PlaceOrderRequest): void {
  if (fingerprint === request.fingerprint) return;
  throw problemError(
    idempotencyKeyReused,
    `The key "${request.idempotencyKey}" placed the order ${id} with another body. Use a new key.`,
  );
}
