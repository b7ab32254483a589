import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createProxyServer } from "http-proxy-3";

/** Hands requests on to the engine. */
export interface EngineProxy {
  /** @param origin the engine's */
  forward(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void>;
  close(): void;
}

/** Engines close an idle connection after 5 seconds or more: we close it first. */
const IDLE_CONNECTION_MS = 4_000;
const ANSWER_TIMEOUT_MS = 60_000;

/** What two neighbours agree about their connection (RFC 9110, 7.6.1): not for the one behind. */
const CONNECTION_HEADERS = ["connection", "keep-alive"];

/**
 * Opens the connections to the engine, which are used again, as those of the clients are. The engine may close one at the
 * moment in which it is used again: then the request is sent once more. One that must not be repeated gets a connection of
 * its own instead.
 *
 * @param onUnreachable answers a request that the engine does not answer
 */
export function openEngineProxy(onUnreachable: (response: ServerResponse) => void): EngineProxy {
  const shared = new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS });
  const single = new Agent({ keepAlive: false });
  const proxy = createProxyServer({
    changeOrigin: true,
    xfwd: true,
    proxyTimeout: ANSWER_TIMEOUT_MS,
    headers: { connection: "keep-alive" },
  });
  const sentFor = new WeakMap<ServerResponse, ClientRequest>();
  proxy.on("proxyReq", (sent, _request, response) => {
    sentFor.set(response, sent);
    // Not a connection that was lost: the engine took too long.
    sent.once("timeout", () => sentFor.delete(response));
  });
  proxy.on("proxyRes", ({ headers }) => {
    for (const name of CONNECTION_HEADERS) delete headers[name];
  });

  return {
    forward: async (request, response, target) => {
      const body = await buffer(request).catch(() => undefined);
      if (body === undefined) return; // The client has gone.
      const send = (agent: Agent, onError: () => void) =>
        proxy.web(request, response, { target, agent, buffer: Readable.from(body.length > 0 ? [body] : []) }, onError);
      const giveUp = () => {
        if (response.headersSent) response.destroy();
        else onUnreachable(response);
      };
      const sendAgain = () => {
        const lostConnection = sentFor.get(response)?.reusedSocket === true && !response.headersSent;
        if (lostConnection) send(single, giveUp);
        else giveUp();
      };
      if (mayRepeat(request)) send(shared, sendAgain);
      else send(single, giveUp);
    },
    close: () => shared.destroy(),
  };
}

/** Whether a request may be sent twice; Go's HTTP client decides it in the same way. */
function mayRepeat({ method = "", headers }: IncomingMessage): boolean {
  return ["GET", "HEAD", "OPTIONS"].includes(method) || headers["idempotency-key"] !== undefined;
}
