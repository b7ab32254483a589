import type { Role } from "../../local/issuer.ts";

/** A real issuer: the paths under its host and the claims of its access tokens. */
export interface KnownIssuer {
  readonly name: string;
  /** The path of its issuer URL. */
  readonly path: string;
  readonly keysPath: string;
  /** @default "RS256" */
  readonly algorithm?: "RS256" | "ES256";
  readonly keysLackAlgorithm?: true;
  /** The settings `jwtAudience` and `jwtRoleClaim`. */
  readonly audience: string;
  readonly roleClaim: string;
  /** All claims but `iss`, `iat`, `exp`. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly identity: { readonly subject: string; readonly role: Role };
}

const uuid = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const authTime = 1_795_000_000;

const cognito: KnownIssuer = {
  name: "Cognito",
  path: "/eu-central-1_Ab1Cd2Ef3",
  keysPath: "/eu-central-1_Ab1Cd2Ef3/.well-known/jwks.json",
  audience: "1h57kf5cpq17m0eml12EXAMPLE",
  roleClaim: "cognito:groups",
  claims: {
    sub: uuid,
    "cognito:groups": ["newsletter", "customer"],
    version: 2,
    client_id: "1h57kf5cpq17m0eml12EXAMPLE",
    origin_jti: uuid,
    event_id: uuid,
    token_use: "access",
    scope: "openid email",
    auth_time: authTime,
    jti: uuid,
    username: "alice",
  },
  identity: { subject: uuid, role: "customer" },
};

const okta: KnownIssuer = {
  name: "Okta",
  path: "/oauth2/default",
  keysPath: "/oauth2/default/v1/keys",
  audience: "api://waybill",
  roleClaim: "groups",
  claims: {
    ver: 1,
    jti: "AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE",
    aud: "api://waybill",
    cid: "0oab8eb55Kb9jdMIr5d6",
    uid: "00ub0oNGTSWTBKOLGLNR",
    scp: ["openid", "profile"],
    auth_time: authTime,
    sub: "alice@example.com",
    groups: ["Everyone", "staff"],
  },
  identity: { subject: "alice@example.com", role: "staff" },
};

const entra: KnownIssuer = {
  name: "Entra ID",
  path: `/${uuid}/v2.0`,
  keysPath: `/${uuid}/discovery/v2.0/keys`,
  keysLackAlgorithm: true,
  audience: "6e74172b-be56-4843-9ff4-e66a39bb12e3",
  roleClaim: "roles",
  claims: {
    aud: "6e74172b-be56-4843-9ff4-e66a39bb12e3",
    nbf: authTime,
    aio: "AXQAi/8TAAAA",
    azp: "f9b3a8d1-2f44-4a0e-9a38-2f5d3c1b0a99",
    azpacr: "0",
    name: "Sam Staff",
    oid: uuid,
    preferred_username: "sam@example.com",
    rh: "0.AXQA.",
    roles: ["staff"],
    scp: "Orders.Use",
    sub: "-9GKGkNaB_vqbNm9VzWlGJfYk5fTq0x-2hqBv1w6zAE",
    tid: uuid,
    uti: "fqiBqXLPj0eQa82S-IYFAA",
    ver: "2.0",
  },
  identity: { subject: "-9GKGkNaB_vqbNm9VzWlGJfYk5fTq0x-2hqBv1w6zAE", role: "staff" },
};

const keycloak: KnownIssuer = {
  name: "Keycloak",
  path: "/realms/shop",
  keysPath: "/realms/shop/protocol/openid-connect/certs",
  algorithm: "ES256",
  audience: "waybill",
  roleClaim: "realm_access.roles",
  claims: {
    auth_time: authTime,
    jti: uuid,
    aud: ["waybill", "account"],
    sub: uuid,
    typ: "Bearer",
    azp: "erp",
    sid: uuid,
    acr: "1",
    "allowed-origins": ["https://shop.example"],
    realm_access: { roles: ["default-roles-shop", "offline_access", "service"] },
    resource_access: { account: { roles: ["manage-account", "customer"] } },
    scope: "profile email",
    email_verified: false,
    preferred_username: "service-account-erp",
  },
  identity: { subject: uuid, role: "service" },
};

const google: KnownIssuer = {
  name: "Google Identity Platform",
  path: "/shop-prod",
  keysPath: "/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
  audience: "shop-prod",
  roleClaim: "role",
  claims: {
    role: "customer",
    aud: "shop-prod",
    auth_time: authTime,
    user_id: "mLq3QZ0cU9a8dN7Xw2YbV1tKfE63",
    sub: "mLq3QZ0cU9a8dN7Xw2YbV1tKfE63",
    email: "alice@example.com",
    email_verified: true,
    firebase: { identities: { email: ["alice@example.com"] }, sign_in_provider: "password" },
  },
  identity: { subject: "mLq3QZ0cU9a8dN7Xw2YbV1tKfE63", role: "customer" },
};

const auth0: KnownIssuer = {
  name: "Auth0",
  path: "/",
  keysPath: "/.well-known/jwks.json",
  audience: "https://api.shop.example",
  roleClaim: "https://shop.example/role",
  claims: {
    "https://shop.example/role": "customer",
    sub: "auth0|64f1c0ffee0123456789abcd",
    aud: ["https://api.shop.example", "https://shop.eu.auth0.com/userinfo"],
    azp: "Zt9pQ2vLkX7Zt9pQ2vLkX7Zt9pQ2vLkX",
    scope: "openid profile email",
    permissions: [],
  },
  identity: { subject: "auth0|64f1c0ffee0123456789abcd", role: "customer" },
};

/** The issuers whose access tokens Waybill accepts; docs/issuers.md describes the setup of each. */
export const knownIssuers = [cognito, okta, entra, keycloak, google, auth0];
