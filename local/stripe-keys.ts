import { ClearError } from "./terminal/clear-error.ts";

/** What a shop on this machine asks Stripe with, as its secret holds it. */
export interface StripeKeys {
  readonly apiKey: string;
  /** What Stripe signs its events with; without one, no event is accepted. */
  readonly webhookSecrets: readonly string[];
}

/**
 * Reads a test key of Stripe's from the environment, and the secret that its events are signed with, where there is one.
 * @throws ClearError in one sentence, which does not show the key
 */
export function readStripeKeys({
  STRIPE_SECRET_KEY: key,
  STRIPE_WEBHOOK_SECRET: secret,
}: NodeJS.ProcessEnv): StripeKeys {
  if (!key) {
    throw new ClearError(
      "STRIPE_SECRET_KEY is not set, and --provider stripe needs a test key of your Stripe account (sk_test_…, from https://dashboard.stripe.com/test/apikeys).",
    );
  }
  if (/^(sk|rk)_live_/.test(key)) {
    throw new ClearError(
      "STRIPE_SECRET_KEY is a live key, which moves real money, and npm start is for trying things out: set it to a test key (sk_test_… or rk_test_…).",
    );
  }
  if (!/^(sk|rk)_test_[A-Za-z0-9_]{4,250}$/.test(key)) {
    throw new ClearError(
      "STRIPE_SECRET_KEY is no secret key of Stripe's: a test key is sk_test_ or rk_test_ with letters and digits after it.",
    );
  }
  if (secret && !/^whsec_[A-Za-z0-9_+/=]{4,250}$/.test(secret)) {
    throw new ClearError(
      "STRIPE_WEBHOOK_SECRET is no signing secret of Stripe's: set it to the one that stripe listen prints (whsec_…), or to none.",
    );
  }
  return { apiKey: key, webhookSecrets: secret ? [secret] : [] };
}
