import { expect, test } from "vitest";
import { apiAs, token } from "./api.ts";
import { tokenWithClaims } from "./forged-tokens.ts";
import { problemIn, raw } from "./raw.ts";

const cognito = { aud: undefined, token_use: "access" };

function withAuthorization(authorization: string): Promise<Response> {
  return raw("/products", { headers: { Authorization: authorization } });
}

test("request without a token: 401 that asks for a bearer token", async () => {
  const response = await raw("/products");

  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
  expect(await problemIn(response)).toMatchObject({
    code: "unauthenticated",
    detail: expect.stringContaining("Authorization: Bearer"),
  });
});

// The matrix has every operation with tokens that are expired, forged, or for somebody else.
test.each([
  ["has an empty sub", () => token("customer", "")],
  ["lacks exp", () => tokenWithClaims({ exp: undefined })],
  ["lacks iat", () => tokenWithClaims({ iat: undefined })],
  ["lacks sub", () => tokenWithClaims({ sub: undefined })],
  ["has an exp that is not a number", () => tokenWithClaims({ exp: "tomorrow" })],
  ["has an exp before the first date", () => tokenWithClaims({ exp: -1e300 })],
  ["has a sub that is not a string", () => tokenWithClaims({ sub: { name: "alice" } })],
  ["has a sub with a character that a path cannot hold", () => tokenWithClaims({ sub: "repo:shop/web" })],
  ["has no audience", () => tokenWithClaims({ aud: undefined })],
  ["is an ID token", () => tokenWithClaims({ token_use: "id" })],
  ["is not a JWT", async () => "abc"],
  ["is three letters with dots", async () => "a.b.c"],
])("token that %s: 401", async (_, makeToken) => {
  const response = await withAuthorization(`Bearer ${await makeToken()}`);

  expect(response.status).toBe(401);
  expect(await problemIn(response)).toMatchObject({ code: "unauthenticated" });
});

test.each([
  ["of the issuer, unchanged", {}],
  ["for two audiences", { aud: ["account", "waybill"] }],
  ["without an audience, for our client id, as Cognito issues", { ...cognito, client_id: "waybill" }],
])("valid token %s: accepted", async (_, claims) => {
  expect((await withAuthorization(`Bearer ${await tokenWithClaims(claims)}`)).status).toBe(200);
});

test("token without an audience, for another client id: 401", async () => {
  const other = await tokenWithClaims({ ...cognito, client_id: "another" });

  expect((await withAuthorization(`Bearer ${other}`)).status).toBe(401);
});

test("expired token: the detail says so, so that the client renews it", async () => {
  const response = await withAuthorization(`Bearer ${await token("customer", "alice", { expires: "-1m" })}`);

  expect((await problemIn(response)).detail).toMatch(/expired/);
});

test.each([["Basic YWxpY2U6c2VjcmV0"], ["Bearer"], ["Bearer a b"]])("credentials %j: 401", async (authorization) => {
  expect((await withAuthorization(authorization)).status).toBe(401);
});

test("scheme in lower case: accepted", async () => {
  expect((await withAuthorization(`bearer ${await token("customer", "alice")}`)).status).toBe(200);
});

test("token in the query: 401", async () => {
  expect((await raw(`/products?access_token=${await token("customer", "alice")}`)).status).toBe(401);
});

test.each([
  ["an unknown role", { role: "admin" }],
  ["no role", { role: undefined }],
  ["a role that is not a string", { role: { staff: true } }],
])("valid token with %s: 403", async (_, claims) => {
  const { response, error } = await apiAs(await token("staff", "sam", { claims })).GET("/products");

  expect(response.status).toBe(403);
  expect(error).toMatchObject({
    code: "forbidden",
    detail: expect.stringContaining("customer, staff, operator, service"),
  });
});

test("role in a list, like a group: accepted", async () => {
  const api = apiAs(await token("customer", "sam", { claims: { role: ["employees", "staff"] } }));

  expect((await api.GET("/orders", { params: { query: { limit: 1 } } })).response.status).toBe(200);
});

test("invalid body from a caller without permission: 401 or 403, not 400", async () => {
  const headers = { "Content-Type": "text/plain", Authorization: `Bearer ${await token("customer", "alice")}` };

  const anonymous = await raw("/products", { method: "POST", headers: { "Content-Type": "text/plain" }, body: "{" });
  const customer = await raw("/products", { method: "POST", headers, body: "{" });

  expect(anonymous.status).toBe(401);
  expect(customer.status).toBe(403);
  expect((await problemIn(customer)).detail).toBe(
    "The role customer has no permission for this operation. It requires the role staff, operator, or service.",
  );
});
