import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type RequestListener, request, type Server } from "node:http";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import getPort from "get-port";
import { afterEach, describe, expect, it } from "vitest";
import { type FriendlyUrl, openFriendlyUrl } from "./friendly-url.ts";

let friendly: FriendlyUrl | undefined;
let engine: Server | undefined;

afterEach(async () => {
  await friendly?.close();
  engine?.closeAllConnections();
  engine?.close();
  friendly = engine = undefined;
});

/** A friendly URL in front of an engine that answers like this. */
async function open(answer: RequestListener): Promise<string> {
  const [port, enginePort] = [await getPort(), await getPort()];
  engine = createServer(answer).listen(enginePort, "127.0.0.1");
  await once(engine, "listening");
  friendly = await openFriendlyUrl(port);
  friendly.forwardTo(`http://127.0.0.1:${enginePort}/v1`);
  return friendly.apiUrl;
}

/** Sends requests one after the other through one client; returns the sockets that it used, and its answers. */
async function sendOneByOne(url: string, count: number, headers: Record<string, string> = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<Socket>();
  const answers: IncomingMessage[] = [];
  for (let turn = 0; turn < count; turn++) {
    const sent = request(url, { agent, headers })
      .on("socket", (socket) => sockets.add(socket))
      .end();
    const [answer]: IncomingMessage[] = await once(sent, "response");
    if (!answer) throw new Error("There is no answer.");
    await text(answer);
    answers.push(answer);
  }
  agent.destroy();
  return { sockets, answers };
}

describe("connections through the friendly URL", () => {
  it("two requests of a client: one connection to us, one to the engine", async () => {
    const atEngine = new Set<Socket>();
    const url = await open(({ socket }, response) => {
      atEngine.add(socket);
      response.end();
    });
    const { sockets } = await sendOneByOne(`${url}/orders`, 2);
    expect({ client: sockets.size, engine: atEngine.size }).toEqual({ client: 1, engine: 1 });
  });

  it("the engine closes its connection: the client's stays open", async () => {
    const url = await open((_request, response) => {
      response.writeHead(200, { connection: "close" }).end();
    });
    const { sockets, answers } = await sendOneByOne(`${url}/orders`, 2);
    expect(sockets.size).toBe(1);
    expect(answers.map(({ headers }) => headers.connection)).toEqual(["keep-alive", "keep-alive"]);
  });

  it("the client closes its connections: the engine's stays open", async () => {
    const atEngine = new Set<Socket>();
    const url = await open(({ socket }, response) => {
      atEngine.add(socket);
      response.end();
    });
    const { sockets, answers } = await sendOneByOne(`${url}/orders`, 2, { connection: "close" });
    expect({ client: sockets.size, engine: atEngine.size }).toEqual({ client: 2, engine: 1 });
    expect(answers.map(({ headers }) => headers.connection)).toEqual(["close", "close"]);
  });

  it.each([
    { method: "GET" },
    { method: "POST", headers: { "idempotency-key": "once" }, body: "an order" },
    { method: "PATCH", body: "a change" },
  ])("%o: the engine closes its idle connection as the request arrives: answered all the same", async (sent) => {
    const used = new Map<Socket, number>();
    const bodies: string[] = [];
    const url = await open(async (received, response) => {
      const { socket } = received;
      used.set(socket, (used.get(socket) ?? 0) + 1);
      if (used.get(socket) === 2) return void socket.destroy();
      bodies.push(await text(received));
      response.end("done");
    });
    expect(await (await fetch(`${url}/first`)).text()).toBe("done");
    const response = await fetch(`${url}/orders`, sent);
    expect([response.status, await response.text()]).toEqual([200, "done"]);
    expect(bodies).toEqual(["", sent.body ?? ""]);
  });

  it("the engine dies while it works on a request: 502, and the request is not sent again", async () => {
    let received = 0;
    const url = await open(({ socket }) => {
      received++;
      socket.destroy();
    });
    const response = await fetch(`${url}/orders`, { method: "POST", headers: { "idempotency-key": "once" } });
    expect([response.status, received]).toEqual([502, 1]);
  });
});
