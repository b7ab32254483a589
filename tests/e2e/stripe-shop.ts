import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { dataOf, type WaybillClient, waybillClient } from "../../client/client.ts";
import { localStage } from "../../local/environment.ts";
import type { Role } from "../../local/issuer.ts";
import { type LocalCloud, startLocalCloud } from "../../local/local-cloud.ts";
import { type ServedFake, serveStripeFake } from "../stripe-fake/serve-stripe-fake.ts";
import { FAKE_API_KEY, type StripeFake } from "../stripe-fake/stripe-fake.ts";
import { cloud as sharedCloud } from "./api.ts";
import { fetchChecked } from "./contract.ts";

export const WEBHOOK_SECRET = "whsec_of_the_tests";
/** The one before, which is still accepted. */
export const OLD_WEBHOOK_SECRET = "whsec_of_the_tests_before";

/** How an event is sent. */
export interface Delivery {
  /** @default WEBHOOK_SECRET */
  readonly secret?: string;
  /** Seconds from now. @default 0 */
  readonly signedAt?: number;
  /** Sent in the place of the signed body. */
  readonly forged?: string;
}

/** What an event of Stripe's is about, for its listeners. */
export interface SentEvent {
  readonly type: string;
  readonly object: object;
  readonly livemode?: boolean;
}

/** A stack whose payment provider is Stripe, and in Stripe's place the fake. */
export class StripeShop {
  readonly cloud: LocalCloud;
  readonly fake: StripeFake;
  readonly customer: WaybillClient;
  readonly staff: WaybillClient;
  readonly #stopFake: () => Promise<void>;

  private constructor(
    cloud: LocalCloud,
    served: ServedFake,
    clients: { readonly customer: WaybillClient; readonly staff: WaybillClient },
  ) {
    this.cloud = cloud;
    this.fake = served.fake;
    this.#stopFake = () => served.close();
    this.customer = clients.customer;
    this.staff = clients.staff;
  }

  /** On the embedded engine: on one of its own, so that a flood is no other test's matter. */
  static async open(): Promise<StripeShop> {
    const served = await serveStripeFake();
    try {
      const keys = { apiKey: FAKE_API_KEY, webhookSecrets: [WEBHOOK_SECRET, OLD_WEBHOOK_SECRET] };
      const cloud = await startLocalCloud({
        stage: localStage,
        endpoint: sharedCloud.kind === "MiniStack" ? undefined : sharedCloud.endpoint,
        provider: { name: "stripe", keys },
        // A first call loads the SDK, which a busy machine takes seconds for.
        context: { stripeUrl: served.url, providerTimeoutMs: "10000" },
        builds: false,
      });
      const client = async (role: Role, subject: string) =>
        waybillClient({
          baseUrl: cloud.apiUrl,
          token: await cloud.token(role, subject),
          timeoutMs: 60_000,
          fetch: fetchChecked,
        });
      const clients = { customer: await client("customer", "alice"), staff: await client("staff", "sam") };
      return new StripeShop(cloud, served, clients);
    } catch (error) {
      await served.close();
      throw error;
    }
  }

  /** A new product with ten units, at 20.00 EUR. */
  async aProduct(stock = 10): Promise<string> {
    const sku = `SKU-${randomUUID().slice(0, 8)}`.toUpperCase();
    const product = { sku, name: `Product ${sku}`, price: { amount: 2_000, currency: "EUR" }, taxRate: 1900 };
    dataOf(await this.staff.POST("/products", { body: product }));
    const header = { "Idempotency-Key": randomUUID() };
    const params = { path: { sku }, header };
    const body = { quantity: stock, reason: "received" } as const;
    dataOf(await this.staff.POST("/products/{sku}/stock/adjustments", { params, body }));
    return sku;
  }

  /** Sends an event as Stripe does. Its answer is checked against openapi.yaml. */
  deliver(event: SentEvent, delivery: Delivery = {}): Promise<Response> {
    return fetchChecked(this.webhook(event, delivery));
  }

  /** An event as Stripe sends it. */
  webhook({ type, object, livemode = false }: SentEvent, { secret, signedAt = 0, forged }: Delivery = {}): Request {
    const id = `evt_${randomUUID().replaceAll("-", "")}`;
    const payload = JSON.stringify({ id, object: "event", type, livemode, data: { object } });
    const timestamp = Math.floor(Date.now() / 1_000) + signedAt;
    const signature = STRIPE.webhooks.generateTestHeaderString({
      payload,
      secret: secret ?? WEBHOOK_SECRET,
      timestamp,
    });
    return new Request(`${this.cloud.apiUrl}/webhooks/stripe`, {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature },
      body: forged ?? payload,
    });
  }

  async stop(): Promise<void> {
    await this.cloud.stop();
    await this.#stopFake();
  }
}

/** Signs, and asks nobody. */
const STRIPE = new Stripe(FAKE_API_KEY, { telemetry: false });
