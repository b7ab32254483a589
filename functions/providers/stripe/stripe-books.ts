import type Stripe from "stripe";
import type { Timestamp } from "../../platform/values/time.ts";
import type { BankPayment } from "../payment-provider.ts";
import { readDisputes } from "./read-disputes.ts";
import { chargeOf, paymentOf, readIntent } from "./read-intent.ts";
import { readRefunds } from "./refund-intent.ts";
import { fromStripeAmount } from "./stripe-amounts.ts";

/** Each page is as long as Stripe allows: https://docs.stripe.com/api/pagination */
const PAGE = { limit: 100 };

/** The PaymentIntents that were made, refunded or disputed in the period. Stripe's times are whole seconds. */
export async function* listIntents(stripe: Stripe, from: Timestamp, to: Timestamp): AsyncGenerator<BankPayment> {
  const created = { gte: secondsOf(from), lt: secondsOf(to) };
  const changed = await lastChanges(stripe, created);
  const listed = new Set<string>();
  const page = { ...PAGE, created, expand: ["data.latest_charge"] };
  for await (const intent of stripe.paymentIntents.list(page)) {
    listed.add(intent.id);
    if (isDecided(intent)) yield await bankPayment(stripe, intent, changed.get(intent.id));
  }
  for (const [id, at] of changed) {
    if (!listed.has(id)) yield await bankPayment(stripe, await readIntent(stripe, id), at);
  }
}

/** When each PaymentIntent was refunded or disputed last in the period, in seconds. */
async function lastChanges(stripe: Stripe, created: Stripe.RangeQueryParam): Promise<ReadonlyMap<string, number>> {
  const changed = new Map<string, number>();
  const note = ({ payment_intent: intent, created: at }: Stripe.Refund | Stripe.Dispute) => {
    const id = typeof intent === "string" ? intent : intent?.id;
    if (id !== undefined) changed.set(id, Math.max(changed.get(id) ?? 0, at));
  };
  for await (const refund of stripe.refunds.list({ ...PAGE, created })) note(refund);
  for await (const dispute of stripe.disputes.list({ ...PAGE, created })) note(dispute);
  return changed;
}

/** Of one that Stripe still works on, nothing can be said. */
function isDecided({ status }: Stripe.PaymentIntent): boolean {
  return status !== "processing";
}

async function bankPayment(stripe: Stripe, intent: Stripe.PaymentIntent, changed = 0): Promise<BankPayment> {
  const charge = chargeOf(intent);
  const [refunds, disputes] = await Promise.all([
    readRefunds(stripe, intent), // also where the charge tells of none: it leaves out what is still on its way
    readDisputes(stripe, intent),
  ]);
  const { nextAction: _, ...payment } = paymentOf(intent);
  const currency = intent.currency.toUpperCase();
  const { attempt: key } = intent.metadata;
  return {
    ...payment,
    ...(key !== undefined && { key }),
    amount: { amount: fromStripeAmount(intent.amount, currency), currency },
    refunds,
    ...(disputes.length > 0 && { disputes }),
    changedAt: timeOf(Math.max(intent.created, charge?.created ?? 0, changed)),
  };
}

function secondsOf(time: Timestamp): number {
  return Math.floor(Date.parse(time) / 1_000);
}

function timeOf(seconds: number): Timestamp {
  return new Date(seconds * 1_000).toISOString();
}
