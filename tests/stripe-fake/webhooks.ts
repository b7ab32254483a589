import Stripe from "stripe";
import type { EventRecord } from "./records.ts";
import { API_VERSION } from "./stripe-api.ts";

/** How an event reaches an address. */
export interface Delivery {
  readonly url: string;
  /** Two while a secret is being rotated: https://docs.stripe.com/webhooks#roll-endpoint-secrets */
  readonly secrets: readonly string[];
  /** How old the signature says it is, in seconds; negative: from the future. */
  readonly ageSeconds?: number;
  /** Signed with another secret, changed after it was signed, or without a signature. */
  readonly forged?: "secret" | "body" | "unsigned";
}

/** https://docs.stripe.com/api/events/object */
export function eventBody({ id, created, type, object, previous }: EventRecord): string {
  return JSON.stringify(
    {
      id,
      object: "event",
      api_version: API_VERSION,
      created,
      data: { object, ...(previous && { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    },
    null,
    2,
  );
}

/** The request that tells of an event: https://docs.stripe.com/webhooks#verify-manually */
export function webhookRequest(event: EventRecord, delivery: Omit<Delivery, "url">, nowMs: number): RequestInit {
  const { secrets, ageSeconds = 0, forged } = delivery;
  const body = eventBody(event);
  const timestamp = Math.floor(nowMs / 1_000) - ageSeconds;
  const signature = signatureOf(body, timestamp, forged === "secret" ? ["whsec_of_somebody_else"] : secrets);
  return {
    method: "POST",
    headers: {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      ...(forged !== "unsigned" && { "stripe-signature": signature }),
    },
    body: forged === "body" ? body.replace("livemode", "livem0de") : body,
  };
}

/** `t=…,v1=…`, with a signature for each secret. */
function signatureOf(payload: string, timestamp: number, secrets: readonly string[]): string {
  const signatures = secrets.map((secret) => {
    const header = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
    return header.slice(header.indexOf("v1="));
  });
  return [`t=${timestamp}`, ...signatures].join(",");
}

/** Sends an event, and tells the status that it is answered. */
export async function deliverWebhook(event: EventRecord, delivery: Delivery, nowMs: number): Promise<number> {
  const { status } = await fetch(delivery.url, webhookRequest(event, delivery, nowMs));
  return status;
}
