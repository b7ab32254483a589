/** Loaded where a secret is read, and bundled by itself. */
export { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
