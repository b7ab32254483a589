import * as z from "zod";
import { StripeFake } from "../../stripe-fake/stripe-fake.ts";
import type { BankPayment } from "./bank-payment.ts";
import type { FaultKind, OwnFault } from "./call.ts";
import { TIMES } from "./settings.ts";
import { stripePayments } from "./stripe-books.ts";
import { type CardRequest, type StripeCard, stripeCard } from "./stripe-methods.ts";

/** A request of the adapter to Stripe. */
export interface StripeRequest {
  readonly method: "GET" | "POST";
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StripeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const Created = z.looseObject({ id: z.string() });

/** A hold is over some time after Stripe said it would be. */
const EXPIRY_DELAY_MS = 45_000;

/** Stripe as the bank of a world: a fake whose clock is the simulated one, and what the cards of the scenarios meet. */
export class StripeBank {
  readonly fake: StripeFake;
  /** What was wrong in the books at any moment, even if it was put right. */
  readonly irregularities = new Set<string>();
  /** Whether a request was answered with an error that is saved under its key. */
  hasSavedErrors = false;
  readonly #cards = new Map<string, StripeCard>();
  readonly #failures = new Map<string, number>();
  #next: { readonly at: CardRequest; readonly kind: FaultKind } | undefined;

  constructor(now: () => number) {
    this.fake = new StripeFake({ now, refundDelayMs: TIMES.late * 1_000, expiryDelayMs: EXPIRY_DELAY_MS });
  }

  /** Without those that nobody can confirm, because every request that makes them is answered with a saved error. */
  payments(): BankPayment[] {
    return stripePayments(this.fake).filter(
      ({ reference, status }) => status !== "UNCONFIRMED" || this.#cards.has(reference),
    );
  }

  async respond(request: StripeRequest): Promise<StripeResponse> {
    const { kind, intent } = meaningOf(request);
    if (kind === "capture" && this.#cards.get(intent)?.expires) this.fake.expireHold(intent);
    const response = await this.fake.respond(request);
    this.#rememberCard(request, response);
    this.#checkHolds();
    return response;
  }

  /** A response that is none of the operation's results. */
  async respondWithError(kind: FaultKind, request: StripeRequest): Promise<StripeResponse> {
    switch (kind) {
      case "saved error before":
      case "saved error after":
        this.hasSavedErrors = true;
        this.fake.fault({ kind: "serverError", effect: kind === "saved error before" ? "before" : "after" });
        return this.respond(request);
      case "throttled":
        this.fake.fault({ kind: "rateLimited" });
        return this.respond(request);
      case "in progress":
        return errorResponse(409, { type: "idempotency_error", code: "idempotency_key_in_use" });
      default:
        return errorResponse(503, { type: "api_error" });
    }
  }

  /** The next request of a kind meets a fault. */
  failNext(at: CardRequest, kind: FaultKind): void {
    this.#next = { at, kind };
  }

  /** The fault that this request meets, beside those that are injected: by its scenario or by its card. */
  ownFaultOf(request: StripeRequest): OwnFault | undefined {
    const { kind, intent } = meaningOf(request);
    const next = this.#next;
    if (next && next.at === kind) {
      this.#next = undefined;
      return next;
    }
    const fails = this.#cards.get(intent)?.fails;
    if (!fails || fails.at !== kind) return undefined;
    const before = this.#failures.get(intent) ?? 0;
    this.#failures.set(intent, before + 1);
    return before < fails.times ? fails : undefined;
  }

  /** The client secret of the order's first payment; that of none where there is none. */
  actionOf(orderId: string): string {
    return this.fake.intentsOf(orderId)[0]?.clientSecret ?? "pi_none_secret_none";
  }

  /** Somebody gives a part of the order's money back in Stripe's dashboard. Returns the refund's id. */
  refundElsewhere(orderId: string, amount: number): string {
    return this.fake.refundInDashboard(this.#intentOf(orderId), amount);
  }

  /** A refund comes back from the customer's bank. */
  failRefund(refund: string): void {
    this.fake.failRefund(refund);
  }

  /** Somebody cancels the order's payment in Stripe's dashboard. */
  cancelElsewhere(orderId: string): void {
    this.fake.cancelInDashboard(this.#intentOf(orderId));
  }

  /** The customer's bank disputes the order's payment. Returns the dispute's id. */
  dispute(orderId: string): string {
    return this.fake.openDispute(this.#intentOf(orderId));
  }

  endDispute(dispute: string, result: "won" | "lost"): void {
    this.fake.closeDispute(dispute, result);
  }

  #intentOf(orderId: string): string {
    const [intent] = this.fake.intentsOf(orderId);
    if (!intent) throw new Error(`Stripe has no payment of ${orderId}.`);
    return intent.id;
  }

  /** What the customer does in the browser with the client secret of a payment's action. */
  completeAction(clientSecret: string, result: "completed" | "failed"): void {
    const intent = clientSecret.replace(/_secret_.*$/, "");
    // A page of the bank that is open still does nothing once the payment is over.
    if (this.fake.account.intents.get(intent)?.status !== "requires_action") return;
    if (result === "completed") this.fake.completeAction(intent);
    else this.fake.failAction(intent);
  }

  /** The card by which a PaymentIntent is made: Stripe forgets it when it is declined. */
  #rememberCard({ method, path, body }: StripeRequest, response: StripeResponse): void {
    if (method !== "POST" || path !== "/v1/payment_intents" || response.status !== 200) return;
    const { id } = Created.parse(JSON.parse(response.body));
    this.#cards.set(id, stripeCard(new URLSearchParams(body).get("payment_method") ?? ""));
  }

  /** No two payments of an order hold money at once, at no moment. */
  #checkHolds(): void {
    const held = this.payments().filter(({ status }) => status === "AUTHORIZED");
    for (const [orderId, payments] of Map.groupBy(held, (one) => one.orderId)) {
      if (payments.length > 1) this.irregularities.add(`${orderId}: ${payments.length} payments held money at once`);
    }
  }
}

/** What a request does, and about which PaymentIntent. */
function meaningOf({ method, path, body }: StripeRequest): { readonly kind?: CardRequest; readonly intent: string } {
  const [, intent = "", action] = path.match(/^\/v1\/payment_intents\/(\w+)\/(\w+)/) ?? [];
  if (action === "confirm" || action === "capture") return { kind: action, intent };
  if (method === "POST" && path === "/v1/refunds")
    return { kind: "refund", intent: new URLSearchParams(body).get("payment_intent") ?? "" };
  return { intent };
}

function errorResponse(status: number, error: { readonly type: string; readonly code?: string }): StripeResponse {
  const message = "This answer was injected.";
  return {
    status,
    headers: { "content-type": "application/json", "request-id": "req_injected" },
    body: JSON.stringify({ error: { ...error, message } }),
  };
}
