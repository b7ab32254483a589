import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { orderView } from "../functions/orders/api/order-api.ts";
import type { Order } from "../functions/orders/rules/order.ts";
import { type PlannedAnswer, startApiServer } from "../tests/builders/api-server.ts";
import { sam } from "../tests/builders/callers.ts";
import { orderInEachSituation } from "../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withInstructions, withPayment } from "../tests/builders/payments.ts";
import { FAKE_API_KEY, StripeFake } from "../tests/stripe-fake/stripe-fake.ts";
import { capturedPayment, DAY, sdkFor } from "../tests/stripe-fake/testing.ts";

const MADE_AT = Date.now() - 2 * DAY;
const PERIOD = ["--from", new Date(MADE_AT - DAY).toISOString(), "--to", new Date(Date.now()).toISOString()];
const { delivered } = orderInEachSituation();
const { id } = delivered;

/** The delivered order, placed two days ago, as the API tells it. */
function ourOrder(reference: string, ...refunds: Parameters<typeof withInstructions>[1][]) {
  const order = withPayment(withInstructions(delivered, aCapture(1, 3_870), ...refunds), {
    provider: "stripe",
    attempts: [anAttempt({ status: "CAPTURED", reference })],
  } satisfies Partial<Order["payment"]>);
  const placed = new Date(MADE_AT).toISOString();
  return orderView({ ...order, createdAt: placed, updatedAt: placed }, sam, placed);
}

/** A Stripe on this machine with a payment of the order, captured two days ago. */
async function aBank() {
  const fake = new StripeFake({ now: () => MADE_AT });
  const metadata = { order: id, attempt: `${id}/1` };
  const { id: intent } = await capturedPayment(sdkFor(fake), { amount: 3_870, metadata });
  return { fake, intent };
}

/** A server on this machine until the test ends. */
async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function serveFake(fake: StripeFake) {
  return serve(async (incoming, response) => {
    const { method = "", url: path = "" } = incoming;
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const answer = await fake.respond({ method, path, headers, body: await text(incoming) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
}

/** Secrets Manager: it holds one secret. */
function serveSecret(apiKey: string) {
  const SecretString = JSON.stringify({ apiKey, webhookSecrets: [] });
  return serve((_, response) => {
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify({ SecretString }));
  });
}

interface Ended {
  readonly code: number;
  readonly printed: string;
  readonly paths: readonly string[];
}

/** Runs the command against this bank and an API with these answers. */
async function reconcile(
  fake: StripeFake,
  answers: readonly PlannedAnswer[],
  options: readonly string[] = [],
  apiKey = FAKE_API_KEY,
): Promise<Ended> {
  await using api = await startApiServer(answers);
  await using bank = await serveFake(fake);
  await using secrets = await serveSecret(apiKey);
  const ended = await run([...PERIOD, "--url", api.url, "--token", "a-token", ...options], {
    AWS_ENDPOINT_URL: secrets.url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    PAYMENT_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:000000000000:secret:stripe",
    STRIPE_URL: bank.url,
  });
  return { ...ended, paths: api.requests.map(({ path }) => path) };
}

function run(options: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Omit<Ended, "paths">> {
  const command = join(import.meta.dirname, "reconcile.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...options], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), printed: stdout + stderr }),
    );
  });
}

const page = (...data: object[]): PlannedAnswer => ({ body: { data, nextCursor: null } });

describe.concurrent("npm run reconcile", () => {
  test("the books are the same: says how much was compared, exit code 0", async () => {
    const { fake, intent } = await aBank();
    const { code, printed, paths } = await reconcile(fake, [page(ourOrder(intent))]);

    expect(printed).toBe("Compared 1 payment of the bank with 1 order: no differences.\n");
    expect(paths).toEqual(["/v1/orders?limit=100"]);
    expect(code).toBe(0);
  });

  test("what differs is listed in plain words, exit code 1", async () => {
    const { fake, intent } = await aBank();
    fake.refundInDashboard(intent, 500);
    const { code, printed } = await reconcile(fake, [page(ourOrder(intent, aRefund(2, 1, 300)))]);

    expect(printed).toContain(`✗ ${id} (${intent}): the bank says that 5.00 EUR are given back (re_`);
    expect(printed).toContain("we say that we know of no such refund.");
    expect(printed).toContain(
      "the bank says that there is no refund (instruction 2); we say that a refund of 3.00 EUR is DONE.",
    );
    expect(printed).toContain(`To do: ask the bank with POST /payments/${id}/refresh`);
    expect(printed).toContain("Compared 1 payment of the bank with 1 order: 2 differences.");
    expect(code).toBe(1);
  });

  test("--json: a line of JSON for each, and nothing else", async () => {
    const { fake, intent } = await aBank();
    const dispute = fake.openDispute(intent);
    const { code, printed } = await reconcile(fake, [page(ourOrder(intent))], ["--json"]);

    expect(JSON.parse(printed)).toMatchObject({
      orderId: id,
      reference: intent,
      bank: `the dispute ${dispute} of 38.70 EUR is OPEN`,
      ours: "we know of no such dispute",
    });
    expect(code).toBe(1);
  });

  test("an order that was placed before is read by itself; one that we do not have is listed", async () => {
    const { fake, intent } = await aBank();
    const old = await reconcile(fake, [page(), { body: ourOrder(intent) }]);
    expect(old).toMatchObject({ code: 0, paths: ["/v1/orders?limit=100", `/v1/orders/${id}`] });

    const missing = { status: 404, body: { status: 404, code: "not_found", detail: "Resource not found." } };
    const { code, printed } = await reconcile(fake, [page(), missing]);
    expect(printed).toContain(
      "the bank says that 38.70 EUR are captured and 0.00 EUR held; we say that there is no such order.",
    );
    expect(code).toBe(1);
  });

  test("an order whose payment the bank does not list", async () => {
    const { code, printed } = await reconcile(new StripeFake({ now: () => MADE_AT }), [page(ourOrder("pi_elsewhere"))]);

    expect(printed).toContain(`${id} (pi_elsewhere): the bank says that there is no such payment`);
    expect(code).toBe(1);
  });

  test("what changed a moment ago is no difference yet; what names no order is only counted", async () => {
    const { fake, intent } = await aBank();
    await capturedPayment(sdkFor(fake), { metadata: {} });
    const changing = { ...ourOrder(intent, aRefund(2, 1, 300)), updatedAt: new Date().toISOString() };
    const { code, printed } = await reconcile(fake, [page(changing)]);

    expect(printed).toContain("no differences.");
    expect(printed).toContain("1 payment changed a moment ago");
    expect(printed).toContain("1 payment at the bank names no order");
    expect(code).toBe(0);
  });

  test("a key that Stripe does not know: says what to mend, exit code 2", async () => {
    const { fake } = await aBank();
    const { code, printed } = await reconcile(fake, [page()], [], "sk_test_unknown");

    expect(printed).toContain("Stripe does not know the API key");
    expect(code).toBe(2);
  });

  test("an API that refuses: says so, exit code 2", async () => {
    const { fake } = await aBank();
    const refusal = { status: 403, body: { status: 403, code: "forbidden", detail: "A customer may not do this." } };
    const { code, printed } = await reconcile(fake, [refusal]);

    expect(printed).toContain("answered 403: A customer may not do this.");
    expect(code).toBe(2);
  });

  test("a provider that cannot list its payments: one sentence, exit code 2", async () => {
    const { code, printed } = await run([...PERIOD, "--provider", "sandbox"]);

    expect(printed).toBe('The provider "sandbox" cannot list its payments, so its books cannot be compared.\n');
    expect(code).toBe(2);
  });

  test.each([
    [["--from", "yesterday", "--to", "2026-11-20"], "It is a day, as 2026-11-20"],
    [["--from", "2026-11-31", "--to", "2026-12-20"], "It is a day, as 2026-11-20"],
    [["--from", "2026-11-21", "--to", "2026-11-20"], "--from has to be before --to"],
  ])("a period that is none, %j: says so", async (options, sentence) => {
    const { code, printed } = await run(options);

    expect(printed).toContain(sentence);
    expect(code).not.toBe(0);
  });
});
