import { JwtVerifier } from "aws-jwt-verify";
import { FetchError, JwtExpiredError } from "aws-jwt-verify/error";
import { type JwksCache, SimpleJwksCache } from "aws-jwt-verify/jwk";
import * as z from "zod/mini";
import { setting, settingOr } from "../settings.ts";
import { ROLES, type Role } from "../values/caller.ts";
import { refuse, unavailable } from "../values/problems.ts";
import { forbidden, unauthenticated } from "./standard-problems.ts";

export interface Identity {
  readonly subject: string;
  readonly role: Role;
}

const Claims = z.looseObject({ sub: z.string().check(z.minLength(1), z.maxLength(128)) });

/** A key set that came with the configuration: looked up like a fetched one, but nothing leaves the function. */
function fixedKeys(text: string): JwksCache {
  const bytes = new TextEncoder().encode(text);
  return new SimpleJwksCache({ fetcher: { fetch: async () => bytes.buffer } });
}

function makeVerifier() {
  const issuer = setting("JWT_ISSUER");
  const inline = process.env.JWKS;
  const jwksUri = settingOr("JWKS_URI", `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`);
  const properties = { issuer, audience: setting("JWT_AUDIENCE"), jwksUri };
  return inline ? JwtVerifier.create(properties, { jwksCache: fixedKeys(inline) }) : JwtVerifier.create(properties);
}

let verifier: ReturnType<typeof makeVerifier> | undefined;

/**
 * Verifies the bearer token (RFC 6750) and reads who it is about. Only asymmetric algorithms pass (RFC 8725, 3.1).
 *
 * @throws 401 `unauthenticated`; 403 where the token names no role of ours; 503 where the issuer's keys are out of reach.
 */
export async function authenticate(authorization: string | undefined): Promise<Identity> {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  if (!token) throw refuse(unauthenticated, "Send an access token as 'Authorization: Bearer <token>'.");
  verifier ??= makeVerifier();
  const payload = await verifier.verify(token).catch((error: unknown) => {
    if (error instanceof FetchError) {
      throw refuse(unavailable, "The token issuer's keys cannot be read at the moment. Try again.", { retryAfter: 5 });
    }
    const why = error instanceof JwtExpiredError ? "has expired; get a new one" : "is not valid for this API";
    throw refuse(unauthenticated, `The access token ${why}.`);
  });
  const claims = Claims.safeParse(payload);
  if (!claims.success) throw refuse(unauthenticated, "The access token has no subject ('sub').");
  return { subject: claims.data.sub, role: roleIn(claims.data) };
}

/** Issuers write roles as one text or as a list (such as `cognito:groups`); the first that we know counts. */
function roleIn(claims: Readonly<Record<string, unknown>>): Role {
  const claim = settingOr("JWT_ROLE_CLAIM", "role");
  const said = [claims[claim]].flat();
  const role = ROLES.find((known) => said.includes(known));
  if (role) return role;
  throw refuse(forbidden, `The access token's claim "${claim}" names none of the roles ${ROLES.join(", ")}.`);
}
