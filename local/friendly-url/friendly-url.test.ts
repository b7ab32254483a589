import { once } from "node:events";
import { createServer, type Server } from "node:http";
import getPort from "get-port";
import { afterEach, describe, expect, it } from "vitest";
import { type FriendlyUrl, openFriendlyUrl } from "./friendly-url.ts";

let friendly: FriendlyUrl | undefined;
let other: Server | undefined;

afterEach(async () => {
  await friendly?.close();
  other?.closeAllConnections();
  other?.close();
  friendly = other = undefined;
});

async function serve(host: string, port: number, body = "") {
  other = createServer((request, response) => {
    response.setHeader("x-seen", `${request.method} ${request.url}`);
    request.pipe(response);
    if (body !== "") response.end(body);
  }).listen(port, host);
  await once(other, "listening");
}

describe("the friendly URL", () => {
  it.each(["127.0.0.1", "::1"])("port in use on %s: refused in one sentence", async (host) => {
    const port = await getPort();
    await serve(host, port);
    await expect(openFriendlyUrl(port)).rejects.toThrow(
      `Port ${port} is in use by another program: stop that, or choose another with npm start -- --port ${port + 1}.`,
    );
  });

  it("forwards any method, path and body to the deployed API", async () => {
    const [port, enginePort] = [await getPort(), await getPort()];
    await serve("127.0.0.1", enginePort);
    friendly = await openFriendlyUrl(port);
    friendly.forwardTo(`http://127.0.0.1:${enginePort}/_aws/execute-api/abc/v1`);
    const response = await fetch(`${friendly.apiUrl}/orders?limit=1&cursor=a%2Fb`, { method: "POST", body: "hello" });
    expect(response.headers.get("x-seen")).toBe("POST /_aws/execute-api/abc/v1/orders?limit=1&cursor=a%2Fb");
    expect(await response.text()).toBe("hello");
  });

  it("starting, engine gone, or path outside the API: a problem says so", async () => {
    const port = await getPort();
    friendly = await openFriendlyUrl(port);
    const starting = await fetch(`${friendly.apiUrl}/orders`);
    expect([starting.status, starting.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await starting.json()).toMatchObject({ code: "unavailable", detail: "Waybill is still starting." });
    friendly.forwardTo(`http://127.0.0.1:${await getPort()}/v1`);
    const gone = await fetch(`${friendly.apiUrl}/orders`);
    expect(gone.status).toBe(502);
    expect(gone.headers.get("content-type")).toBe("application/problem+json");
    expect(gone.headers.get("retry-after")).toBe("1");
    expect((await fetch(`http://localhost:${port}/favicon.ico`)).status).toBe(404);
  });

  it("bare address: redirects to the documentation", async () => {
    const port = await getPort();
    friendly = await openFriendlyUrl(port);
    const response = await fetch(`http://localhost:${port}/`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([302, "/v1/docs"]);
  });
});
