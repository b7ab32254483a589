import { JwksValidationError, JwtBaseError } from "aws-jwt-verify/error";
import { assertIsJwks, type Jwks, type JwksCache, type PenaltyBox, SimpleJwksCache } from "aws-jwt-verify/jwk";
import { clock } from "../runtime/clock.ts";
import { log, reasonOf } from "../runtime/logging.ts";

/** Pause between two fetches, after one that failed or did not have the key. */
export const PAUSE_SECONDS = 5;

/** Keys are fetched again after this time, so that a withdrawn key is not accepted for longer. */
const MAX_AGE_SECONDS = 3600;

/** A token names an unknown key, and the pause after the last fetch is not over. */
export class FetchPausedError extends JwtBaseError {
  readonly retryAfter: number;

  constructor(millisecondsLeft: number) {
    super("The issuer's keys were fetched a moment ago.");
    this.retryAfter = Math.ceil(millisecondsLeft / 1000);
  }
}

/** Uses the clock, not a timer like the library: a function's timers stop between two requests. */
class Pause implements PenaltyBox {
  #until = 0;

  async wait(): Promise<void> {
    const left = this.#until - clock.now();
    if (left > 0) throw new FetchPausedError(left);
  }

  registerFailedAttempt(): void {
    this.#until = clock.now() + PAUSE_SECONDS * 1000;
  }

  registerSuccessfulAttempt(): void {
    this.#until = 0;
  }
}

/**
 * The issuer's keys: fetched at the first token, and again when a token names an unknown key. Invented key ids cause at
 * most one fetch per pause, and the known keys are kept.
 */
class FetchedKeys extends SimpleJwksCache {
  #fetchedAt: number | undefined;

  constructor() {
    super({ penaltyBox: new Pause(), jwksParser: parseKeys });
  }

  override async getJwks(jwksUri: string) {
    try {
      const keys = await super.getJwks(jwksUri);
      this.#fetchedAt = clock.now();
      return keys;
    } catch (error) {
      this.penaltyBox.registerFailedAttempt(jwksUri, "");
      throw error;
    }
  }

  override async getJwk(...[jwksUri, token]: Parameters<SimpleJwksCache["getJwk"]>) {
    const age = clock.now() - (this.#fetchedAt ?? clock.now());
    if (age > MAX_AGE_SECONDS * 1000) await this.#refresh(jwksUri);
    return super.getJwk(jwksUri, token);
  }

  /** When the fetch fails, the known keys stay in use. */
  async #refresh(jwksUri: string): Promise<void> {
    try {
      await this.penaltyBox.wait(jwksUri, "");
      await this.getJwks(jwksUri);
    } catch (error) {
      log.warn("issuer keys could not be refreshed", { error: reasonOf(error) });
    }
  }
}

/** Like the library's parser, but refuses an empty set, which would remove the known keys. */
function parseKeys(bytes: ArrayBuffer): Jwks {
  const jwks = parseJson(new TextDecoder().decode(bytes));
  assertIsJwks(jwks);
  if (jwks.keys.length === 0) throw new JwksValidationError("The key set has no keys.");
  return jwks;
}

function parseJson(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JwksValidationError(`The key set is not JSON: ${reasonOf(error)}`);
  }
}

/** Keys that the issuer publishes at an address. */
export function fetchedKeys(): JwksCache {
  return new FetchedKeys();
}

/** A key set from the configuration; nothing is fetched. */
export function fixedKeys(text: string): JwksCache {
  const bytes = new TextEncoder().encode(text);
  const neverPaused = { wait: async () => {}, registerFailedAttempt() {}, registerSuccessfulAttempt() {} };
  return new SimpleJwksCache({ fetcher: { fetch: async () => bytes.buffer }, penaltyBox: neverPaused });
}
