import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { Subject } from "../values/caller.ts";
import { tokenRefused } from "./token-problems.ts";

type Claims = Readonly<Record<string, unknown>>;

/**
 * The subject of an access token for this API.
 *
 * @throws 401 for an ID token, for another audience, and where `exp`, `iat` or a valid subject is missing.
 */
export function subjectIn(claims: JwtPayload, audience: string): string {
  if (isIdToken(claims)) throw tokenRefused("id_token");
  if (!hasAudience(audience, claims)) throw tokenRefused("other_audience");
  if (claims.exp === undefined) throw tokenRefused("no_expiry");
  if (claims.iat === undefined) throw tokenRefused("no_issue_time");
  if (!claims.sub) throw tokenRefused("no_subject");
  const subject = Subject.safeParse(claims.sub);
  if (!subject.success) throw tokenRefused("unusable_subject");
  return subject.data;
}

/** Cognito and Keycloak mark ID tokens; those of other issuers have the app as audience. */
function isIdToken({ token_use, typ }: Claims): boolean {
  return token_use === "id" || typ === "ID";
}

/** Cognito's access tokens have no audience; their client id takes its place. */
function hasAudience(audience: string, { aud, token_use, client_id }: Claims): boolean {
  if (aud === undefined) return token_use === "access" && client_id === audience;
  return [aud].flat().includes(audience);
}

/**
 * The value of a claim. Its name is tried as it is, for names with dots in them (`https://shop.example/role`), and then as
 * a path into nested claims (`realm_access.roles`).
 */
export function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split(".").reduce<unknown>((value, part) => (hasPart(value, part) ? value[part] : undefined), claims);
}

function hasPart(value: unknown, part: string): value is Claims {
  return typeof value === "object" && value !== null && Object.hasOwn(value, part);
}
