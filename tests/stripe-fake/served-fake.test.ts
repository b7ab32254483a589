import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { type ServedFake, serveStripeFake } from "./serve-stripe-fake.ts";
import { FAKE_API_KEY } from "./stripe-fake.ts";
import { aPayment, capturedPayment, heldPayment, refusalOf } from "./testing.ts";

let served: ServedFake;
let stripe: Stripe;
let shop: Awaited<ReturnType<typeof startShop>>;

beforeEach(async () => {
  served = await serveStripeFake();
  shop = await startShop();
  const { port } = new URL(served.url);
  stripe = new Stripe(FAKE_API_KEY, {
    host: "127.0.0.1",
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
});
afterEach(async () => {
  await served.close();
  await shop.close();
});

/** What receives webhooks, and checks them as the SDK does. */
async function startShop(secret = "whsec_shop") {
  const received: { readonly type: string; readonly id: string }[] = [];
  const server = createServer(async (request, response) => {
    try {
      const body = await text(request);
      const event = Stripe.webhooks.constructEvent(body, `${request.headers["stripe-signature"]}`, secret);
      received.push({ type: event.type, id: event.id });
      response.writeHead(200).end();
    } catch {
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The shop has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/webhooks/stripe`,
    received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function control(method: string, path: string, body?: unknown) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const answer = await fetch(`${served.url}/_fake/${path}`, init);
  return { status: answer.status, body: await answer.json() };
}

/** The id of what a control makes. */
async function made(path: string, body: unknown): Promise<string> {
  return z.object({ id: z.string() }).parse((await control("POST", path, body)).body).id;
}

test("the API over HTTP, with the SDK's own client", async () => {
  const { id } = await capturedPayment(stripe);
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "succeeded" });
  expect(await refusalOf(stripe.paymentIntents.retrieve("pi_unknown"))).toMatchObject({ statusCode: 404 });
});

test("a lost answer closes the connection", async () => {
  const match = { path: "/v1/payment_intents" };
  await control("POST", "faults", { fault: { kind: "lost", effect: "after" }, match: { ...match, times: 2 } });
  expect(await refusalOf(stripe.paymentIntents.create(aPayment(), { idempotencyKey: "k1" }))).toMatchObject({
    type: "StripeConnectionError",
  });
  expect(served.fake.account.intents.size).toBe(1);
});

test("actions, disputes, refunds, holds, time, methods, keys and books by control", async () => {
  const waiting = await heldPayment(stripe, { payment_method: "pm_card_threeDSecure2Required" });
  const intent = waiting.client_secret;
  expect(await control("POST", "actions", { intent, result: "completed" })).toEqual({ status: 200, body: {} });
  await stripe.paymentIntents.confirm(waiting.id);
  expect((await control("GET", "books?order=ord_1")).body).toMatchObject({ held: 5_000 });
  await control("POST", "holds/expire", { intent: waiting.id });
  expect((await control("GET", "intents?order=ord_1")).body).toEqual([{ id: waiting.id, status: "canceled" }]);

  const paid = await capturedPayment(stripe, { metadata: { order: "ord_2" } });
  await control("POST", "refunds/fail", { refund: await made("refunds", { intent: paid.id, amount: 500 }) });
  await control("POST", "disputes/close", { dispute: await made("disputes", { intent: paid.id }), result: "lost" });
  expect((await control("GET", "books")).body).toMatchObject([{ order: "ord_1" }, { order: "ord_2", lost: 5_000 }]);

  const customer = await made("customers", {});
  const payment_method = await made("methods", { customer, card: "pm_card_visa" });
  const saved = await heldPayment(stripe, { customer, payment_method });
  await control("POST", "clock", { forwardMs: 7 * 86_400_000 });
  expect(await stripe.paymentIntents.retrieve(saved.id)).toMatchObject({ cancellation_reason: "automatic" });

  await control("POST", "multicapture", { grant: "notEligible" });
  await control("DELETE", "keys", { key: FAKE_API_KEY });
  expect(await refusalOf(stripe.paymentIntents.retrieve(saved.id))).toMatchObject({ statusCode: 401 });
  await control("POST", "keys", { key: FAKE_API_KEY, permissions: "all" });
  expect((await control("GET", "requests")).body).toContainEqual(
    expect.objectContaining({ method: "POST", path: "/v1/payment_intents" }),
  );
});

test("a control that does not exist, or cannot be done, says so", async () => {
  expect(await control("POST", "nothing")).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining("POST actions") },
  });
  expect(await control("POST", "actions", { intent: "pi_unknown", result: "failed" })).toMatchObject({
    status: 400,
    body: { error: "The fake knows no pi_unknown." },
  });
  expect(await control("POST", "actions", { colour: "red" })).toMatchObject({ status: 400 });
});

test("webhooks: signed, in order, twice, reversed, with two secrets", async () => {
  await capturedPayment(stripe);
  const { url } = shop;
  const types = ["charge.captured", "payment_intent.succeeded"];
  const deliver = (more: object) => control("POST", "webhooks", { url, secrets: ["whsec_shop"], types, ...more });
  expect((await deliver({})).body).toMatchObject([{ status: 200 }, { status: 200 }]);
  await deliver({ reversed: true, times: 2 });
  await deliver({ secrets: ["whsec_new", "whsec_shop"] });
  const [captured, succeeded] = types;
  expect(shop.received.map(({ type }) => type)).toEqual([
    ...[captured, succeeded],
    ...[succeeded, succeeded, captured, captured],
    ...[captured, succeeded],
  ]);
});

test.each([
  ["old", { ageSeconds: 301 }],
  ["signed with another secret", { forged: "secret" }],
  ["changed after it was signed", { forged: "body" }],
  ["without a signature", { forged: "unsigned" }],
])("a webhook that is %s is refused by the SDK", async (_, more) => {
  await stripe.paymentIntents.create(aPayment());
  const { body } = await control("POST", "webhooks", { url: shop.url, secrets: ["whsec_shop"], ...more });
  expect(body).toMatchObject([{ type: "payment_intent.created", status: 400 }]);
  expect(shop.received).toEqual([]);
});

test("a listener gets every event by itself", async () => {
  await control("POST", "listener", { url: shop.url, secrets: ["whsec_shop"] });
  const { id } = await stripe.paymentIntents.create(aPayment());
  await expect.poll(() => shop.received.map(({ type }) => type)).toEqual(["payment_intent.created"]);
  await control("DELETE", "listener", {});
  await stripe.paymentIntents.cancel(id);
  const { body: events } = await control("GET", "events");
  expect(events).toHaveLength(2);
  expect(shop.received).toHaveLength(1);
});
