import { JwksValidationError, JwtBaseError } from "aws-jwt-verify/error";
import { assertIsJwks, type Jwks, type JwksCache, type PenaltyBox, SimpleJwksCache } from "aws-jwt-verify/jwk";
import { clock } from "../runtime/clock.ts";
import { log, reasonOf } from "../runtime/logging.ts";

/** For so long the issuer is not asked again, after a fetch that failed or did not bring the key. */
export const PAUSE_SECONDS = 5;

/** After so long the keys are fetched anew: one that the issuer has withdrawn is not accepted for longer. */
const MAX_AGE_SECONDS = 3600;

/** A token names a key that is not known, and the issuer was asked only a moment ago. */
export class FetchPausedError extends JwtBaseError {
  readonly retryAfter: number;

  constructor(millisecondsLeft: number) {
    super("The issuer's keys were fetched a moment ago.");
    this.retryAfter = Math.ceil(millisecondsLeft / 1000);
  }
}

/** By the clock and not by a timer, as the library's own: a function's timers stand still between two requests. */
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
 * The issuer's keys: fetched at the first token, and again when a token names a key that is not among them. Whoever
 * sends made-up key ids causes one fetch in a pause, and none of the keys that are known are lost by it.
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

  /** While the issuer is in trouble, the known keys stay in use. */
  async #refresh(jwksUri: string): Promise<void> {
    try {
      await this.penaltyBox.wait(jwksUri, "");
      await this.getJwks(jwksUri);
    } catch (error) {
      log.warn("the issuer's keys could not be fetched anew", { error: reasonOf(error) });
    }
  }
}

/** As the library's own, but a set without keys is none: it would put the known ones out of use. */
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

/** A key set that came with the configuration: looked up like a fetched one, but nothing leaves the function. */
export function fixedKeys(text: string): JwksCache {
  const bytes = new TextEncoder().encode(text);
  const neverPaused = { wait: async () => {}, registerFailedAttempt() {}, registerSuccessfulAttempt() {} };
  return new SimpleJwksCache({ fetcher: { fetch: async () => bytes.buffer }, penaltyBox: neverPaused });
}
