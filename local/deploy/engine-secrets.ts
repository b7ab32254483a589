import { randomUUID } from "node:crypto";
import * as z from "zod";
import { askEngine } from "./ask-engine.ts";

const Secret = z.object({ ARN: z.string() });

/** Puts a secret into an engine's Secrets Manager, in the place of its value before. @returns its ARN */
export async function putSecret(endpoint: string, name: string, value: string): Promise<string> {
  // The token is required of those who ask without an SDK, which makes one.
  const ask = (action: string, input: Record<string, unknown>) =>
    askEngine(endpoint, {
      service: "secretsmanager",
      target: `secretsmanager.${action}`,
      input: { ...input, ClientRequestToken: randomUUID() },
    });
  const replaced = await ask("PutSecretValue", { SecretId: name, SecretString: value });
  const answer = replaced.ok ? replaced : await ask("CreateSecret", { Name: name, SecretString: value });
  // The engine's answer says nothing about the value.
  if (!answer.ok) throw new Error(`The engine did not take the secret ${name}: ${await answer.text()}`);
  return Secret.parse(await answer.json()).ARN;
}
