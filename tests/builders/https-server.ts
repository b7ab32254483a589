import { once } from "node:events";
import { createServer, type Server } from "node:https";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** A response: JSON, text, a redirect, no response, or a closed connection. */
export type Page =
  | { readonly json: unknown; readonly status?: number }
  | { readonly text: string; readonly status?: number }
  | { readonly location: string }
  | "silence"
  | "cut";

/** A real HTTPS server on localhost, whose certificate this process trusts; it records the requested paths. */
export class HttpsServer {
  readonly url: string;
  readonly pages: Record<string, Page> = {};
  readonly requestedPaths: string[] = [];
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `https://127.0.0.1:${port}`;
    server.on("request", (request, response) => {
      const path = request.url ?? "";
      this.requestedPaths.push(path);
      const page = this.pages[path] ?? { text: "Not Found", status: 404 };
      if (page === "silence") return;
      if (page === "cut") return request.socket.destroy();
      if ("location" in page) return response.writeHead(302, { location: page.location }).end();
      const [type, body] = "json" in page ? ["application/json", JSON.stringify(page.json)] : ["text/html", page.text];
      return response.writeHead(page.status ?? 200, { "content-type": type }).end(body);
    });
  }

  static async open(): Promise<HttpsServer> {
    setDefaultCACertificates([...getCACertificates(), certificate]);
    const server = createServer({ key, cert: certificate }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
    return new HttpsServer(server, address.port);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

// Self-signed for 127.0.0.1 until 2120 (openssl, EC P-256); for tests and benches only.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9LtNL+z/rgCCR3vS
ODt1Yw0G63h4wVGcInx55rvkNiChRANCAARUHqUs4rhy4/Yhjc7FeIsS/fMKRP0s
6hJfnMV6XXsz/ARlIXD3unD5nOkkGK4fJV3qTLHlecbJq2AbwGAPyB6Q
-----END PRIVATE KEY-----`;

export const certificate = `-----BEGIN CERTIFICATE-----
MIIBbzCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1XYXliaWxs
IHRlc3RzMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD
VQQDDA1XYXliaWxsIHRlc3RzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVB6l
LOK4cuP2IY3OxXiLEv3zCkT9LOoSX5zFel17M/wEZSFw97pw+ZzpJBiuHyVd6kyx
5XnGyatgG8BgD8gekKNOMEwwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/
AAABgglsb2NhbGhvc3QwHQYDVR0OBBYEFLOzCWrNDAlF9hboTo+WJHLwg0uIMAoG
CCqGSM49BAMCA0gAMEUCIByT5H12mRK6BgkAnhLaVhNbDcwkdDsHgB4Tm7okbrUp
AiEAnOC3YxXNb62q28J9mIPVyY+1keSW/z/XfHn6KpJ82iE=
-----END CERTIFICATE-----`;
