import { expect, test } from "vitest";
import { apiAs, token } from "./api.ts";
import {
  tamperedToken,
  tokenOfAnotherSigner,
  tokenSignedWithPublicKey,
  tokenWithClaims,
  unsignedToken,
} from "./forged-tokens.ts";
import { problemIn, raw } from "./raw.ts";

const cognito = { aud: undefined, token_use: "access" };

function withAuthorization(authorization: string): Promise<Response> {
  return raw("/products", { headers: { Authorization: authorization } });
}

test("a request without a token is told to send one", async () => {
  const response = await raw("/products");

  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
  expect(await problemIn(response)).toMatchObject({
    code: "unauthenticated",
    detail: expect.stringContaining("Authorization: Bearer"),
  });
});

test.each([
  ["has expired", () => token("customer", "alice", { expires: "-1m" })],
  ["is not signed (alg: none)", unsignedToken],
  ["is signed with the public key as a shared secret", tokenSignedWithPublicKey],
  ["was changed after it was signed", tamperedToken],
  ["was signed by somebody else in our key's name", tokenOfAnotherSigner],
  ["is for another audience", () => token("customer", "alice", { audience: "another-api" })],
  ["is from another issuer", () => token("customer", "alice", { issuer: "https://issuer.example" })],
  ["names a key that is not the issuer's", () => token("customer", "alice", { keyId: "unknown-key" })],
  ["is not valid yet", () => token("customer", "alice", { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })],
  ["is about nobody", () => token("customer", "")],
  ["lacks exp", () => tokenWithClaims({ exp: undefined })],
  ["lacks iat", () => tokenWithClaims({ iat: undefined })],
  ["lacks sub", () => tokenWithClaims({ sub: undefined })],
  ["has an exp that is no number", () => tokenWithClaims({ exp: "tomorrow" })],
  ["has an exp that is no time", () => tokenWithClaims({ exp: -1e300 })],
  ["has a sub that is no text", () => tokenWithClaims({ sub: { name: "alice" } })],
  ["has a sub that no path can carry", () => tokenWithClaims({ sub: "repo:shop/web" })],
  ["is for no audience", () => tokenWithClaims({ aud: undefined })],
  ["is an ID token", () => tokenWithClaims({ token_use: "id" })],
  ["is no token at all", async () => "abc"],
  ["is garbage with dots", async () => "a.b.c"],
])("a token that %s is refused", async (_, makeToken) => {
  const response = await withAuthorization(`Bearer ${await makeToken()}`);

  expect(response.status).toBe(401);
  expect(await problemIn(response)).toMatchObject({ code: "unauthenticated" });
});

test.each([
  ["as it comes", {}],
  ["for several audiences", { aud: ["account", "waybill"] }],
  ["without an audience, for the client that is ours, as Cognito's", { ...cognito, client_id: "waybill" }],
])("a good token %s is accepted", async (_, claims) => {
  expect((await withAuthorization(`Bearer ${await tokenWithClaims(claims)}`)).status).toBe(200);
});

test("a token without an audience, for another client: refused", async () => {
  const other = await tokenWithClaims({ ...cognito, client_id: "another" });

  expect((await withAuthorization(`Bearer ${other}`)).status).toBe(401);
});

test("an expired token is told apart, so that a client knows to get a new one", async () => {
  const response = await withAuthorization(`Bearer ${await token("customer", "alice", { expires: "-1m" })}`);

  expect((await problemIn(response)).detail).toMatch(/expired/);
});

test.each([["Basic YWxpY2U6c2VjcmV0"], ["Bearer"], ["Bearer a b"]])(
  "the credentials %j are no bearer token",
  async (authorization) => {
    expect((await withAuthorization(authorization)).status).toBe(401);
  },
);

test("the scheme's name may be spelled in small letters", async () => {
  expect((await withAuthorization(`bearer ${await token("customer", "alice")}`)).status).toBe(200);
});

test("a token in the query is not taken for one", async () => {
  expect((await raw(`/products?access_token=${await token("customer", "alice")}`)).status).toBe(401);
});

test.each([
  ["a role that we do not know", { role: "admin" }],
  ["no role", { role: undefined }],
  ["a role that is no text", { role: { staff: true } }],
])("a token with %s is understood and refused", async (_, claims) => {
  const { response, error } = await apiAs(await token("staff", "sam", { claims })).GET("/products");

  expect(response.status).toBe(403);
  expect(error).toMatchObject({ code: "forbidden", detail: expect.stringContaining("customer, staff, service") });
});

test("a role may stand in a list, as groups do", async () => {
  const api = apiAs(await token("customer", "sam", { claims: { role: ["employees", "staff"] } }));

  expect((await api.GET("/orders", { params: { query: { limit: "1" } } })).response.status).toBe(200);
});

test("who may not call is told so before its body is looked at", async () => {
  const headers = { "Content-Type": "text/plain", Authorization: `Bearer ${await token("customer", "alice")}` };

  const anonymous = await raw("/products", { method: "POST", headers: { "Content-Type": "text/plain" }, body: "{" });
  const customer = await raw("/products", { method: "POST", headers, body: "{" });

  expect(anonymous.status).toBe(401);
  expect(customer.status).toBe(403);
  expect((await problemIn(customer)).detail).toBe(
    "The role customer may not do this. It takes the role staff or service.",
  );
});
