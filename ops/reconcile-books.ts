import { dataOf, ProblemError, readPages, type WaybillClient, waybillClient } from "../client/client.ts";
import type { BankPayment } from "../functions/providers/payment-provider.ts";
import { apiError } from "./api-access.ts";
import { compareBooks, type Difference, madeFor, missingAtBank, type OurOrder } from "./compare-books.ts";

/** From one moment until before another. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What a comparison has found. */
export interface Reconciliation {
  readonly payments: number;
  readonly orders: number;
  readonly differences: readonly Difference[];
  /** Payments that differ and changed a moment ago: they are compared by a later run. */
  readonly inFlight: number;
  /** Payments at the bank that name no order of ours. */
  readonly foreign: number;
}

/** So long after a change the two sides may differ: a webhook, a retry, the sweeper make them equal. */
const IN_FLIGHT_MS = 15 * 60_000;
/** An attempt is stored before the bank makes its payment: the newest ones may be listed by the next period only. */
const LATE_MS = 60 * 60_000;
/** Our clock and the bank's may differ by as much. */
const SKEW_MS = 60_000;

/** Our side of the books. */
export interface OrderBooks {
  /** The API's URL with its stage. */
  readonly url: string;
  /** A token of staff or of an operator. */
  readonly token: string;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** Compares what the bank lists of a period with the orders of the API. @throws ClearError where the API does not answer */
export async function reconcileBooks(
  bank: AsyncIterable<BankPayment>,
  books: OrderBooks,
  { from, to }: Period,
  { provider, now }: { readonly provider: string; readonly now: number },
): Promise<Reconciliation> {
  const payments: BankPayment[] = [];
  for await (const payment of bank) payments.push(payment);
  const api = orderReader(books);
  const orders = await api.placedIn({ from, to });
  const differences: Difference[] = [];
  const found = { inFlight: 0, foreign: 0 };
  for (const payment of payments) {
    const made = madeFor(payment);
    if (!made) {
      found.foreign++;
      continue;
    }
    const order = orders.get(made.orderId) ?? (await api.order(made.orderId));
    if (order) orders.set(order.id, order);
    const differs = compareBooks(payment, order);
    if (differs.length > 0 && isInFlight(now, payment.changedAt, order?.updatedAt)) found.inFlight++;
    else differences.push(...differs);
  }
  const references = new Set(payments.map(({ reference }) => reference));
  const expected = {
    from: new Date(Date.parse(from) + SKEW_MS).toISOString(),
    to: new Date(Math.min(Date.parse(to), now) - LATE_MS).toISOString(),
  };
  const ours = [...orders.values()].filter(({ payment }) => payment.provider === provider);
  differences.push(...ours.flatMap((order) => missingAtBank(order, references, expected)));
  return { payments: payments.length, orders: orders.size, differences, ...found };
}

function isInFlight(now: number, ...changes: readonly (string | undefined)[]): boolean {
  return changes.some((at) => at !== undefined && Date.parse(at) > now - IN_FLIGHT_MS);
}

function orderReader({ url, token, signal }: OrderBooks) {
  const api = waybillClient({ baseUrl: url, token, signal, timeoutMs: 30_000, maxAttempts: 6 });
  const reading = async <Found>(read: () => Promise<Found>): Promise<Found> => {
    try {
      return await read();
    } catch (error) {
      throw signal.aborted ? error : apiError(url, error);
    }
  };
  return {
    placedIn: (period: Period) => reading(() => ordersOf(api, period)),
    order: (orderId: string) => reading(() => readOrder(api, orderId)),
  };
}

/** The orders that were placed in the period, by id. The list has the newest first. */
async function ordersOf(api: WaybillClient, { from, to }: Period): Promise<Map<string, OurOrder>> {
  const orders = new Map<string, OurOrder>();
  for await (const { data } of readPages((query) =>
    api.GET("/orders", { params: { query: { ...query, limit: 100 } } }),
  )) {
    for (const order of data) if (order.createdAt >= from && order.createdAt < to) orders.set(order.id, order);
    if (data.some(({ createdAt }) => createdAt < from)) break;
  }
  return orders;
}

async function readOrder(api: WaybillClient, orderId: string): Promise<OurOrder | undefined> {
  try {
    return dataOf(await api.GET("/orders/{orderId}", { params: { path: { orderId } } }));
  } catch (error) {
    // An id that is none of ours is refused as such.
    if (error instanceof ProblemError && (error.status === 404 || error.status === 400)) return undefined;
    throw error;
  }
}
