import { putSecret } from "./deploy/engine-secrets.ts";
import { readStripeKeys, type StripeKeys } from "./stripe-keys.ts";
import type { Provider } from "./terminal/command-line.ts";

/** The payment provider of a shop on this machine, with what it needs. */
export type ChosenProvider =
  | { readonly name: Exclude<Provider, "stripe"> }
  | { readonly name: "stripe"; readonly keys: StripeKeys };

/** @throws ClearError where the environment lacks what the provider needs */
export function chooseProvider(name: Provider, env: NodeJS.ProcessEnv): ChosenProvider {
  return name === "stripe" ? { name, keys: readStripeKeys(env) } : { name };
}

/** The name of the secret in the engine. */
export const LOCAL_SECRET = "waybill/stripe";

/** The stack's settings for it. What it must not tell anybody goes into the engine's Secrets Manager, and nowhere else. */
export async function providerSettings(endpoint: string, provider: ChosenProvider): Promise<Record<string, string>> {
  if (provider.name !== "stripe") return { paymentProvider: provider.name };
  const { apiKey, webhookSecrets } = provider.keys;
  const paymentSecretArn = await putSecret(endpoint, LOCAL_SECRET, JSON.stringify({ apiKey, webhookSecrets }));
  return { paymentProvider: provider.name, paymentSecretArn };
}
