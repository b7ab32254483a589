import { createHmac } from "node:crypto";
import { handler as webhooks } from "../../../functions/payments/webhooks/handler.ts";
import { receiveStripeWebhook } from "../../../functions/payments/webhooks/operations.ts";
import { aRequest } from "../../builders/api-requests.ts";
import type { DeliveryRules } from "./delivery-modes.ts";
import type { FunctionRuntime } from "./runtime.ts";
import { WEBHOOK_SECRET } from "./settings.ts";
import type { StripeBank } from "./stripe-bank.ts";

/** An event that Stripe tells of, as often as the delivery mode says. */
interface Delivery {
  readonly body: string;
  readonly at: number;
  readonly tries: number;
}

const FUNCTION_TIMEOUT_MS = 25_000;
/** Stripe sends an event again for days; what is not taken after so many tries is as good as lost. */
const MAX_TRIES = 4;
const RETRY_AFTER_MS = 60_000;

/** Sends the fake's events to the function that takes them, until each is answered 2xx. */
export class WebhookDeliveries {
  readonly #world: FunctionRuntime;
  readonly #rules: DeliveryRules;
  readonly #bank: StripeBank;
  #told = 0;
  #deliveries: Delivery[] = [];

  constructor(world: FunctionRuntime, rules: DeliveryRules, bank: StripeBank) {
    this.#world = world;
    this.#rules = rules;
    this.#bank = bank;
  }

  get isIdle(): boolean {
    return this.#deliveries.length === 0 && this.#told === this.#bank.fake.events().length;
  }

  /** Takes the events since the last call, and sends what is due. */
  async deliver(): Promise<void> {
    const { simulation } = this.#world;
    const events = this.#bank.fake.events();
    const told = events.slice(this.#told);
    this.#told = events.length;
    for (const event of this.#rules.isReversed ? told.toReversed() : told) {
      const body = bodyOf(event);
      for (const wait of this.#rules.messageDelaysMs) {
        this.#deliveries.push({ body, at: simulation.now + wait, tries: 0 });
      }
    }
    const due = this.#deliveries.filter(({ at }) => at <= simulation.now);
    this.#deliveries = this.#deliveries.filter((one) => !due.includes(one));
    await Promise.all(due.map((one) => this.#send(one)));
  }

  async #send({ body, tries }: Delivery): Promise<void> {
    const { simulation } = this.#world;
    const request = aRequest({
      method: receiveStripeWebhook.method,
      resource: receiveStripeWebhook.resource,
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signatureOf(body, Math.floor(simulation.now / 1_000)),
      },
      body,
      requestId: "",
    });
    const outcome = await this.#world.invoke("webhooks", FUNCTION_TIMEOUT_MS, (context) => webhooks(request, context));
    if (outcome.ended === "failed") throw outcome.error;
    const isTaken = outcome.ended === "answered" && outcome.result.statusCode < 300;
    if (isTaken || tries + 1 >= MAX_TRIES) return;
    this.#deliveries.push({ body, at: simulation.now + RETRY_AFTER_MS, tries: tries + 1 });
  }
}

type StripeEvent = ReturnType<StripeBank["fake"]["events"]>[number];

/** https://docs.stripe.com/api/events/object */
function bodyOf({ id, created, type, object }: StripeEvent): string {
  return JSON.stringify({ id, object: "event", created, livemode: false, type, data: { object } });
}

/** https://docs.stripe.com/webhooks/signature#verify-manually */
function signatureOf(body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", WEBHOOK_SECRET).update(`${seconds}.${body}`).digest("hex")}`;
}
