import { afterEach, beforeEach, expect, test } from "vitest";
import { HttpsServer, type Page } from "../tests/builders/https-server.ts";
import { discoverJwksUri } from "./issuer-discovery.ts";

const openid = "/realms/shop/.well-known/openid-configuration";
const oauth = "/.well-known/oauth-authorization-server/realms/shop";
const limits = { timeoutMs: 300, waitMs: 10 };

let server: HttpsServer;
let issuer: string;
let document: { issuer: string; jwks_uri: string };

beforeEach(async () => {
  server = await HttpsServer.open();
  issuer = `${server.url}/realms/shop`;
  document = { issuer, jwks_uri: `${issuer}/protocol/openid-connect/certs` };
});

afterEach(() => server.close());

test("keys are where the issuer's OpenID document says", async () => {
  server.pages[openid] = { json: document };

  expect(await discoverJwksUri(issuer)).toBe(document.jwks_uri);
  expect(server.requestedPaths).toEqual([openid]);
});

test("issuer without an OpenID document: RFC 8414's is read", async () => {
  server.pages[oauth] = { json: document };

  expect(await discoverJwksUri(issuer)).toBe(document.jwks_uri);
  expect(server.requestedPaths).toEqual([openid, oauth]);
});

test("issuer that ends in a slash: its slash is kept, and not doubled", async () => {
  const slash = `${server.url}/`;
  server.pages["/.well-known/openid-configuration"] = { json: { ...document, issuer: slash } };

  expect(await discoverJwksUri(slash)).toBe(document.jwks_uri);
});

test("issuer that fails at first: asked again", async () => {
  server.pages[openid] = { json: {}, status: 503 };
  const search = discoverJwksUri(issuer, { timeoutMs: 1000, waitMs: 300 });
  await expect.poll(() => server.requestedPaths.length).toBe(1);
  server.pages[openid] = { json: document };

  expect(await search).toBe(document.jwks_uri);
});

test.each<[string, Page, string, number]>([
  ["that does not answer", "silence", "did not answer within 0.3 s", 3],
  ["that cuts the connection", "cut", "cannot be reached", 3],
  ["that answers 500", { json: {}, status: 500 }, "answered 500", 3],
  ["that sends elsewhere", { location: "https://127.0.0.1:9/" }, "answered 302", 1],
  ["that answers with HTML", { text: "<html>" }, "did not answer with JSON", 1],
  ["that answers with other JSON", { json: { keys: [] } }, "names no issuer or no jwks_uri", 1],
  ["that answers with too much", { text: " ".repeat(300_000) }, "answered with more than 256 KB", 1],
])("issuer %s: one sentence that says so, after so many tries as may help", async (_, page, sentence, tries) => {
  server.pages[openid] = page;

  await expect(discoverJwksUri(issuer, limits)).rejects.toMatchObject({
    name: "ClearError",
    message: expect.stringMatching(new RegExp(`openid-configuration ${sentence}.*answered 404.*jwksUri=`)),
  });
  expect(server.requestedPaths.filter((path) => path === openid)).toHaveLength(tries);
});

test("document of another issuer: refused with the name that it gives itself", async () => {
  server.pages[openid] = { json: { ...document, issuer: `${issuer}/` } };

  await expect(discoverJwksUri(issuer)).rejects.toThrow(`its issuer is "${issuer}/", and "${issuer}" was given`);
});

test.each(["http://127.0.0.1/keys", "/keys", "file:///etc/passwd"])("keys at %s: refused", async (address) => {
  server.pages[openid] = { json: { ...document, jwks_uri: address } };

  await expect(discoverJwksUri(issuer)).rejects.toThrow(`the keys are at "${address}", which is no https:// URL`);
});

test.each(["http://id.example", "id.example", ""])("issuer %j: refused before anything is asked", async (wrong) => {
  await expect(discoverJwksUri(wrong)).rejects.toThrow(`must be an https:// URL, and is "${wrong}"`);
});
