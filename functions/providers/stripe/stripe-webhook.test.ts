import Stripe from "stripe";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { ProblemError } from "../../platform/values/problems.ts";
import { ProviderMisconfiguredError, ProviderUnavailableError } from "../payment-provider.ts";
import { secretsClient } from "../provider-secret.ts";
import { stripeTransport } from "./stripe-transport.ts";
import { orderOfWebhook } from "./stripe-webhook.ts";

const NOW = "2026-11-27T12:00:00.000Z";
const ORDER = "ord_p1g2ky6srvh47rjeyt4av8nsevjm13dc";
const OLD_SECRET = "whsec_old";
const NEW_SECRET = "whsec_new";

/** What Stripe has, by the path that it is asked for. */
let atStripe: Record<string, unknown>;
let asked: string[];
let secret: { apiKey: string; webhookSecrets: string[] };
let secretsRead: number;
let arns = 0;

secretsClient.middlewareStack.add(
  () => async () => {
    secretsRead += 1;
    return { output: { $metadata: {}, SecretString: JSON.stringify(secret) }, response: undefined };
  },
  { step: "initialize", priority: "high", name: "test" },
);

beforeEach(() => {
  vi.stubEnv("PAYMENT_SECRET_ARN", `arn:aws:secretsmanager:eu-central-1:123456789012:secret:stripe-${++arns}`);
  secret = { apiKey: "sk_test_1", webhookSecrets: [OLD_SECRET, NEW_SECRET] };
  secretsRead = 0;
  atStripe = { "/v1/payment_intents/pi_1": { id: "pi_1", object: "payment_intent", metadata: { order: ORDER } } };
  asked = [];
  vi.spyOn(stripeTransport, "fetch").mockImplementation(async (url) => {
    const { pathname, searchParams } = new URL(url instanceof Request ? url.url : url);
    asked.push(pathname);
    const found = atStripe[pathname];
    if (found === undefined) return Response.json(missing, { status: 404 });
    if (found instanceof Response) return found;
    if (pathname !== "/v1/payment_intents/pi_1") expect([...searchParams.values()]).toEqual(["payment_intent"]);
    return Response.json(found);
  });
});

const missing = { error: { type: "invalid_request_error", code: "resource_missing", message: "No such object." } };

interface Sent {
  readonly body?: string | Uint8Array;
  readonly secret?: string;
  /** Seconds from now. */
  readonly signedAt?: number;
  readonly signature?: string | undefined;
}

function anEvent(object: object, more: object = {}): string {
  return JSON.stringify({ object: "event", id: "evt_1", livemode: false, data: { object }, ...more });
}

const aPayment = { object: "payment_intent", id: "pi_1" };

function signed({ body = anEvent(aPayment), secret: by = OLD_SECRET, signedAt = 0 }: Sent): string {
  const timestamp = Date.parse(NOW) / 1_000 + signedAt;
  const payload = typeof body === "string" ? body : new TextDecoder().decode(body);
  return new Stripe("sk_test_1").webhooks.generateTestHeaderString({ payload, secret: by, timestamp });
}

function receive(sent: Sent = {}): Promise<string | undefined> {
  const { body = anEvent(aPayment) } = sent;
  const signature = "signature" in sent ? sent.signature : signed(sent);
  const signal = new AbortController().signal;
  return runAt(NOW, () => orderOfWebhook(Buffer.from(body), signature, signal));
}

async function expectRefused(sent: Sent): Promise<void> {
  const error = await receive(sent).catch((thrown: unknown) => thrown);
  expect(error instanceof ProblemError && [error.problem.status, error.code]).toEqual([400, "webhook_refused"]);
  expect(asked).toEqual([]);
}

describe("the order is the one that Stripe's own payment names", () => {
  test("payment_intent: looked up", async () => {
    expect(await receive()).toBe(ORDER);
    expect(asked).toEqual(["/v1/payment_intents/pi_1"]);
  });

  test.each([
    ["charge", "ch_1", "/v1/charges/ch_1"],
    ["refund", "re_1", "/v1/refunds/re_1"],
    ["dispute", "dp_1", "/v1/disputes/dp_1"],
  ])("%s: looked up with its payment", async (object, id, path) => {
    atStripe[path] = { id, object, payment_intent: atStripe["/v1/payment_intents/pi_1"] };
    expect(await receive({ body: anEvent({ object, id }) })).toBe(ORDER);
    expect(asked).toEqual([path]);
  });

  test("a charge whose payment comes as its id: the payment is looked up, too", async () => {
    atStripe["/v1/charges/ch_1"] = { id: "ch_1", object: "charge", payment_intent: "pi_1" };
    expect(await receive({ body: anEvent({ object: "charge", id: "ch_1" }) })).toBe(ORDER);
  });

  test("what the event says of the payment is not believed", async () => {
    const body = anEvent({ ...aPayment, metadata: { order: "ord_of_another_shop" }, status: "succeeded" });
    expect(await receive({ body })).toBe(ORDER);
  });
});

describe("about something else, so that nothing is to be done:", () => {
  const nothing: Record<string, [body: string, path?: string, found?: unknown]> = {
    "an object of another kind": [anEvent({ object: "customer", id: "cus_1" })],
    "an id that is no id": [anEvent({ object: "charge", id: "../payment_intents/pi_1" })],
    "no object": [JSON.stringify({ object: "event", livemode: false, data: {} })],
    "signed text that is no JSON": ["payment_intent.succeeded"],
    "signed JSON that is no event": ["null"],
    "a thin event": [JSON.stringify({ object: "v2.core.event", id: "evt_1", livemode: false })],
    "an event of live mode at a test key": [anEvent(aPayment, { livemode: true })],
  };

  test.each(Object.entries(nothing))("%s; Stripe is not asked", async (_, [body]) => {
    expect(await receive({ body })).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test("an event of test mode at a live key; Stripe is not asked", async () => {
    secret = { ...secret, apiKey: "rk_live_1" };
    expect(await receive()).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await receive({ body: anEvent(aPayment, { livemode: true }) })).toBe(ORDER);
  });

  test("a payment that Stripe does not know", async () => {
    expect(await receive({ body: anEvent({ object: "payment_intent", id: "pi_2" }) })).toBeUndefined();
  });

  test("a payment of something else that the shop sells", async () => {
    atStripe["/v1/payment_intents/pi_1"] = { id: "pi_1", object: "payment_intent", metadata: {} };
    expect(await receive()).toBeUndefined();
  });

  test("a charge without a payment", async () => {
    atStripe["/v1/charges/ch_1"] = { id: "ch_1", object: "charge", payment_intent: null };
    expect(await receive({ body: anEvent({ object: "charge", id: "ch_1" }) })).toBeUndefined();
  });
});

describe("refused with 400, and Stripe is not asked:", () => {
  test.each<[string, Sent]>([
    ["no signature", { signature: undefined }],
    ["an empty signature", { signature: "" }],
    ["something else as a signature", { signature: "Bearer whsec_old" }],
    ["a signature without a time", { signature: signed({}).replace(/^t=\d+,/, "") }],
    ["a signature without a scheme that counts", { signature: signed({}).replace("v1=", "v0=") }],
    ["a signature of another body", { body: anEvent(aPayment, { id: "evt_2" }), signature: signed({}) }],
    ["a signature with another secret", { secret: "whsec_forged" }],
    [
      "a time that was changed after signing",
      { signature: signed({ signedAt: -301 }).replace(/t=\d+/, "t=1795780800") },
    ],
    ["a second time in front of the signed one", { signature: `t=1795780800,${signed({ signedAt: -301 })}` }],
    ["a second time after the signed one", { signature: `${signed({})},t=1795780700` }],
    ["more than five minutes old", { signedAt: -301 }],
    ["more than five minutes early", { signedAt: 301 }],
    ["an empty body", { body: "", signature: signed({}) }],
    ["a megabyte of noise", { body: Buffer.alloc(1024 * 1024, "waybill"), signature: signed({}) }],
  ])("%s", (_, sent) => expectRefused(sent));

  test("every signature, where there is no secret to check it with", async () => {
    secret = { ...secret, webhookSecrets: [] };
    await expectRefused({ secret: "", signature: signed({}) });
  });
});

test.each([-299, 299])("signed %d seconds from now: accepted", async (signedAt) => {
  expect(await receive({ signedAt })).toBe(ORDER);
});

describe("the secret is replaced", () => {
  test("two at once: an event with either is accepted", async () => {
    expect(await receive({ secret: OLD_SECRET })).toBe(ORDER);
    expect(await receive({ secret: NEW_SECRET })).toBe(ORDER);
    expect(secretsRead).toBe(1);
  });

  test("after this process read it: read again, but at most once a minute however many forged events there are", async () => {
    const now = vi.spyOn(clock, "now").mockReturnValue(0);
    secret = { ...secret, webhookSecrets: [OLD_SECRET] };
    await receive({ secret: OLD_SECRET });
    secret = { ...secret, webhookSecrets: [OLD_SECRET, NEW_SECRET] };
    await receive({ secret: NEW_SECRET }).catch(() => undefined);
    expect(secretsRead).toBe(1);

    now.mockReturnValue(60_000);
    expect(await receive({ secret: NEW_SECRET })).toBe(ORDER);
    for (let forged = 0; forged < 20; forged++) await receive({ secret: "whsec_forged" }).catch(() => undefined);
    expect(secretsRead).toBe(2);
  });
});

describe("Stripe cannot be asked, so that it has to send the event again:", () => {
  const unauthorized = { error: { type: "invalid_request_error", message: "Invalid API Key provided: sk_test_***1" } };

  test("it answers 500", async () => {
    atStripe["/v1/payment_intents/pi_1"] = Response.json({ error: { message: "Down." } }, { status: 500 });
    await expect(receive()).rejects.toThrow(ProviderUnavailableError);
  });

  test("it does not know our key: a person has to mend that", async () => {
    atStripe["/v1/payment_intents/pi_1"] = Response.json(unauthorized, { status: 401 });
    await expect(receive()).rejects.toThrow(ProviderMisconfiguredError);
  });

  test("it does not answer in time", async () => {
    vi.mocked(stripeTransport.fetch).mockImplementation((_, init) => {
      return new Promise((_resolve, reject) =>
        init?.signal?.addEventListener("abort", () => reject(new Error("late"))),
      );
    });
    const signal = AbortSignal.timeout(20);
    const late = runAt(NOW, () => orderOfWebhook(Buffer.from(anEvent(aPayment)), signed({}), signal));
    await expect(late).rejects.toThrow(ProviderUnavailableError);
  });
});
