import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HttpsServer, type Page } from "../../../tests/builders/https-server.ts";
import { newSigner, type TokenSigner } from "../../../tests/builders/token-signer.ts";

const [old, fresh, other] = [
  await newSigner("RS256", "old"),
  await newSigner("RS256", "fresh"),
  await newSigner("RS256", "other"),
];

let server: HttpsServer;
let info: ReturnType<typeof vi.spyOn>;
let warn: ReturnType<typeof vi.spyOn>;

beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["Date"] });
  server = await HttpsServer.open();
  vi.stubEnv("JWT_ISSUER", server.url);
  vi.stubEnv("JWT_AUDIENCE", "waybill");
  vi.stubEnv("JWKS_URI", `${server.url}/keys`);
  const { log } = await import("../runtime/logging.ts");
  info = vi.spyOn(log, "info");
  warn = vi.spyOn(log, "warn");
});

afterEach(async () => {
  await server.close();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function publish(...signers: readonly TokenSigner[]): void {
  server.pages["/keys"] = { json: { keys: signers.map(({ jwk }) => jwk) } };
}

async function call(signer: TokenSigner) {
  const seconds = Math.floor(Date.now() / 1000);
  const claims = { iss: server.url, aud: "waybill", sub: "alice", role: "customer", iat: seconds, exp: seconds + 60 };
  const token = await signer.sign(claims);
  const { authenticate } = await import("./authenticate.ts");
  return authenticate(`Bearer ${token}`);
}

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

const accepted = { subject: "alice", role: "customer" };
const unavailable = { code: "unavailable", retryAfter: 5 };

test("keys are fetched once, for as many tokens as come", async () => {
  publish(old);

  expect([await call(old), await call(old), await call(old)]).toEqual([accepted, accepted, accepted]);

  expect(server.requestedPaths).toEqual(["/keys"]);
});

describe("keys that are older than an hour", () => {
  test("are fetched anew: one that the issuer has withdrawn is refused then", async () => {
    publish(old);
    await call(old);
    publish(fresh);
    expect(await call(old)).toEqual(accepted);
    pass(3_601);

    await expect(call(old)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await call(fresh)).toEqual(accepted);
  });

  test("stay in use while the issuer is in trouble", async () => {
    publish(old);
    await call(old);
    server.pages["/keys"] = { text: "<html>" };
    pass(3_601);

    expect([await call(old), await call(old)]).toEqual([accepted, accepted]);
    expect(server.requestedPaths).toHaveLength(2);
  });
});

describe("an issuer in trouble", () => {
  test.each<[string, Page, string]>([
    ["answers 500", { json: {}, status: 500 }, "keys_not_reachable"],
    ["answers 404", { json: {}, status: 404 }, "keys_not_reachable"],
    ["answers HTML", { text: "<html>Down for maintenance</html>" }, "keys_not_readable"],
    ["answers with JSON that is no key set", { json: { message: "ok" } }, "keys_not_readable"],
    ["answers with no keys", { json: { keys: [] } }, "keys_not_readable"],
    ["answers with a key that is none", { json: { keys: [{ kid: "old" }] } }, "keys_not_readable"],
    ["answers with a key without numbers", { json: { keys: [{ ...old.jwk, n: "!", e: "" }] } }, "keys_not_readable"],
    ["sends elsewhere", { location: "https://127.0.0.1:9/" }, "keys_not_reachable"],
    ["cuts the connection", "cut", "keys_not_reachable"],
    ["does not answer", "silence", "keys_not_reachable"],
  ])("that %s: 503 with Retry-After, logged with its reason", async (_, page, reason) => {
    server.pages["/keys"] = page;

    await expect(call(old)).rejects.toMatchObject(unavailable);

    expect(warn.mock.calls).toEqual([["token could not be verified", { reason, error: expect.any(String) }]]);
  });

  test("is left alone for five seconds, and then asked again", async () => {
    server.pages["/keys"] = { text: "<html>" };
    await expect(call(old)).rejects.toMatchObject(unavailable);
    publish(old);
    pass(2);

    await expect(call(old)).rejects.toMatchObject({ code: "unavailable", retryAfter: 3 });
    expect(server.requestedPaths).toHaveLength(1);
    pass(3);

    expect(await call(old)).toEqual(accepted);
  });

  test.each<[string, Page]>([
    ["cuts the connection", "cut"],
    ["answers with no keys", { json: { keys: [] } }],
  ])("that %s does not disturb tokens whose key is known", async (_, page) => {
    publish(old);
    await call(old);
    server.pages["/keys"] = page;

    await expect(call(fresh)).rejects.toMatchObject(unavailable);

    expect(await call(old)).toEqual(accepted);
  });
});

describe("an issuer that has just changed its key", () => {
  test("tokens of the new key are accepted at once, those of the old one until it is withdrawn", async () => {
    publish(old);
    await call(old);
    publish(old, fresh);

    expect(await call(fresh)).toEqual(accepted);
    expect(await call(old)).toEqual(accepted);
    expect(server.requestedPaths).toHaveLength(2);
  });

  test("tokens of the new key, moments after another fetch: 503 with Retry-After, then accepted", async () => {
    publish(old);
    await call(old);
    await expect(call(other)).rejects.toMatchObject({ code: "unauthenticated" });
    publish(old, fresh);
    pass(1);

    await expect(call(fresh)).rejects.toMatchObject({ code: "unavailable", retryAfter: 4 });
    pass(4);

    expect(await call(fresh)).toEqual(accepted);
  });
});

describe("made-up key ids", () => {
  test("a key that the issuer does not have: 401 after looking", async () => {
    publish(old);
    await call(old);

    await expect(call(other)).rejects.toMatchObject({ code: "unauthenticated" });

    expect(server.requestedPaths).toHaveLength(2);
    expect(info.mock.calls).toEqual([["token refused", { reason: "unknown_key" }]]);
  });

  test("a hundred in ten seconds: the issuer is asked twice more, good tokens pass, a new key is found", async () => {
    publish(old);
    await call(old);
    const forged = await Promise.all(
      Array.from({ length: 100 }, async (_, number) => ({
        ...other,
        ...(await newSigner("ES256", `forged-${number}`)),
      })),
    );

    for (const [number, signer] of forged.entries()) {
      await expect(call(signer)).rejects.toThrow();
      expect(await call(old)).toEqual(accepted);
      if (number === 70) publish(old, fresh);
      pass(0.1);
    }

    expect(server.requestedPaths).toHaveLength(3);
    await expect(call(other)).rejects.toThrow();
    expect(await call(fresh)).toEqual(accepted);
    expect(server.requestedPaths).toHaveLength(4);
  });

  test("a token that has expired or is for somebody else: 401 without asking the issuer", async () => {
    vi.stubEnv("JWT_AUDIENCE", "billing");

    await expect(call(other)).rejects.toMatchObject({ code: "unauthenticated" });

    expect(server.requestedPaths).toEqual([]);
  });
});
