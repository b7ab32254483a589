import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, createServer, request as httpRequest, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FriendlyUrl, openFriendlyUrl } from "./friendly-url.ts";

import { configuredCorsOrigins } from "./web-guard.ts";

const apiPath = "/_aws/execute-api/abc/v1";
let engine: Server;
let reached: string[];
let connections: number;
let port: number;
let friendly: FriendlyUrl;

beforeEach(async () => {
  reached = [];
  connections = 0;
  engine = createServer((request, response) => {
    reached.push(request.url ?? "");
    response.end("engine");
  })
    .on("connection", () => {
      connections += 1;
    })
    .listen(0, "127.0.0.1");
  await once(engine, "listening");
  port = await getPort();
});
afterEach(async () => {
  await friendly.close();
  engine.closeAllConnections();
  engine.close();
});

async function open(corsOrigins?: string) {
  const address = engine.address();
  if (address === null || typeof address === "string") throw new Error("no address");
  friendly = await openFriendlyUrl(port, corsOrigins);
  friendly.forwardTo(`http://127.0.0.1:${address.port}${apiPath}`);
}

/** The status of a request sent as it is: fetch would tidy its path and set its Host. */
async function statusOf(target: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = connect(port, "127.0.0.1");
  const lines = Object.entries({ Host: `localhost:${port}`, Connection: "close", ...headers });
  socket.write(`GET ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
  let answer = "";
  for await (const chunk of socket.setEncoding("utf8")) answer += chunk;
  return Number(answer.split(" ")[1]);
}

describe("the friendly URL", () => {
  it("listens on 127.0.0.1 only", async () => {
    await open();
    await expect(fetch(`http://127.0.0.2:${port}/v1/orders`)).rejects.toThrow("fetch failed");
  });

  it.each(["localhost", "127.0.0.1", "[::1]"])("answers under the name %s", async (host) => {
    await open();
    expect(await statusOf("/v1/orders", { Host: `${host}:4000` })).toBe(200);
  });

  it.each(["evil.example", "localhost.evil.example", "192.168.1.7:4000", "0.0.0.0"])(
    "refuses the foreign host %s, which DNS may let point here",
    async (Host) => {
      await open();
      expect([await statusOf("/v1/orders", { Host }), reached]).toEqual([403, []]);
    },
  );

  it.each(["http://localhost:5173", "http://127.0.0.1:3000", "https://localhost"])(
    "takes requests from a page of %s, a shop under development",
    async (Origin) => {
      await open();
      expect(await statusOf("/v1/orders", { Origin })).toBe(200);
    },
  );

  it.each(["https://evil.example", "http://localhost.evil.example", "null", "http://192.168.1.7:5173"])(
    "refuses requests from a page of %s",
    async (Origin) => {
      await open();
      expect([await statusOf("/v1/orders", { Origin }), reached]).toEqual([403, []]);
    },
  );

  it("page of a configured origin: accepted; of another: refused", async () => {
    await open("https://shop.example, https://admin.example");
    expect(await statusOf("/v1/orders", { Origin: "https://admin.example" })).toBe(200);
    expect(await statusOf("/v1/orders", { Origin: "https://evil.example" })).toBe(403);
  });

  it.each([
    "/v1/../../../../_ministack/health",
    "/v1/%2e%2e/%2E%2e/../../_ministack/health",
    "/v1/.%2e/..%2f..%2f..%2f_ministack/health",
    "/v1/..\\..\\..\\..\\_ministack/health",
    "/v1/..%5c..%5c..%5c_ministack/health",
    "/v1/.\t./.\t./.\t./.\t./_ministack/health",
    "//_ministack/health",
    "/_ministack/health",
    "http://localhost/_ministack/health",
    "http://localhost/v1/../_ministack/health",
    "/v1../_ministack/health",
    "*",
  ])("lets %j reach nothing", async (target) => {
    await open();
    expect([Math.floor((await statusOf(target)) / 100), reached]).toEqual([4, []]);
  });

  it.each([
    ["/v1//orders", "//orders"],
    ["/v1/orders?cursor=../..", "/orders?cursor=../.."],
    ["/v1/products/A..B", "/products/A..B"],
    ["/v1/customers/a%40b/orders", "/customers/a%40b/orders"],
  ])("forwards %s unchanged", async (target, passed) => {
    await open();
    expect([await statusOf(target), reached]).toEqual([200, [apiPath + passed]]);
  });

  it("keeps connections to client and engine alive", async () => {
    await open();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set();
    for (let count = 0; count < 3; count++) {
      const request = httpRequest(`${friendly.apiUrl}/orders`, { agent }).end();
      request.on("socket", (socket) => sockets.add(socket));
      const [response] = await once(request, "response");
      await once(response.resume(), "end");
      expect(response.headers.connection).toBe("keep-alive");
    }
    agent.destroy();
    expect([reached.length, sockets.size, connections]).toEqual([3, 1, 1]);
  });
});

describe("the origins whose pages may call the API", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "waybill-cors-"));
    await mkdir(join(root, "stages"));
  });
  afterEach(() => rm(root, { recursive: true }));

  it.each([
    [{ corsOrigins: "https://shop.example" }, "https://shop.example"],
    [{}, ""],
  ])("with the settings %j in stages/local.json: they are %j", async (settings, origins) => {
    await writeFile(join(root, "stages/local.json"), JSON.stringify(settings));
    expect(configuredCorsOrigins(root)).toBe(origins);
  });

  it("without the file: there are none", () => {
    expect(configuredCorsOrigins(root)).toBe("");
  });

  it("that are no text: refused, naming the file", async () => {
    await writeFile(join(root, "stages/local.json"), '{ "corsOrigins": 1 }');
    expect(() => configuredCorsOrigins(root)).toThrow("corsOrigins in stages/local.json must be a text, and is 1");
  });
});
