import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { discoverJwksUri } from "../../../ops/issuer-discovery.ts";
import { HttpsServer } from "../../../tests/builders/https-server.ts";
import { type KnownIssuer, knownIssuers } from "../../../tests/builders/known-issuers.ts";
import { newSigner } from "../../../tests/builders/token-signer.ts";

let server: HttpsServer;

beforeEach(async () => {
  vi.resetModules();
  server = await HttpsServer.open();
});

afterEach(async () => {
  await server.close();
  vi.unstubAllEnvs();
});

/** The issuer on this machine, deployed with what its discovery document says; gives a token of its with these claims. */
async function deployFor(issuer: KnownIssuer) {
  const { path, keysPath, algorithm = "RS256", keysLackAlgorithm, audience, roleClaim } = issuer;
  const url = `${server.url}${path}`;
  const signer = await newSigner(algorithm, "key-1", keysLackAlgorithm ? "no alg" : "alg");
  const encryption = { ...(await newSigner("RS256", "enc-1")).jwk, use: "enc", alg: "RSA-OAEP" };
  const document = `${path.replace(/\/$/, "")}/.well-known/openid-configuration`;
  server.pages[document] = { json: { issuer: url, jwks_uri: `${server.url}${keysPath}` } };
  server.pages[keysPath] = { json: { keys: [encryption, signer.jwk] } };
  vi.stubEnv("JWT_ISSUER", url);
  vi.stubEnv("JWT_AUDIENCE", audience);
  vi.stubEnv("JWT_ROLE_CLAIM", roleClaim);
  vi.stubEnv("JWKS_URI", await discoverJwksUri(url));
  return (claims: object) => {
    const seconds = Math.floor(Date.now() / 1000);
    return signer.sign({ iss: url, iat: seconds, exp: seconds + 3600, ...claims });
  };
}

async function authenticate(token: string) {
  const { authenticate: fresh } = await import("./authenticate.ts");
  return fresh(`Bearer ${token}`);
}

describe.each(knownIssuers)("$name", (issuer) => {
  test("access token: accepted, with its subject and its role", async () => {
    const tokenWith = await deployFor(issuer);

    expect(await authenticate(await tokenWith(issuer.claims))).toEqual(issuer.identity);
  });

  test("access token without the role: 403", async () => {
    const tokenWith = await deployFor(issuer);
    const { [issuer.roleClaim.split(".")[0] ?? ""]: _, [issuer.roleClaim]: __, ...claims } = issuer.claims;

    await expect(authenticate(await tokenWith(claims))).rejects.toMatchObject({ code: "forbidden" });
  });

  test("access token for another API of this issuer: 401", async () => {
    const tokenWith = await deployFor(issuer);
    const other = issuer.claims.aud === undefined ? { client_id: "another" } : { aud: ["another"] };

    await expect(authenticate(await tokenWith({ ...issuer.claims, ...other }))).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

test("Cognito's ID token, which is for the app: 401", async () => {
  const [cognito] = knownIssuers;
  if (!cognito) throw new Error("There is no such issuer.");
  const tokenWith = await deployFor(cognito);
  const { client_id, scope: _, ...claims } = cognito.claims;

  const idToken = await tokenWith({ ...claims, aud: client_id, token_use: "id", email: "alice@example.com" });

  await expect(authenticate(idToken)).rejects.toMatchObject({
    code: "unauthenticated",
    message: expect.stringContaining("ID token"),
  });
});

test("a Google account's own ID token names no role: 403", async () => {
  const account: KnownIssuer = {
    name: "Google",
    path: "",
    keysPath: "/oauth2/v3/certs",
    audience: "1234987819200.apps.googleusercontent.com",
    roleClaim: "role",
    claims: {},
    identity: { subject: "", role: "customer" },
  };
  const tokenWith = await deployFor(account);
  const claims = { azp: account.audience, aud: account.audience, sub: "104217536102935128374", at_hash: "HK6E_P6Dh8Y" };

  await expect(authenticate(await tokenWith(claims))).rejects.toMatchObject({ code: "forbidden" });
});
