import { secretsClient } from "../../functions/providers/provider-secret.ts";
import { stripeTransport } from "../../functions/providers/stripe/stripe-transport.ts";
import { fakeFetch } from "../stripe-fake/fake-fetch.ts";
import { FAKE_API_KEY, type StripeApiOptions, StripeFake } from "../stripe-fake/stripe-fake.ts";

/** What Secrets Manager holds, by ARN; everything else is an error that it throws. */
const secrets = new Map<string, string | Error>();
let reads = 0;
let accounts = 0;

secretsClient.middlewareStack.add(
  () =>
    async ({ input }) => {
      reads += 1;
      const secret = secrets.get("SecretId" in input ? (input.SecretId ?? "") : "");
      if (typeof secret !== "string") throw secret ?? namedError("ResourceNotFoundException");
      return { output: { $metadata: {}, SecretString: secret }, response: undefined };
    },
  { step: "initialize", priority: "high", name: "test" },
);

export function namedError(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** An account at the fake of Stripe that the adapter talks to, and its clock. */
export function aStripeAccount(start: string, options: Omit<Partial<StripeApiOptions>, "now"> = {}) {
  let now = Date.parse(start);
  const fake = new StripeFake({ now: () => now, ...options });
  stripeTransport.fetch = fakeFetch(fake);
  accounts += 1;
  const arn = `arn:aws:secretsmanager:eu-central-1:000000000000:secret:stripe-${accounts}`;
  process.env.PAYMENT_SECRET_ARN = arn;
  const account = {
    fake,
    now: () => now,
    wait(seconds: number): void {
      now += seconds * 1_000;
    },
    /** What Secrets Manager answers from now on. */
    putSecret: (secret: string | Error) => void secrets.set(arn, secret),
    putKey: (apiKey: string) => account.putSecret(JSON.stringify({ apiKey, webhookSecrets: ["whsec_fake"] })),
    secretReads: () => reads,
  };
  account.putKey(options.apiKey ?? FAKE_API_KEY);
  return account;
}
export type StripeAccount = ReturnType<typeof aStripeAccount>;
