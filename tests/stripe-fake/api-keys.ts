import { StripeAnswerError } from "./stripe-error.ts";

/** The secret keys of the account: https://docs.stripe.com/keys */
export class ApiKeys {
  readonly #permissions = new Map<string, readonly string[] | "all">();

  constructor(key: string) {
    this.#permissions.set(key, "all");
  }

  /** Adds a key, or changes what it may do; a restricted key has only these permissions. */
  grant(key: string, permissions: readonly string[] | "all" = "all"): void {
    this.#permissions.set(key, permissions);
  }

  revoke(key: string): void {
    this.#permissions.delete(key);
  }

  /** @throws StripeAnswerError 401 or 403: https://docs.stripe.com/api/errors */
  require(authorization: string | undefined, permission: string): void {
    const key = keyIn(authorization);
    if (key === undefined) {
      throw refusal(
        401,
        "You did not provide an API key. You need to provide your API key in the Authorization header.",
      );
    }
    const permissions = this.#permissions.get(key);
    if (permissions === undefined) throw refusal(401, `Invalid API Key provided: ${hidden(key)}`);
    if (permissions === "all" || permissions.includes(permission)) return;
    throw refusal(
      403,
      `The provided key '${hidden(key)}' does not have the required permissions for this endpoint. ` +
        `Having the 'rak_${permission}' permission would allow this request to continue.`,
    );
  }
}

function keyIn(authorization = ""): string | undefined {
  const [scheme, value = ""] = authorization.split(" ");
  if (scheme === "Bearer") return value || undefined;
  if (scheme === "Basic") return Buffer.from(value, "base64").toString().split(":")[0] || undefined;
  return undefined;
}

function hidden(key: string): string {
  return `${key.slice(0, 8)}${"*".repeat(8)}${key.slice(-4)}`;
}

function refusal(status: 401 | 403, message: string): StripeAnswerError {
  return new StripeAnswerError(status, { type: "invalid_request_error", message });
}
