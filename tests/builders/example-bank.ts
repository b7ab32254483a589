import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as z from "zod";

/** A payment as the example bank stores and tells it; amounts in minor units, times in milliseconds since the epoch. */
interface BankPayment {
  readonly id: string;
  readonly order: string;
  readonly amount: number;
  readonly card: string;
  status: "authorized" | "declined" | "captured" | "cancelled" | "expired";
  declineReason?: string;
  /** Since when it holds, or held, money. */
  authorizedAt?: number;
  expiresAt?: number;
  captured: number;
  /** The ids of its captures. */
  readonly captures: string[];
  readonly refunds: { id?: string; amount: number; status: "pending" | "done" | "failed" }[];
  disputed: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const NewPayment = z.strictObject({
  order: z.string(),
  amount: z.int().positive(),
  currency: z.string().length(3),
  card: z.string(),
  customer: z.string().optional(),
  customerPresent: z.boolean(),
});
type NewPayment = z.output<typeof NewPayment>;
const NewCapture = z.strictObject({ amount: z.int().positive(), final: z.boolean() });
const NewRefund = z.strictObject({ amount: z.int().positive() });

const WEEK = 7 * 24 * 60 * 60 * 1_000;

/**
 * The bank of docs/providers.md: the caller chooses the id of each payment, capture and refund, and a PUT of one that exists changes
 * nothing. In memory; `serve` puts it on a port of this machine.
 */
export class ExampleBank {
  /** Every request is answered 503. */
  isDown = false;
  apiKey = "example-key";
  readonly #payments = new Map<string, BankPayment>();

  answer(method: string, path: string, key: string | undefined, body: unknown): Answer {
    if (this.isDown) return { status: 503, body: { message: "the bank is being repaired" } };
    if (key !== `Bearer ${this.apiKey}`) return { status: 401, body: { message: "the key is unknown" } };
    const [, collection, id = "", part, partId = ""] = path.split("/").map(decodeURIComponent);
    if (collection !== "payments") return { status: 404, body: { message: "there is no such path" } };
    const payment = this.#payments.get(id);
    if (method === "GET") return payment ? told(payment) : { status: 404, body: { message: "unknown payment" } };
    switch (part) {
      case undefined:
        return told(payment ?? this.#create(id, NewPayment.parse(body)));
      case "cancellation":
        return told(payment ? cancel(payment) : this.#createCancelled(id, NewPayment.parse(body)));
      case "captures":
        return payment ? capture(payment, partId, NewCapture.parse(body)) : refused("unknown payment");
      case "refunds":
        return payment ? refund(payment, partId, NewRefund.parse(body).amount) : refused("unknown payment");
      default:
        return { status: 404, body: { message: "there is no such path" } };
    }
  }

  /** The time passes until authorized payments are let go of. */
  expire(id: string): void {
    const payment = this.#payments.get(id);
    if (payment?.status === "authorized") payment.status = payment.captured > 0 ? "captured" : "expired";
  }

  /** Somebody gives money back on the bank's own page. */
  refundByHand(id: string, amount: number): void {
    this.#payments.get(id)?.refunds.push({ amount, status: "pending" });
  }

  /** What the bank does overnight: refunds are done or fail, customers dispute. */
  endDay(): void {
    for (const payment of this.#payments.values()) {
      const status = payment.card === "card_refund_fails" ? "failed" : "done";
      for (const one of payment.refunds) if (one.status === "pending") one.status = status;
      if (payment.card === "card_disputed" && payment.captured > 0) payment.disputed = true;
    }
  }

  books(order: string) {
    const payments = [...this.#payments.values()].filter((payment) => payment.order === order);
    const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
    const held = payments.filter(({ status }) => status === "authorized");
    return {
      held: sum(held.map(({ amount, captured }) => amount - captured)),
      captured: sum(payments.map(({ captured }) => captured)),
      refunded: sum(payments.map(refundedOf)),
    };
  }

  #create(id: string, wanted: NewPayment): BankPayment {
    const held = { status: "authorized", authorizedAt: Date.now(), expiresAt: Date.now() + WEEK } as const;
    const refused = { status: "declined", declineReason: "the card was declined" } as const;
    return this.#store(id, wanted, wanted.card === "card_declined" ? refused : held);
  }

  /** It is cancelled before it was made: a request to make it that comes later finds it so. */
  #createCancelled(id: string, wanted: NewPayment): BankPayment {
    return this.#store(id, wanted, { status: "cancelled" });
  }

  #store(id: string, { order, amount, card }: NewPayment, state: Pick<BankPayment, "status">): BankPayment {
    const nothing = { captured: 0, captures: [], refunds: [], disputed: false };
    const payment: BankPayment = { id, order, amount, card, ...nothing, ...state };
    this.#payments.set(id, payment);
    return payment;
  }
}

function told({ id, status, captured, refunds, disputed, ...rest }: BankPayment): Answer {
  const { declineReason, authorizedAt, expiresAt, card } = rest;
  const multicapture = card === "card_multicapture";
  const wasHeld = authorizedAt !== undefined;
  return {
    status: 200,
    body: { id, status, declineReason, expiresAt, wasHeld, captured, multicapture, refunds, disputed },
  };
}

function refused(message: string): Answer {
  return { status: 409, body: { message } };
}

function cancel(payment: BankPayment): BankPayment {
  if (payment.status === "authorized") payment.status = payment.captured > 0 ? "captured" : "cancelled";
  return payment;
}

function capture(payment: BankPayment, id: string, { amount, final }: z.output<typeof NewCapture>): Answer {
  if (payment.captures.includes(id)) return told(payment);
  if (payment.status !== "authorized") return refused(`the payment is ${payment.status}`);
  const rest = payment.amount - payment.captured;
  if (amount > rest) return { status: 422, body: { message: `only ${rest} is left to be captured` } };
  payment.captures.push(id);
  payment.captured += amount;
  if (final || amount === rest || payment.card !== "card_multicapture") payment.status = "captured";
  return told(payment);
}

function refund(payment: BankPayment, id: string, amount: number): Answer {
  if (payment.refunds.some((one) => one.id === id)) return told(payment);
  if (payment.card === "card_refund_refused") return refused("the card takes no refunds");
  const rest = payment.captured - refundedOf(payment);
  if (amount > rest) return refused(`only ${rest} of what was captured is left to be given back`);
  payment.refunds.push({ id, amount, status: "pending" });
  return told(payment);
}

function refundedOf({ refunds }: BankPayment): number {
  const made = refunds.filter(({ status }) => status !== "failed");
  return made.reduce((sum, { amount }) => sum + amount, 0);
}

/** Puts the bank on a port of this machine. */
export async function serveExampleBank(bank: ExampleBank) {
  const server = createServer((request, response) => void answerRequest(bank, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The example bank has no port.");
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}`, stop };
}

async function answerRequest(bank: ExampleBank, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { method = "", url = "", headers } = request;
  const { status, body } = tryToAnswer(() =>
    bank.answer(method, url, headers.authorization, text === "" ? undefined : JSON.parse(text)),
  );
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** A request that the bank does not understand is answered 400. */
function tryToAnswer(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    return { status: 400, body: { message: `the request is not understood: ${error}` } };
  }
}
