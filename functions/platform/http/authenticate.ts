import { JwtVerifier } from "aws-jwt-verify";
import {
  FetchError,
  JwkInvalidKtyError,
  JwkInvalidUseError,
  JwksValidationError,
  JwkValidationError,
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
} from "aws-jwt-verify/error";
import { decomposeUnverifiedJwt, validateJwtFields } from "aws-jwt-verify/jwt";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { log } from "../runtime/logging.ts";
import { setting, settingOr } from "../runtime/settings.ts";
import { ROLES, type Role } from "../values/caller.ts";
import { ProblemError, problemError } from "../values/problems.ts";
import { FetchPausedError, fetchedKeys, fixedKeys, PAUSE_SECONDS } from "./issuer-keys.ts";
import { forbidden } from "./standard-problems.ts";
import { claimAt, subjectIn } from "./token-claims.ts";
import { keysUnavailable, type Refusal, tokenRefused } from "./token-problems.ts";

export interface Identity {
  readonly subject: string;
  readonly role: Role;
}

function makeVerifier() {
  const inline = process.env.JWKS;
  const issuer = setting("JWT_ISSUER");
  const audience = setting("JWT_AUDIENCE");
  const jwksUri = inline ? `${issuer}#inline` : setting("JWKS_URI");
  // The audience is `subjectIn`'s to check: the library does not know of tokens without one.
  const jwksCache = inline ? fixedKeys(inline) : fetchedKeys();
  const verifier = JwtVerifier.create({ issuer, audience: null, jwksUri }, { jwksCache });
  return { verifier, issuer, audience };
}

let trusted: ReturnType<typeof makeVerifier> | undefined;

/**
 * Verifies the bearer token (RFC 6750) and reads who it is about. Only asymmetric algorithms pass (RFC 8725, 3.1).
 *
 * @throws 401 `unauthenticated`; 403 where the token names no role of ours; 503 where the issuer's keys are out of reach.
 */
export async function authenticate(authorization: string | undefined): Promise<Identity> {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  if (!token) throw tokenRefused("no_token");
  trusted ??= makeVerifier();
  const { verifier, issuer, audience } = trusted;
  try {
    // Before the issuer is asked for keys: a token that says itself that it is not for us is not worth that.
    const { payload } = decomposeUnverifiedJwt(token);
    validateJwtFields(payload, { issuer, audience: null });
    const subject = subjectIn(payload, audience);
    const claims = await verifier.verify(token);
    return { subject, role: roleIn(claims) };
  } catch (error) {
    throw error instanceof ProblemError ? error : problemOf(error);
  }
}

const REFUSAL_OF = [
  [JwtParseError, "not_a_jwt"],
  [JwtExpiredError, "expired"],
  [JwtNotBeforeError, "not_valid_yet"],
  [JwtInvalidIssuerError, "other_issuer"],
  [JwtWithoutValidKidError, "no_key_id"],
  [KidNotFoundInJwksError, "unknown_key"],
  [JwkInvalidUseError, "unknown_key"],
  [JwkInvalidKtyError, "unknown_key"],
  [JwtInvalidSignatureAlgorithmError, "wrong_algorithm"],
  [JwtInvalidSignatureError, "wrong_signature"],
] as const satisfies readonly (readonly [unknown, Refusal])[];

/**
 * What the library's errors mean: the issuer's trouble is 503, whatever else there is about a token is 401.
 * @throws the error itself where it is about neither
 */
function problemOf(error: unknown): ProblemError {
  if (isKeyError(error)) return keysUnavailable("keys_not_readable", PAUSE_SECONDS, error);
  // A time that no Date can hold, which the library tries to spell.
  if (error instanceof RangeError) return tokenRefused("not_verifiable");
  if (!(error instanceof JwtBaseError)) throw error;
  if (error instanceof FetchPausedError) return keysUnavailable("keys_fetch_paused", error.retryAfter, error);
  if (error instanceof FetchError) return keysUnavailable("keys_not_reachable", PAUSE_SECONDS, error);
  if (error instanceof JwksValidationError || error instanceof JwkValidationError) {
    return keysUnavailable("keys_not_readable", PAUSE_SECONDS, error);
  }
  const [, reason] = REFUSAL_OF.find(([kind]) => error instanceof kind) ?? [];
  return tokenRefused(reason ?? "not_verifiable");
}

/** A published key that is none: Node's own error, as the library hands the key over as it is. */
function isKeyError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_");
}

/** Issuers write roles as one text or as a list (such as `cognito:groups`); the first that we know counts. */
function roleIn(claims: JwtPayload): Role {
  const claim = settingOr("JWT_ROLE_CLAIM", "role");
  const claimed = [claimAt(claims, claim)].flat();
  const role = ROLES.find((known) => claimed.includes(known));
  if (role) return role;
  log.info("token refused", { reason: "no_role" });
  throw problemError(forbidden, `The access token's claim "${claim}" names none of the roles ${ROLES.join(", ")}.`);
}
