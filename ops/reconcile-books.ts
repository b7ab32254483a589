import { dataOf, ProblemError, readPages, type WaybillClient } from "../client/client.ts";
import type { BankPayment } from "../functions/providers/payment-provider.ts";
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

/** Compares what the bank lists of a period with the orders of the API. */
export async function reconcileBooks(
  bank: AsyncIterable<BankPayment>,
  api: WaybillClient,
  { from, to }: Period,
  { provider, now }: { readonly provider: string; readonly now: number },
): Promise<Reconciliation> {
  const payments: BankPayment[] = [];
  for await (const payment of bank) payments.push(payment);
  const orders = await ordersOf(api, { from, to });
  const differences: Difference[] = [];
  const found = { inFlight: 0, foreign: 0 };
  for (const payment of payments) {
    const made = madeFor(payment);
    if (!made) {
      found.foreign++;
      continue;
    }
    const order = orders.get(made.orderId) ?? (await readOrder(api, made.orderId));
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

/** The orders that were placed in the period, by id. The list has the newest first. */
async function ordersOf(api: WaybillClient, { from, to }: Period): Promise<Map<string, OurOrder>> {
  const orders = new Map<string, OurOrder>();
  for await (const { data } of readPages((query) => api.GET("/orders", { params: { query } }))) {
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
