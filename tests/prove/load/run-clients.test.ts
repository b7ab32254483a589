import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type Load, runClients } from "./run-clients.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return `http://127.0.0.1:${address.port}`;
}

function load(url: string, more: Partial<Load> = {}): Load {
  const request = { operation: "read", method: "GET", url, headers: {} } as const;
  const traffic = { next: () => request, onAnswer: () => {} };
  return { traffic, clients: 4, seconds: 10, maxRequests: 40, timeoutMs: 5_000, ...more };
}

test.each(["keep-alive", "close"])(
  "server answers after 20 ms, connection: %s: so does the measurement",
  async (connection) => {
    const url = await serve((_request, response) => {
      setTimeout(() => response.writeHead(200, { connection }).end("{}"), 20);
    });
    const { latencies, lost, timedOut } = await runClients(load(url));
    expect({ count: latencies.all.count, lost, timedOut }).toEqual({ count: 40, lost: 0, timedOut: 0 });
    // What is reported must be one request's time, not what waiting for the others adds to it.
    expect(latencies.all.median).toBeGreaterThanOrEqual(19);
    expect(latencies.all.median).toBeLessThan(100);
  },
);

test("first half of the answer comes at once, the rest after 50 ms: the latency is that of the whole", async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { "content-length": 4 }).write("{ ");
    setTimeout(() => response.end(" }"), 50);
  });
  const { latencies } = await runClients(load(url, { maxRequests: 4 }));
  expect(latencies.all.median).toBeGreaterThanOrEqual(49);
});

test("lost connection, no answer in time: counted, and not part of the latencies", async () => {
  let requests = 0;
  const url = await serve((request, response) => {
    requests++;
    if (requests === 1) request.socket.destroy();
    else if (requests !== 2) response.writeHead(404).end();
  });
  const { latencies, statuses, lost, timedOut } = await runClients(
    load(url, { clients: 1, maxRequests: 5, timeoutMs: 200 }),
  );
  expect({ lost, timedOut, statuses: [...statuses] }).toEqual({ lost: 1, timedOut: 1, statuses: [[404, 3]] });
  expect(latencies.byOperation.map(({ operation, count }) => [operation, count])).toEqual([["read", 3]]);
});

test("time is over: no further request starts", async () => {
  const url = await serve((_request, response) => response.end());
  const { latencies, seconds } = await runClients(load(url, { seconds: 0.2, maxRequests: 1_000_000 }));
  expect(latencies.all.count).toBeGreaterThan(0);
  expect(seconds).toBeGreaterThanOrEqual(0.2);
});
