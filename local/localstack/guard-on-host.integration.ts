import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { startLocalStackOnHost } from "./on-host.ts";

let port: number;
let engine: Engine;
beforeAll(async () => {
  port = await getPort({ host: "127.0.0.1" });
  engine = await startLocalStackOnHost({ port, corsOrigins: "https://shop.example", quiet: true });
}, 300_000);
afterAll(() => engine?.stop());

/** Whether anything listens at another of this machine's addresses. */
async function isOpenAt(host: string): Promise<boolean> {
  const socket = connect({ host, port });
  return new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).finally(() => socket.destroy());
}

/** The status of a request with headers of one's own: fetch would set Host itself. */
async function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const sent = request({ host: "127.0.0.1", port, path, headers }).end();
  const [response]: IncomingMessage[] = await once(sent, "response");
  response?.resume();
  return response?.statusCode;
}

describe("LocalStack without Docker", () => {
  it("listens on 127.0.0.1 only", async () => {
    expect([await isOpenAt("127.0.0.1"), await isOpenAt("127.0.0.2")]).toEqual([true, false]);
  });

  it("host name of another machine: refused", async () => {
    expect(await statusOf("/_localstack/health", { Host: `localhost:${port}` })).toBe(200);
    expect(await statusOf("/_localstack/health", { Host: "evil.example" })).toBe(403);
  });

  it.each(["https://evil.example", "https://app.localstack.cloud", "http://localhost:5173"])(
    "is driven by no web page, not of %s either",
    async (Origin) => {
      expect(await statusOf("/_localstack/health", { Origin })).toBe(403);
      expect(await statusOf("/a-bucket/an-object", { Origin })).toBe(403);
    },
  );

  it("page of this machine or a configured origin: reaches a deployed API", async () => {
    const path = "/_aws/execute-api/abc123/v1/orders";
    expect(await statusOf(path, { Origin: "http://localhost:5173" })).toBe(404);
    expect(await statusOf(path, { Origin: "https://shop.example" })).toBe(404);
    expect(await statusOf(path, { Origin: "https://evil.example" })).toBe(403);
  });
});
