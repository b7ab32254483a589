import { type Account, existing } from "./account.ts";
import type { ChargeRecord } from "./records.ts";

/** How an order's money stands at the bank, in minor units, over all PaymentIntents whose `metadata.order` names it. */
export interface Books {
  readonly order: string;
  readonly held: number;
  readonly captured: number;
  /** Given back through the API; a refund that failed is not. */
  readonly refunded: number;
  /** Given back on Stripe's own page. */
  readonly refundedElsewhere: number;
  /** Taken back by open disputes. */
  readonly disputed: number;
  /** Taken back for good. */
  readonly lost: number;
}

export function booksOf(account: Account, order: string): Books {
  const books = { order, held: 0, captured: 0, refunded: 0, refundedElsewhere: 0, disputed: 0, lost: 0 };
  const charges: ChargeRecord[] = [];
  for (const intent of account.intents.values()) {
    if (intent.metadata.order !== order) continue;
    books.held += intent.amountCapturable;
    books.captured += intent.amountReceived;
    if (intent.latestCharge !== undefined) charges.push(existing(account.charges, intent.latestCharge));
  }
  const isOurs = ({ charge }: { readonly charge: string }) => charges.some(({ id }) => id === charge);
  for (const refund of account.refunds.values()) {
    if (!isOurs(refund) || refund.isRelease || refund.status === "failed") continue;
    books[refund.isElsewhere ? "refundedElsewhere" : "refunded"] += refund.amount;
  }
  for (const dispute of account.disputes.values()) {
    if (!isOurs(dispute)) continue;
    if (dispute.status === "needs_response") books.disputed += dispute.amount;
    if (dispute.status === "lost") books.lost += dispute.amount;
  }
  return books;
}

/** Of every order that a PaymentIntent names. */
export function allBooks(account: Account): Books[] {
  const orders = new Set<string>();
  for (const { metadata } of account.intents.values()) {
    const order = metadata.order;
    if (order !== undefined) orders.add(order);
  }
  return [...orders].map((order) => booksOf(account, order));
}
