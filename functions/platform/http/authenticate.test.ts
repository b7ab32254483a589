import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newSigner } from "../../../tests/builders/token-signer.ts";

const now = () => Math.floor(Date.now() / 1000);
const signer = await newSigner("ES256", "key-1");
const stranger = await newSigner("ES256", "key-1");

/** The claims of a good token. */
function goodClaims(): Record<string, unknown> {
  return { iss: "https://id.example", aud: "waybill", sub: "alice", role: "customer", iat: now(), exp: now() + 600 };
}

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("JWT_ISSUER", "https://id.example");
  vi.stubEnv("JWT_AUDIENCE", "waybill");
  vi.stubEnv("JWKS", JSON.stringify({ keys: [signer.jwk] }));
});

afterEach(() => vi.unstubAllEnvs());

/** The module reads its settings once, as a function does; each test has it fresh. */
async function authenticate(token: string) {
  const { authenticate: fresh } = await import("./authenticate.ts");
  return fresh(`Bearer ${token}`);
}

/** What is logged of a refusal: the reason, and whatever else. */
async function logged() {
  const { log } = await import("../runtime/logging.ts");
  return vi.spyOn(log, "info");
}

test("good token: says who calls, in which role", async () => {
  expect(await authenticate(await signer.sign(goodClaims()))).toEqual({ subject: "alice", role: "customer" });
});

test.each([
  ["without exp", { exp: undefined }, "no_expiry"],
  ["without iat", { iat: undefined }, "no_issue_time"],
  ["without sub", { sub: undefined }, "no_subject"],
  ["with an empty sub", { sub: "" }, "no_subject"],
  ["with a sub that is a number", { sub: 7 }, "not_a_jwt"],
  ["with a sub that is null", { sub: null }, "not_a_jwt"],
  ["with exp as a text", { exp: String(now() + 600) }, "not_a_jwt"],
  ["with exp null", { exp: null }, "not_a_jwt"],
  ["with iat as a text", { iat: "yesterday" }, "not_a_jwt"],
  ["with nbf as a text", { nbf: "now" }, "not_a_jwt"],
  ["with an exp before any calendar", { exp: -1e300 }, "not_verifiable"],
  ["with an nbf after every calendar", { nbf: 1e300 }, "not_verifiable"],
  ["that has expired", { exp: now() - 1 }, "expired"],
  ["that is not valid yet", { nbf: now() + 600 }, "not_valid_yet"],
  ["without an issuer", { iss: undefined }, "other_issuer"],
  ["of another issuer", { iss: "https://id.example/" }, "other_issuer"],
  ["for another audience", { aud: "billing" }, "other_audience"],
  ["for other audiences", { aud: ["billing", "waybill2"] }, "other_audience"],
  ["for an empty list of audiences", { aud: [] }, "other_audience"],
  ["without an audience", { aud: undefined }, "other_audience"],
  [
    "whose client is the audience, but that is for another one",
    { aud: "billing", client_id: "waybill" },
    "other_audience",
  ],
  [
    "whose client is the audience, but that is no access token",
    { aud: undefined, client_id: "waybill" },
    "other_audience",
  ],
  ["of another client of Cognito", { aud: undefined, client_id: "app", token_use: "access" }, "other_audience"],
  ["that is Cognito's ID token", { token_use: "id" }, "id_token"],
  ["that is Keycloak's ID token", { typ: "ID" }, "id_token"],
])("token %s: 401, and the log says why and nothing of the token", async (_, claims, reason) => {
  const info = await logged();
  const token = await signer.sign({ ...goodClaims(), ...claims });

  await expect(authenticate(token)).rejects.toMatchObject({ code: "unauthenticated" });

  expect(info.mock.calls).toEqual([["token refused", { reason }]]);
});

test("token for several audiences: one of them has to be ours", async () => {
  const token = await signer.sign({ ...goodClaims(), aud: ["billing", "waybill"] });

  expect(await authenticate(token)).toMatchObject({ subject: "alice" });
});

test("token signed by somebody else in our key's name: 401, and the log says so", async () => {
  const info = await logged();

  await expect(authenticate(await stranger.sign(goodClaims()))).rejects.toMatchObject({ code: "unauthenticated" });

  expect(info.mock.calls).toEqual([["token refused", { reason: "wrong_signature" }]]);
});

describe("keys that came with the configuration", () => {
  test("token that names an unknown key: 401, also the second time", async () => {
    const other = await newSigner("ES256", "key-2");
    const token = await other.sign(goodClaims());

    await expect(authenticate(token)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(authenticate(token)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("key set that is none: no token passes", async () => {
    vi.stubEnv("JWKS", "{}");

    await expect(authenticate(await signer.sign(goodClaims()))).rejects.toThrow();
  });
});

test.each([
  ["Auth0's", "auth0|64f1c0ffee0123456789abcd"],
  ["Auth0's of another login", "google-oauth2|104217536102935128374"],
  ["Auth0's of a machine", "Zt9pQ2vLkX@clients"],
  ["Okta's", "00u1ab2cd3EFGHIJK4x7"],
  ["Entra's", "_9GKGkNaB-vqbNm9VzWlGJfYk5fTq0x-2hqBv1w6zAE"],
  ["a UUID", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"],
  ["Keycloak's of a federated user", "f:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0:alice"],
  ["an e-mail address", "alice.o'hara+shop@example.com"],
  ["Apple's", "001234.0123456789abcdef0123456789abcdef.0123"],
  ["as long as can be", "a".repeat(128)],
])("subject %s: accepted as it is", async (_, sub) => {
  expect(await authenticate(await signer.sign({ ...goodClaims(), sub }))).toMatchObject({ subject: sub });
});

test.each([
  ["with a slash", "repo:shop/web"],
  ["with a backslash", "ACME\\alice"],
  ["with a percent sign", "100%"],
  ["that decodes to another", "%61lice"],
  ["with a space", "alice smith"],
  ["of one dot", "."],
  ["of two dots", ".."],
  ["me", "me"],
  ["with a line break at its end", "alice\n"],
  ["with a NUL", "alice\u0000"],
  ["with text that runs backwards", "alice\u202e"],
  ["with an invisible character", "alice\u200b"],
  ["with a letter beyond ASCII", "älice"],
  ["longer than 128 characters", "a".repeat(129)],
])("subject %s: 401 that says what a subject may be", async (_, sub) => {
  const token = await signer.sign({ ...goodClaims(), sub });

  await expect(authenticate(token)).rejects.toMatchObject({
    code: "unauthenticated",
    message: expect.stringContaining("printable ASCII characters without space"),
  });
});

describe("the role claim", () => {
  test.each([
    ["a text", "role", { role: "staff" }, "staff"],
    ["a list", "cognito:groups", { role: undefined, "cognito:groups": ["everybody", "staff"] }, "staff"],
    ["a name with dots", "https://shop.example/role", { "https://shop.example/role": "service" }, "service"],
    ["a path into nested claims", "realm_access.roles", { realm_access: { roles: ["offline", "staff"] } }, "staff"],
    ["a list with a role twice", "role", { role: ["staff", "staff"] }, "staff"],
    ["the name itself before the path", "a.b", { "a.b": "service", a: { b: "staff" } }, "service"],
  ])("may be %s", async (_, name, claims, role) => {
    vi.stubEnv("JWT_ROLE_CLAIM", name);

    expect(await authenticate(await signer.sign({ ...goodClaims(), ...claims }))).toMatchObject({ role });
  });

  test.each([
    ["is missing", "roles", {}],
    ["ends in a text", "role.length", { role: "staff" }],
    ["is inherited by every object", "constructor.name", {}],
    ["is a text with a role in it", "scope", { scope: "openid staff" }],
    ["is a role in capitals", "role", { role: "STAFF" }],
    ["names two roles", "role", { role: ["customer", "staff"] }],
    ["names two roles of which one includes the other", "role", { role: ["staff", "operator"] }],
  ])("that %s: 403 that names the claim", async (_, name, claims) => {
    vi.stubEnv("JWT_ROLE_CLAIM", name);

    await expect(authenticate(await signer.sign({ ...goodClaims(), ...claims }))).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(`"${name}"`),
    });
  });

  test("that names two roles: the log and the answer say so", async () => {
    const info = await logged();
    const token = await signer.sign({ ...goodClaims(), role: ["staff", "customer", "everybody"] });

    await expect(authenticate(token)).rejects.toMatchObject({
      message: 'The access token\'s claim "role" names the roles customer and staff: it must name one of them.',
    });

    expect(info.mock.calls).toEqual([["token refused", { reason: "several_roles" }]]);
  });
});
