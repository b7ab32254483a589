import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryIssuer } from "../../../local/issuer.ts";

const issuer = await temporaryIssuer();

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("JWT_ISSUER", "https://waybill.local");
  vi.stubEnv("JWT_AUDIENCE", "waybill");
  vi.stubEnv("JWKS", issuer.jwks);
});

afterEach(() => vi.unstubAllEnvs());

/** The module reads its settings once, as a function does; each test has it fresh. */
async function authenticate(token: string) {
  const { authenticate: fresh } = await import("./authenticate.ts");
  return fresh(`Bearer ${token}`);
}

test("a good token tells who calls, in which role", async () => {
  const token = await issuer.token("customer", "alice");

  expect(await authenticate(token)).toEqual({ subject: "alice", role: "customer" });
});

test("the role stands in the claim that the deployment names, also in a list of groups", async () => {
  vi.stubEnv("JWT_ROLE_CLAIM", "cognito:groups");
  const token = await issuer.token("customer", "sam", { claims: { "cognito:groups": ["everybody", "staff"] } });

  expect(await authenticate(token)).toEqual({ subject: "sam", role: "staff" });
});

test("a subject that is longer than an id may be is refused", async () => {
  const token = await issuer.token("customer", "a".repeat(129));

  await expect(authenticate(token)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("keys that cannot be fetched are a fault of the moment, not of the token", async () => {
  vi.stubEnv("JWKS", "");
  vi.stubEnv("JWKS_URI", "https://127.0.0.1:9/jwks.json");
  const token = await issuer.token("customer", "alice");

  await expect(authenticate(token)).rejects.toMatchObject({ code: "unavailable", retryAfter: 5 });
});

test("with a key set that is none, no token passes", async () => {
  vi.stubEnv("JWKS", "{}");
  const token = await issuer.token("staff", "sam");

  await expect(authenticate(token)).rejects.toThrow();
});
