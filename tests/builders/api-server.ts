import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** An answer to one request: an HTTP response, a closed connection, or none. */
export type PlannedAnswer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | "connection closed"
  | "no answer";

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** In milliseconds. */
  readonly receivedAt: number;
}

/** A real HTTP server on this machine. */
export interface ApiServer extends AsyncDisposable {
  /** As a client's base URL, with the stage. */
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
}

/**
 * Starts a server that gives one answer after the other, and repeats the last one.
 * @param onRequest is called with the answer planned for each request, before it is sent
 */
export async function startApiServer(
  answers: readonly PlannedAnswer[],
  onRequest: (answer: PlannedAnswer) => void = () => {},
): Promise<ApiServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = "", url: path = "", headers } = incoming;
    const receivedAt = performance.now();
    requests.push({ method, path, headers, body: await text(incoming), receivedAt });
    const answer = answers[Math.min(requests.length, answers.length) - 1] ?? "no answer";
    onRequest(answer);
    if (answer === "no answer") return;
    if (answer === "connection closed") return incoming.socket.destroy();
    const { status = 200, body = {}, headers: given = {} } = answer;
    const [type, sent] = typeof body === "string" ? ["text/html", body] : ["application/json", JSON.stringify(body)];
    response.writeHead(status, { "content-type": type, ...given }).end(sent);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/v1`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return address.port;
}
