import { clientDefaults } from "../platform/runtime/client-defaults.ts";
import { clock } from "../platform/runtime/clock.ts";
import { settingOr } from "../platform/runtime/settings.ts";
import { ProviderMisconfiguredError, ProviderUnavailableError } from "./payment-provider.ts";

const { GetSecretValueCommand, SecretsManagerClient } = await import("./secrets-manager-sdk.ts");

/** The client of Secrets Manager; what is injected into its middleware stack reaches every read. */
export const secretsClient = new SecretsManagerClient(clientDefaults);

/** A secret that the provider refused is read again at most this often, so that a new one is found without a deployment. */
const READ_AGAIN_MS = 60_000;

interface ReadSecret {
  readonly arn: string;
  readonly readAt: number;
  readonly text: Promise<string>;
  isRefused: boolean;
}

let known: ReadSecret | undefined;

/**
 * The text of the provider's secret, read once for each Lambda environment.
 * @throws ProviderMisconfiguredError where it cannot be read until a person mends something
 * @throws ProviderUnavailableError where Secrets Manager gave no answer
 */
export async function providerSecret(): Promise<string> {
  const arn = settingOr("PAYMENT_SECRET_ARN", "");
  if (arn === "") {
    throw new ProviderMisconfiguredError(
      "The stage has no secret for its payment provider: set paymentSecretArn to the ARN of one.",
    );
  }
  if (known?.arn === arn && !(known.isRefused && clock.now() - known.readAt >= READ_AGAIN_MS)) return known.text;
  const read: ReadSecret = { arn, readAt: clock.now(), text: readSecret(arn), isRefused: false };
  known = read;
  try {
    return await read.text;
  } catch (error) {
    if (known === read) known = undefined;
    throw error;
  }
}

/** The provider refused what the secret says: it is read again, at most once a minute. */
export function refuseProviderSecret(): void {
  if (known) known.isRefused = true;
}

/** What Secrets Manager throws where the deployment, and not the moment, is wrong. */
const DEPLOYMENT_ERRORS: Readonly<Record<string, string>> = {
  ResourceNotFoundException: "there is no such secret in this account and region",
  AccessDeniedException: "the function may not read it: deploy the stage with this ARN in paymentSecretArn",
  DecryptionFailure: "the function may not decrypt it: allow its role to use the secret's KMS key",
  InvalidRequestException: "it is marked for deletion",
  InvalidParameterException: "the ARN is none of a secret",
};

async function readSecret(arn: string): Promise<string> {
  const { SecretString: text } = await secretsClient
    .send(new GetSecretValueCommand({ SecretId: arn }))
    .catch((error) => {
      const name = error instanceof Error ? error.name : "an unknown error";
      const why = DEPLOYMENT_ERRORS[name];
      if (why === undefined) throw new ProviderUnavailableError(`Secrets Manager gave no answer: ${name}`);
      throw new ProviderMisconfiguredError(`The payment provider's secret ${arn} cannot be read: ${why}.`);
    });
  if (text === undefined) {
    throw new ProviderMisconfiguredError(`The payment provider's secret ${arn} holds bytes: store it as text.`);
  }
  return text;
}
