import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { ClearError } from "../terminal/clear-error.ts";
import { openEngineProxy } from "./engine-proxy.ts";
import { findRefusal } from "./web-guard.ts";

/** The short URL under which the API is reached, in front of the engine's long one. */
export interface FriendlyUrl {
  /** `http://localhost:<port>/v1` */
  apiUrl: string;
  /** Sends requests on to the deployed API, `…/v1`. Until then they are answered 503. */
  forwardTo(target: string): void;
  close(): Promise<void>;
}

/** Where a browser that opens the bare address is sent. */
export const documentationPath = "/v1/docs";

/** The API's short URL. */
export function friendlyApiUrl(port: number): string {
  return `http://localhost:${port}/v1`;
}

/** A client's idle connection is kept for longer than clients keep theirs, so that it is they who close it. */
const KEEP_CLIENT_MS = 120_000;

/**
 * Takes the port at once, before anything else is started, so that a busy one is known at once.
 *
 * @param corsOrigins `*`, or origins with commas between them: whose pages may call the API, beside those of this machine
 * @throws ClearError when the port is in use, also when only on the other loopback address that `localhost` means
 */
export async function openFriendlyUrl(port: number, corsOrigins = ""): Promise<FriendlyUrl> {
  const busy = new ClearError(
    `Port ${port} is in use by another program: stop that, or choose another with npm start -- --port ${port === 4000 ? 4001 : port + 1}.`,
  );
  if ((await Promise.all(["127.0.0.1", "::1"].map((host) => someoneListens(host, port)))).includes(true)) throw busy;

  let target: URL | undefined;
  const proxy = openEngineProxy((response) => answer(response, 502, "The local engine does not answer."));
  const server = createServer({ keepAliveTimeout: KEEP_CLIENT_MS }, (request, response) => {
    const path = request.url ?? "/";
    const refusal = findRefusal(request, corsOrigins);
    if (refusal !== undefined) {
      answer(response, refusal.status, refusal.detail);
    } else if (path === "/" || path === "/v1" || path === "/v1/") {
      response.writeHead(302, { location: documentationPath }).end();
    } else if (target === undefined) {
      answer(response, 503, "Waybill is still starting.");
    } else if (path.startsWith("/v1/")) {
      request.url = target.pathname + path.slice("/v1".length);
      void proxy.forward(request, response, target.origin);
    } else {
      answer(response, 404, "The API is under /v1, and its documentation at /v1/docs.");
    }
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening").catch(() => {
    throw busy;
  });
  return {
    apiUrl: friendlyApiUrl(port),
    forwardTo: (url) => {
      target = new URL(url);
    },
    close: async () => {
      proxy.close();
      await closeServer(server);
    },
  };
}

/** The API's own codes and titles for what is answered before it. */
const PROBLEMS = {
  403: { code: "forbidden", title: "This request may not be made here." },
  404: { code: "not_found", title: "Resource not found." },
  502: { code: "unavailable", title: "The service cannot answer at the moment." },
  503: { code: "unavailable", title: "The service cannot answer at the moment." },
} as const;

/** A problem in the shape of the API's own (RFC 9457). */
function answer(response: ServerResponse, status: keyof typeof PROBLEMS, detail: string): void {
  const { code, title } = PROBLEMS[status];
  response.writeHead(status, {
    "content-type": "application/problem+json",
    ...(status >= 500 && { "retry-after": "1" }),
  });
  response.end(JSON.stringify({ type: `urn:waybill:problem:${code}`, status, title, detail, code }));
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
}

function someoneListens(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: 1_000 });
  socket.once("connect", () => resolve(true));
  socket.once("timeout", () => resolve(false));
  socket.once("error", () => resolve(false));
  return promise.finally(() => socket.destroy());
}
