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
  // `subjectIn` checks the audience, because the library refuses tokens without one.
  const jwksCache = inline ? fixedKeys(inline) : fetchedKeys();
  const verifier = JwtVerifier.create({ issuer, audience: null, jwksUri }, { jwksCache });
  return { verifier, issuer, audience };
}

let trusted: ReturnType<typeof makeVerifier> | undefined;

/**
 * Verifies the bearer token (RFC 6750) and reads its subject and role. Only asymmetric algorithms pass (RFC 8725, 3.1).
 *
 * @throws 401 `unauthenticated`; 403 where the token has none or several of our roles; 503 where the issuer's keys cannot be read.
 */
export async function authenticate(authorization: string | undefined): Promise<Identity> {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  if (!token) throw tokenRefused("no_token");
  trusted ??= makeVerifier();
  const { verifier, issuer, audience } = trusted;
  try {
    // First the claims: a token that is not for this API must not cause a fetch of keys.
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
 * The problem for an error of the library: 503 for the issuer's keys, 401 for the token.
 * @throws the error itself where it is neither
 */
function problemOf(error: unknown): ProblemError {
  if (isKeyError(error)) return keysUnavailable("keys_not_readable", PAUSE_SECONDS, error);
  // The library formats a time that is out of Date's range.
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

/** A published key that is not valid: the library hands it to Node, which throws. */
function isKeyError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_");
}

/**
 * Issuers write roles as a string or a list (such as `cognito:groups`), beside others. Two of ours are refused: staff that
 * is a customer too would order for others or could do no work, whichever role counted.
 */
function roleIn(claims: JwtPayload): Role {
  const claim = settingOr("JWT_ROLE_CLAIM", "role");
  const claimed = [claimAt(claims, claim)].flat();
  const named = ROLES.filter((known) => claimed.includes(known));
  const [role] = named;
  if (role && named.length === 1) return role;
  log.info("token refused", { reason: role ? "several_roles" : "no_role" });
  const detail = role
    ? `names the roles ${named.join(" and ")}: it must name one of them.`
    : `names none of the roles ${ROLES.join(", ")}.`;
  throw problemError(forbidden, `The access token's claim "${claim}" ${detail}`);
}
