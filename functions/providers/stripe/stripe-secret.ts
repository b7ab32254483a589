import * as z from "zod/mini";
import { ProviderMisconfiguredError } from "../payment-provider.ts";
import { providerSecret } from "../provider-secret.ts";

/** What the stage's secret holds for Stripe. */
const StripeSecret = z.looseObject({
  apiKey: z.string().check(z.regex(/^(sk|rk)_(test|live)_\w+$/)),
  /** Two while one is replaced by the other. */
  webhookSecrets: z._default(z.array(z.string().check(z.regex(/^whsec_/))), []),
});
export type StripeSecret = z.output<typeof StripeSecret>;

/** @throws ProviderMisconfiguredError without a word of what the secret says */
export async function stripeSecret(): Promise<StripeSecret> {
  const parsed = StripeSecret.safeParse(parseJson(await providerSecret()));
  if (parsed.success) return parsed.data;
  throw new ProviderMisconfiguredError(
    'The payment provider\'s secret has to be {"apiKey": "sk_…", "webhookSecrets": ["whsec_…"]}, with one or two webhook secrets.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
