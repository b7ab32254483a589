import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { bytesOf, SIGNING_KEY } from "../media/bytes.ts";
import { cloud } from "./api.ts";
import { problemIn } from "./raw.ts";

const MEGABYTE = 1024 * 1024;

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function download(seed: string, length: number, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${cloud.apiUrl}/media/bytes?seed=${seed}&length=${length}`, { headers });
}

describe("bytes in an answer arrive as the function sent them", () => {
  test.each([
    ["a client that takes anything", {}],
    ["a browser that would rather have a page", { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" }],
    ["a client that takes JSON", { Accept: "application/json" }],
  ])("1 MB, to %s", async (_, headers) => {
    const seed = randomUUID();

    const response = await download(seed, MEGABYTE, headers);
    const bytes = new Uint8Array(await response.arrayBuffer());

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="bytes.bin"');
    expect(bytes.length).toBe(MEGABYTE);
    expect(sha256(bytes)).toBe(sha256(bytesOf(seed, MEGABYTE)));
  });

  test("up to 4.4 MB, and beyond that the answer is 500, not a part of it", async () => {
    const seed = randomUUID();
    const largest = await download(seed, 4_400_000);
    const tooLarge = await download(seed, 4_400_001);

    expect(sha256(new Uint8Array(await largest.arrayBuffer()))).toBe(sha256(bytesOf(seed, 4_400_000)));
    expect(tooLarge.status).toBe(500);
    expect(await problemIn(tooLarge)).toMatchObject({ code: "internal_error" });
  });
});

describe("a signature is checked over the bytes of a body as they were sent", () => {
  const oddBytes = Buffer.concat([
    Buffer.from([0x00, 0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
    Buffer.from('\r\n{"event":"paid"}\n\r\0 '),
    Buffer.from([0x80, 0x0d, 0x0a]),
  ]);

  function send(body: Uint8Array, signature: string | undefined, contentType: string): Promise<Response> {
    const headers = { "Content-Type": contentType, ...(signature !== undefined && { "X-Signature": signature }) };
    return fetch(`${cloud.apiUrl}/media/signed`, { method: "POST", headers, body: Buffer.from(body) });
  }

  function sign(body: Uint8Array): string {
    return createHmac("sha256", SIGNING_KEY).update(body).digest("hex");
  }

  test.each([
    ["odd bytes as JSON", oddBytes, "application/json"],
    ["odd bytes as text", oddBytes, "text/plain; charset=utf-8"],
    ["1 MB of random bytes", randomBytes(MEGABYTE), "application/octet-stream"],
  ])("%s", async (_, body, contentType) => {
    const response = await send(body, sign(body), contentType);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ bytes: body.length, sha256: sha256(body), genuine: true });
  });

  test("one changed byte: the signature is not genuine", async () => {
    const changed = Buffer.from(oddBytes);
    changed[0] = 0x01;

    expect(await (await send(changed, sign(oddBytes), "application/json")).json()).toMatchObject({ genuine: false });
  });

  test("a body over the limit of its operation: 413", async () => {
    const body = new Uint8Array(1_500_001);

    expect((await send(body, sign(body), "application/octet-stream")).status).toBe(413);
  });

  test.each([undefined, "no signature"])("the declared header is %s: 400, naming it", async (signature) => {
    const response = await send(oddBytes, signature, "application/json");

    expect(response.status).toBe(400);
    expect((await problemIn(response)).errors).toMatchObject([{ path: "headers.X-Signature" }]);
  });
});

test("a required query parameter is missing: 400, naming it", async () => {
  const response = await fetch(`${cloud.apiUrl}/media/bytes?length=1`);

  expect(response.status).toBe(400);
  expect((await problemIn(response)).errors).toEqual([{ path: "seed", message: "is missing" }]);
});

test("rows arrive as CSV in UTF-8", async () => {
  const response = await fetch(`${cloud.apiUrl}/media/rows`);

  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(await response.text()).toBe('sku,name\r\nMUG,"Zoë\'s ""mug"", blue"\r\n');
});
