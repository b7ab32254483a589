import { access } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import getPort from "get-port";
import * as z from "zod";
import { localFolder } from "../../local/environment.ts";
import { ClearError } from "../../local/terminal/clear-error.ts";
import { API_VERSION } from "../stripe-fake/stripe-fake.ts";

/** The one that has the SDK's version of the API. */
export const STRIPE_MOCK_VERSION = "v0.203.0";
const MODULE = `github.com/stripe/stripe-mock@${STRIPE_MOCK_VERSION}`;
const folder = join(localFolder, `stripe-mock-${STRIPE_MOCK_VERSION}`);
const START_MS = 60_000;

/** stripe-mock's program, built once with Go; undefined where there is no Go. */
export async function installStripeMock(): Promise<string | undefined> {
  const program = join(folder, process.platform === "win32" ? "stripe-mock.exe" : "stripe-mock");
  if (await exists(program)) return program;
  const { failed } = await execa("go", ["version"], { reject: false });
  if (failed) return undefined;
  console.log(`Installing ${MODULE}`);
  await execa("go", ["install", MODULE], { env: { GOBIN: folder }, stdio: "inherit" });
  return program;
}

/** The description of the API that stripe-mock has in it. */
export async function stripeSpecFile(): Promise<string> {
  const { stdout } = await execa("go", ["mod", "download", "-json", MODULE], { cwd: folder });
  const { Dir } = z.object({ Dir: z.string() }).parse(JSON.parse(stdout));
  return join(Dir, "embedded", "openapi", "spec3.json");
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Starts it on loopback; it refuses requests of another version of the API than its own. */
export async function startStripeMock(program: string, signal: AbortSignal) {
  const address = `127.0.0.1:${await getPort({ host: "127.0.0.1" })}`;
  const running = execa(program, ["-http-addr", address, "-strict-version-check"], {
    reject: false,
    all: true,
    cancelSignal: signal,
  });
  let ended: string | undefined;
  void running.then(({ all }) => {
    ended = all;
  });
  const url = `http://${address}`;
  for (const until = Date.now() + START_MS; Date.now() < until && ended === undefined; await sleep(100)) {
    const answer = await sendToStripeMock(url, { method: "GET", path: "/v1/refunds", body: "" }).catch(() => undefined);
    if (answer?.status === 200) {
      await requireStrictness(url);
      return { url, stop: () => stop(running) };
    }
    if (answer) throw new ClearError(`stripe-mock refuses version ${API_VERSION}, which is the SDK's: ${answer.text}`);
  }
  await stop(running);
  throw new ClearError(`stripe-mock did not start: ${ended ?? `it does not answer on ${url}`}`);
}

/** @throws where it would accept whatever it is sent. */
async function requireStrictness(url: string): Promise<void> {
  const request = { method: "POST", path: "/v1/payment_intents", body: "amount=100&currency=eur&colour=red" };
  const { status } = await sendToStripeMock(url, request);
  if (status !== 400) throw new Error(`stripe-mock answered ${status} to a parameter that Stripe does not have.`);
}

async function stop(running: { kill(): boolean } & PromiseLike<unknown>): Promise<void> {
  running.kill();
  await running;
}

export interface MockedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export async function sendToStripeMock(url: string, { method, path, body }: MockedRequest) {
  const headers = {
    authorization: "Bearer sk_test_123",
    "stripe-version": API_VERSION,
    "content-type": "application/x-www-form-urlencoded",
  };
  const answer = await fetch(url + path, { method, headers, ...(method !== "GET" && { body }) });
  return { status: answer.status, text: await answer.text() };
}
