import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JwtVerifier } from "aws-jwt-verify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Issuer, localAudience, localIssuer, openLocalIssuer } from "./issuer.ts";

let folder: string;
let issuer: Issuer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-issuer-"));
  issuer = await openLocalIssuer(join(folder, "key.json"));
});
afterEach(() => rm(folder, { recursive: true }));

function verify(token: string) {
  const verifier = JwtVerifier.create({ issuer: localIssuer, audience: localAudience });
  verifier.cacheJwks(JSON.parse(issuer.jwks));
  return verifier.verify(token);
}

describe("a local token", () => {
  it("accepted by the library that the functions use", async () => {
    expect(await verify(await issuer.token("customer", "alice"))).toMatchObject({ role: "customer", sub: "alice" });
  });

  it.each([
    ["has expired", { expires: "-1m" }],
    ["is for another audience", { audience: "another" }],
    ["is of another issuer", { issuer: "https://another.example" }],
    ["names an unknown key", { keyId: "unknown" }],
  ])("refused when it %s", async (_what, options) => {
    const token = await issuer.token("customer", "alice", options);
    await expect(verify(token)).rejects.toThrow();
  });

  it("restart: same key, in a file that only its owner can read", async () => {
    const token = await issuer.token("staff", "sam");
    const file = join(folder, "key.json");
    issuer = await openLocalIssuer(file);
    await expect(verify(token)).resolves.toMatchObject({ role: "staff" });
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it("key set contains no private key", () => {
    expect(JSON.parse(issuer.jwks).keys).toEqual([expect.not.objectContaining({ d: expect.anything() })]);
  });
});
