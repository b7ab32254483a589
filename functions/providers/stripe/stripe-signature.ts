import type Stripe from "stripe";
import { now } from "../../platform/runtime/request-context.ts";

/**
 * How many seconds the time of a signature may be from ours, as Stripe's own libraries have it:
 * https://docs.stripe.com/webhooks/signature#replay-prevention
 */
const TOLERANCE_SECONDS = 300;

export interface SentEvent {
  readonly body: Buffer;
  /** The header `Stripe-Signature`. */
  readonly signature: string;
  /** Two while one is replaced by the other. */
  readonly secrets: readonly string[];
}

/** The event is what its JSON says; undefined where the signed body is none. */
type CheckedEvent =
  | { readonly isSigned: true; readonly event: unknown }
  | { readonly isSigned: false; readonly why: string };

/**
 * Checks the signature of an event over its bytes with Stripe's own library, and that it is of this moment: the library
 * refuses old ones only.
 */
export function signedEvent(stripe: Stripe, { body, signature, secrets }: SentEvent): CheckedEvent {
  const receivedAt = Date.parse(now());
  // The last one, as the library reads it.
  const sentAt = Number.parseInt(
    signature
      .match(/(?:^|,)t=[^,]*/g)
      ?.at(-1)
      ?.replace(/^,?t=/, "") ?? "",
    10,
  );
  if (sentAt - receivedAt / 1_000 > TOLERANCE_SECONDS) {
    return { isSigned: false, why: "The signature is of a time to come. Check the clock of what sends it." };
  }
  for (const secret of secrets) {
    try {
      const event: unknown = stripe.webhooks.constructEvent(
        body,
        signature,
        secret,
        TOLERANCE_SECONDS,
        undefined,
        receivedAt,
      );
      return { isSigned: true, event };
    } catch (error) {
      if (!isSignatureError(error)) return { isSigned: true, event: undefined };
    }
  }
  return {
    isSigned: false,
    why: "The signature in Stripe-Signature is none of this body with a secret of this endpoint, or older than five minutes.",
  };
}

function isSignatureError(error: unknown): boolean {
  return error instanceof Error && "type" in error && error.type === "StripeSignatureVerificationError";
}
