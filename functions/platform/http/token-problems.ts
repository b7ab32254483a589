import { log, reasonOf } from "../runtime/logging.ts";
import { SUBJECT_RULE } from "../values/caller.ts";
import { type ProblemError, problemError, unavailable } from "../values/problems.ts";
import { unauthenticated } from "./standard-problems.ts";

/** Reasons to refuse a token: the word is logged, the sentence is answered. Neither has content of the token. */
const REFUSALS = {
  no_token: "Send an access token as 'Authorization: Bearer <token>'.",
  not_a_jwt: "The access token is not a JWT, or its claims do not have the types of RFC 7519.",
  not_verifiable: "The access token cannot be verified; get a new one.",
  other_issuer: "The access token is from another issuer than the one that this API trusts.",
  other_audience: "The access token is for another audience: ask the issuer for one for this API.",
  id_token: "This is an ID token, which is for the app that signed in: send the access token instead.",
  expired: "The access token has expired; get a new one.",
  not_valid_yet: "The access token is not valid yet: send it later, or check the issuer's clock.",
  no_expiry: "The access token has no expiry time ('exp'): ask the issuer for one that has.",
  no_issue_time: "The access token has no issue time ('iat'): ask the issuer for one that has.",
  no_subject: "The access token has no subject ('sub').",
  unusable_subject: `The access token's subject ('sub') is not valid: it ${SUBJECT_RULE}.`,
  no_key_id: "The access token has no key id ('kid' in its header).",
  unknown_key: "The access token is signed with a key that is not the issuer's; get a new one.",
  wrong_algorithm: "The access token is not signed with an algorithm that this API accepts (RS, ES, EdDSA).",
  wrong_signature: "The access token's signature is not the issuer's.",
} as const;
export type Refusal = keyof typeof REFUSALS;

/** The 401 for a refused token. Logs the reason. */
export function tokenRefused(reason: Refusal): ProblemError {
  log.info("token refused", { reason });
  return problemError(unauthenticated, REFUSALS[reason]);
}

/** Why no token can be verified: the issuer's keys, or the pause between two fetches. */
export type KeysProblem = "keys_not_reachable" | "keys_not_readable" | "keys_fetch_paused";

/** The 503 for a token that cannot be verified now. Logs the reason and the error. */
export function keysUnavailable(reason: KeysProblem, retryAfter: number, error: Error): ProblemError {
  log.warn("token could not be verified", { reason, error: reasonOf(error) });
  return problemError(
    unavailable,
    "The token issuer's keys cannot be read at the moment, so the access token can be neither accepted nor refused. " +
      "Send the request again.",
    { retryAfter },
  );
}
