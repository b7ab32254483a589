import { parseProduct, productKey } from "../inventory/product-table.ts";
import type { Product, Sku } from "../inventory/rules/product.ts";
import { outOfStock, type Stock, type Units } from "../inventory/rules/stock.ts";
import { holdStock, parseStock, stockKey } from "../inventory/stock-table.ts";
import { log } from "../platform/runtime/logging.ts";
import { now } from "../platform/runtime/request-context.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { keyText, readItems } from "../platform/table/read.ts";
import { write } from "../platform/table/write.ts";
import type { Caller } from "../platform/values/caller.ts";
import { idFromKey } from "../platform/values/ids.ts";
import { idempotencyKeyReused, isProblem, problemError, unavailable } from "../platform/values/problems.ts";
import { chosenProvider, loadProvider } from "../providers/load-provider.ts";
import type { NewOrder } from "./api/order-api.ts";
import { createOrder, loadOrder, OrderExistsError, orderKey, parseOrder } from "./order-table.ts";
import { resumeAsFarAsPossible } from "./resume-order.ts";
import { draftOrder, mergeBySku, shortagesOf } from "./rules/draft-order.ts";
import { type CustomerId, type Order, OrderId, type Shortage } from "./rules/order.ts";
import { failOutOfStock } from "./rules/order-transitions.ts";
import { unknownPaymentMethod } from "./rules/payment.ts";
import { timing } from "./timing-settings.ts";

/** Stock that sways between enough and too little is looked at so often. */
const MAX_ATTEMPTS = 5;

export interface PlaceRequest extends NewOrder {
  readonly customerId: CustomerId;
  readonly fingerprint: string;
  readonly idempotencyKey: string;
  readonly caller: Caller;
}

export interface Placed {
  readonly order: Order;
  readonly replayed: boolean;
}

/** Places an order, once for each key: holds its stock, then has its money authorized. */
export async function place(request: PlaceRequest): Promise<Placed> {
  const { caller, idempotencyKey: key } = request;
  const id = OrderId.parse(idFromKey("ord", { caller, operation: "placeOrder", key }));
  const units = mergeBySku(request.items);
  const known = await readForPlacing(id, units);
  if (known.order) return replay(known.order, request);
  const provider = await providerFor(request.paymentMethod);
  const draft = draftOrder({ ...request, id, provider }, known.products, now(), timing());
  try {
    const order = await store(draft, shortagesOf(units, known.stocks));
    log.info("order placed", { orderId: id, status: order.status, reason: order.failure?.reason });
    return { order: await resumeAsFarAsPossible(order), replayed: false };
  } catch (error) {
    const first = error instanceof OrderExistsError ? await loadOrder(id) : undefined;
    if (!first) throw error;
    return replay(first, request);
  }
}

/** The order that the first request with this key made, carried on where it was left. @throws 422 for another body. */
async function replay(order: Order, { fingerprint, idempotencyKey }: PlaceRequest): Promise<Placed> {
  if (order.fingerprint !== fingerprint) {
    throw problemError(
      idempotencyKeyReused,
      `The key "${idempotencyKey}" placed the order ${order.id} with another body. Use a new key.`,
    );
  }
  return { order: await resumeAsFarAsPossible(order), replayed: true };
}

/** The name of the provider that the order is paid through. @throws 422 where the method is none of the provider's. */
async function providerFor(method: string): Promise<string> {
  const name = chosenProvider();
  const reason = (await loadProvider(name)).rejectMethod(method);
  if (reason === undefined) return name;
  throw problemError(unknownPaymentMethod, `The payment method "${method}" is unknown. ${reason}`, {
    errors: [{ path: "paymentMethod", message: "is unknown to the payment provider" }],
  });
}

/** Stores the draft and holds its stock in one transaction, or stores it as failed where there is not enough. */
async function store(draft: Order, knownShortages: readonly Shortage[]): Promise<Order> {
  let shortages = knownShortages;
  for (let look = 0; ; look++) {
    if (shortages.length > 0) {
      const failed = failOutOfStock(draft, shortages, now());
      await write([createOrder(failed)]);
      return failed;
    }
    if (look >= MAX_ATTEMPTS) break;
    try {
      await write([createOrder(draft), ...draft.lines.map(holdStock)]);
      return draft;
    } catch (error) {
      if (!isProblem(error, outOfStock)) throw error;
      shortages = shortagesOf(draft.lines, await readStocks(draft.lines));
    }
  }
  throw problemError(
    unavailable,
    "The stock of this order's products changes too fast at the moment. Send the request again.",
    { retryAfter: 1 },
  );
}

interface KnownForPlacing {
  readonly order: Order | undefined;
  readonly products: ReadonlyMap<Sku, Product>;
  readonly stocks: ReadonlyMap<Sku, Stock>;
}

/** The order, its products and their stock, in one call. */
async function readForPlacing(id: OrderId, units: readonly Units[]): Promise<KnownForPlacing> {
  const skus = units.map(({ sku }) => sku);
  const items = await readItems([orderKey(id), ...skus.map(productKey), ...skus.map(stockKey)]);
  const order = items.get(keyText(orderKey(id)));
  const bySku = <Thing>(keyOf: (sku: Sku) => Key, parse: (item: StoredItem) => Thing) =>
    new Map(
      skus.flatMap((sku) => {
        const item = items.get(keyText(keyOf(sku)));
        return item ? [[sku, parse(item)] as const] : [];
      }),
    );
  return {
    order: order && parseOrder(order),
    products: bySku(productKey, parseProduct),
    stocks: bySku(stockKey, parseStock),
  };
}

async function readStocks(units: readonly Units[]): Promise<ReadonlyMap<Sku, Stock>> {
  const items = await readItems(units.map(({ sku }) => stockKey(sku)));
  return new Map([...items.values()].map(parseStock).map((stock) => [stock.sku, stock]));
}
