import type { Schemas } from "../client/client.ts";
import { type Money, spellMoney } from "../functions/platform/values/money.ts";
import type { BankPayment } from "../functions/providers/payment-provider.ts";

/** An order as our API tells it. */
export type OurOrder = Pick<Schemas["Order"], "id" | "createdAt" | "updatedAt" | "payment">;

/** One thing in which the bank's books and ours differ, in plain words. */
export interface Difference {
  /** The order that it is about, as the bank names it. */
  readonly orderId: string;
  /** The payment at the bank. */
  readonly reference: string;
  readonly bank: string;
  readonly ours: string;
  readonly todo: string;
}

type OurAttempt = Schemas["Payment"]["attempts"][number];
type OurRefund = Schemas["Payment"]["refunds"][number];

/** What the bank says and we say of one thing. */
interface Sides {
  readonly bank: string;
  readonly ours: string;
}

/** The order and the number of the attempt that a payment of ours was made for; undefined of one that we did not make. */
export function madeFor({ key }: BankPayment): { readonly orderId: string; readonly attempt: number } | undefined {
  const { orderId, attempt } = /^(?<orderId>.+)\/(?<attempt>\d+)$/.exec(key ?? "")?.groups ?? {};
  return orderId === undefined ? undefined : { orderId, attempt: Number(attempt) };
}

/** In what the bank's payment differs from our order. `order` is undefined where we have none with its id. */
export function compareBooks(payment: BankPayment, order: OurOrder | undefined): Difference[] {
  const made = madeFor(payment);
  if (!made) return [];
  const { orderId } = made;
  const { reference } = payment;
  const attempt = order?.payment.attempts.find(({ id }) => id === made.attempt);
  if (!order || !attempt) {
    const ours = order ? `the order has no attempt ${made.attempt}` : "there is no such order";
    const todo = "look at it on the provider's page, and give the money back if it is nobody's";
    const moved = heldAtBank(payment) > 0 || payment.captured > 0;
    return moved ? [{ orderId, reference, bank: standing(payment), ours, todo }] : [];
  }
  const todo =
    `ask the bank with POST /payments/${orderId}/refresh; if it is listed again, see "The bank's books differ" in ` +
    "docs/runbook.md";
  const sides = [
    ...amounts(payment, order, attempt),
    ...refunds(payment, order, attempt),
    ...disputes(payment, attempt),
  ];
  return sides.map((both) => ({ orderId, reference, ...both, todo }));
}

/** The attempts of an order made from one moment until before another that the bank does not know. */
export function missingAtBank(
  { id: orderId, payment }: OurOrder,
  references: ReadonlySet<string>,
  period: { readonly from: string; readonly to: string },
): Difference[] {
  return payment.attempts.flatMap(({ id, status, amount, reference, createdAt }) => {
    const isListed = createdAt >= period.from && createdAt < period.to;
    if (reference === undefined || !isListed || references.has(reference)) return [];
    return {
      orderId,
      reference,
      bank: "there is no such payment",
      ours: `attempt ${id} of ${spellMoney(amount)} is ${status}`,
      todo: "check that the API key is of the account and mode that the stage uses",
    };
  });
}

function heldAtBank({ status, amount, captured }: BankPayment): number {
  return status === "AUTHORIZED" ? amount.amount - captured : 0;
}

function standing(payment: BankPayment): string {
  const { currency } = payment.amount;
  const held = spellMoney({ amount: heldAtBank(payment), currency });
  return `${spellMoney({ amount: payment.captured, currency })} are captured and ${held} held`;
}

function amounts(payment: BankPayment, { payment: ours }: OurOrder, attempt: OurAttempt): Sides[] {
  const { currency } = payment.amount;
  if (currency !== attempt.amount.currency) {
    return [{ bank: `it is in ${currency}`, ours: `it is in ${attempt.amount.currency}` }];
  }
  const captured = ours.captures
    .filter((one) => one.attempt === attempt.id && one.state === "DONE")
    .reduce((sum, { amount }) => sum + amount.amount, 0);
  const held = attempt.status === "AUTHORIZED" ? attempt.amount.amount - captured : 0;
  const differ = (what: string, bank: number, our: number): Sides[] => {
    const say = (amount: number) => `${spellMoney({ amount, currency })} are ${what}`;
    return bank === our ? [] : [{ bank: say(bank), ours: say(our) }];
  };
  return [...differ("held", heldAtBank(payment), held), ...differ("captured", payment.captured, captured)];
}

/** A refund by what both sides call it: our instruction, or the bank's own id. */
interface NamedRefund {
  readonly name: string;
  readonly amount: Money;
  readonly state: string;
}

function refunds(payment: BankPayment, order: OurOrder, attempt: OurAttempt): Sides[] {
  const ours = new Map(ourRefunds(order, attempt).map((one) => [one.name, one]));
  const bank = bankRefunds(payment, order, ours);
  const given = bank.filter(({ state }) => state !== "FAILED");
  const unknownToUs = given.flatMap(({ name, amount }): Sides[] => {
    const our = ours.get(name);
    if (our?.state === "DONE" && our.amount.amount === amount.amount) return [];
    return [
      { bank: `${spellMoney(amount)} are given back (${name})`, ours: our ? said(our) : "we know of no such refund" },
    ];
  });
  const unknownToBank = [...ours.values()]
    .filter(({ name, state }) => state === "DONE" && given.every((one) => one.name !== name))
    .map((our): Sides => {
      const failed = bank.some(({ name }) => name === our.name);
      return { bank: failed ? `the refund failed (${our.name})` : `there is no refund (${our.name})`, ours: said(our) };
    });
  return [...unknownToUs, ...unknownToBank];
}

function said({ amount, state }: NamedRefund): string {
  return `a refund of ${spellMoney(amount)} is ${state}`;
}

/** Ours of this attempt; without those of which nothing was left to give back. */
function ourRefunds({ payment }: OurOrder, attempt: OurAttempt): NamedRefund[] {
  const captures = payment.captures.filter((one) => one.attempt === attempt.id).map(({ instruction }) => instruction);
  const isOfAttempt = (one: OurRefund) =>
    one.external ? one.attempt === attempt.id : one.capture !== undefined && captures.includes(one.capture);
  return payment.refunds
    .filter((one) => isOfAttempt(one) && one.amount.amount > 0)
    .map(({ instruction, reference = "", amount, state }) => ({
      name: instruction === undefined ? reference : nameOf(instruction),
      amount,
      state,
    }));
}

/** The bank's, named as ours are: one with a key that no refund of ours has is called by that key. */
function bankRefunds(
  { refunds: found, amount: { currency } }: BankPayment,
  { id }: OurOrder,
  ours: ReadonlyMap<string, NamedRefund>,
): NamedRefund[] {
  return found.map((refund) => {
    const instruction = refund.key === undefined ? undefined : /\/instruction\/(\d+)$/.exec(refund.key)?.[1];
    const own = refund.key?.startsWith(`${id}/`) && instruction !== undefined ? nameOf(Number(instruction)) : undefined;
    const name = own !== undefined && ours.has(own) ? own : (refund.key ?? refund.reference);
    return { name, amount: { amount: refund.amount, currency }, state: refund.status };
  });
}

function nameOf(instruction: number): string {
  return `instruction ${instruction}`;
}

function disputes(
  { disputes: bank = [], amount: { currency } }: BankPayment,
  { disputes: ours = [] }: OurAttempt,
): Sides[] {
  const told = bank.flatMap(({ reference, amount, status }): Sides[] => {
    const our = ours.find((one) => one.reference === reference);
    if (our?.status === status && our.amount.amount === amount) return [];
    const say = (money: Money, how: string) => `the dispute ${reference} of ${spellMoney(money)} is ${how}`;
    const known = our ? say(our.amount, our.status) : "we know of no such dispute";
    return [{ bank: say({ amount, currency }, status), ours: known }];
  });
  const untold = ours
    .filter(({ reference, status }) => status !== "WON" && bank.every((one) => one.reference !== reference))
    .map(({ reference, status }) => ({
      bank: `there is no dispute ${reference}`,
      ours: `the dispute ${reference} is ${status}`,
    }));
  return [...told, ...untold];
}
