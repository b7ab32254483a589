import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { CONTROLS, type ControlledServer } from "./control-api.ts";
import { NoAnswerError } from "./request.ts";
import { FAKE_API_KEY, type StripeApiOptions, StripeFake } from "./stripe-fake.ts";
import { deliverWebhook } from "./webhooks.ts";

const CONTROL_PATH = "/_fake/";

export interface ServedFake extends ControlledServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the fake on loopback: Stripe's API under `/v1/`, its controls (control-api.ts) under `/_fake/`. */
export async function serveStripeFake({
  port = 0,
  ...options
}: Omit<StripeApiOptions, "now"> & { readonly port?: number } = {}): Promise<ServedFake> {
  let waited = 0;
  // Of its own for each start, so that ids of an earlier one that somebody stored are not met again.
  const name = Date.now().toString(36);
  const fake = new StripeFake({ name, ...options, now: () => Date.now() + waited });
  const served: ControlledServer = {
    fake,
    wait(milliseconds) {
      waited += milliseconds;
    },
  };
  const server = createServer((request, response) => void serve(served, request, response));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake has no port.");
  return Object.assign(served, {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}

async function serve(served: ControlledServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url: path = "/" } = request;
  const body = (await buffer(request)).toString();
  const told = served.fake.events().length;
  if (path.startsWith(CONTROL_PATH)) await control(served, method, path.slice(CONTROL_PATH.length), body, response);
  else await answer(served.fake, { method, path, body, headers: headersOf(request) }, response);
  await tellListener(served, told);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function answer(fake: StripeFake, request: Parameters<StripeFake["respond"]>[0], response: ServerResponse) {
  try {
    const { status, headers, body } = await fake.respond(request);
    response.writeHead(status, headers).end(body);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    if (!error.isSilent) response.destroy();
  }
}

/** A control that cannot be done is a 400 that says why. */
async function control(
  served: ControlledServer,
  method: string,
  pathAndQuery: string,
  text: string,
  response: ServerResponse,
): Promise<void> {
  const [path, query] = pathAndQuery.split("?");
  const found = CONTROLS[`${method} ${path}`];
  const respond = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body ?? {}));
  if (!found) {
    respond(404, { error: `The fake has no control ${method} ${path}. It has: ${Object.keys(CONTROLS).join(", ")}.` });
    return;
  }
  try {
    const body: unknown = text === "" ? Object.fromEntries(new URLSearchParams(query)) : JSON.parse(text);
    respond(200, await found.run(served, body));
  } catch (error) {
    respond(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** Sends what has happened since; nobody waits for its answers, and a listener that is not there is no error of ours. */
async function tellListener({ fake, listener }: ControlledServer, told: number): Promise<void> {
  if (!listener) return;
  for (const event of fake.events().slice(told)) {
    await deliverWebhook(event, listener, fake.account.now()).catch((error: unknown) =>
      console.error(`${event.type} was not delivered to ${listener.url}:`, error),
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { port } = new Command("node tests/stripe-fake/serve-stripe-fake.ts")
    .description("Serves the fake of Stripe on loopback.")
    .option("--port <port>", "its port", "12111")
    .allowExcessArguments(false)
    .parse()
    .opts<{ port: string }>();
  const { url } = await serveStripeFake({ port: Number(port) });
  console.log(
    `The fake of Stripe answers on ${url}/v1 with the key ${FAKE_API_KEY}; its controls are under ${url}${CONTROL_PATH}.`,
  );
}
