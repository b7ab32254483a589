import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseEmbedded, installIfNeeded } from "../start-engine.ts";
import { type EmbeddedEngine, startEmbedded } from "./embedded.ts";
import { installedEngine } from "./install.ts";

let folder: string;
let port: number;
let engine: EmbeddedEngine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-engine-guard-"));
  await installIfNeeded(await chooseEmbedded());
  const { python } = await installedEngine();
  port = await getPort({ host: "127.0.0.1" });
  engine = await startEmbedded({ python, port, folder, keepsState: false, corsOrigins: "https://shop.example" });
}, 120_000);
afterAll(async () => {
  await engine.stop();
  await rm(folder, { recursive: true });
});

/** Asks the engine which tables there are, with headers of one's own: fetch would set Host itself. */
async function listTables(headers: Record<string, string>, path = "/", method = "POST") {
  const sent = request({
    host: "127.0.0.1",
    port,
    path,
    method,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.ListTables",
      authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request",
      ...headers,
    },
  }).end(method === "POST" ? "{}" : undefined);
  const [response]: IncomingMessage[] = await once(sent, "response");
  if (response === undefined) throw new Error("no response");
  return { status: response.statusCode, body: await json(response).catch(() => undefined) };
}

const anApi = "/_aws/execute-api/abc123/v1/orders";

describe("the embedded engine", () => {
  it("listens on 127.0.0.1 only", async () => {
    const other = fetch(`http://127.0.0.2:${port}/_ministack/health`);
    await expect(other).rejects.toThrow("fetch failed");
  });

  it.each(["127.0.0.1", "localhost:4567", "[::1]:4567", "bucket.localhost:4567"])(
    "answers programs under the name %s",
    async (Host) => {
      expect(await listTables({ Host })).toEqual({ status: 200, body: { TableNames: [] } });
    },
  );

  it.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:80",
    "192.168.1.7",
    "host.docker.internal",
  ])("refuses the foreign host %s", async (Host) => {
    const { status, body } = await listTables({ Host });
    expect([status, body]).toEqual([
      403,
      expect.objectContaining({ message: expect.stringContaining(`The request is for ${Host}, and`) }),
    ]);
  });

  it.each(["https://evil.example", "null", "http://localhost:5173", "https://shop.example"])(
    "is driven by no web page, not of %s either",
    async (Origin) => {
      expect((await listTables({ Origin })).status).toBe(403);
      expect((await listTables({ Origin }, "/_aws/execute-api/")).status).toBe(403);
      expect((await listTables({ Origin }, "/", "OPTIONS")).status).toBe(403);
    },
  );

  it("is driven by no picture or script that a page shows, which comes without Origin", async () => {
    const image = { "sec-fetch-site": "cross-site" };
    expect((await listTables(image, "/?Action=ListQueues", "GET")).status).toBe(403);
  });

  it.each([
    ["http://localhost:5173", 404],
    ["https://shop.example", 404],
    ["https://evil.example", 403],
    ["null", 403],
  ])(
    "a deployed API takes requests from pages of this machine and of the configured origins: %s, %d",
    async (Origin, status) => {
      expect((await listTables({ Origin }, anApi, "GET")).status).toBe(status);
    },
  );
});
