import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { transform } from "esbuild";
import pLimit from "p-limit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { dataOf, type Schemas } from "../../client/client.ts";
import { functionOutput } from "../../infra/output-names.ts";
import { dummyCredentials, localRegion } from "../../local/environment.ts";
import { cloud as sharedCloud } from "./api.ts";
import { eventually } from "./eventually.ts";
import { problemIn } from "./raw.ts";
import { type Order, orderOf, place } from "./shop.ts";
import { type Delivery, OLD_WEBHOOK_SECRET, type SentEvent, StripeShop } from "./stripe-shop.ts";
import { runTour } from "./tour.ts";

type Payment = Schemas["Payment"];

const VISA = { paymentMethod: "pm_card_visa" } as const;
const AUTHENTICATION = "pm_card_threeDSecure2Required";

let shop: StripeShop;
let sku: string;
beforeAll(async () => {
  shop = await StripeShop.open();
  sku = await shop.aProduct(100_000);
}, 240_000);
afterAll(() => shop?.stop());

/** A paid order; placed again under its key while a busy engine answers 202. */
async function anOrder(): Promise<Order> {
  const key = randomUUID();
  const { data } = await eventually(
    () => place(shop.customer, orderOf(sku, 1, VISA), key),
    ({ data: order }) => order?.status === "CONFIRMED",
  );
  if (data === undefined) throw new Error("The order was not placed.");
  return data;
}

/** A paid order whose money is captured, and its PaymentIntent at Stripe. */
async function aCapturedOrder() {
  const order = await anOrder();
  const header = { "Idempotency-Key": randomUUID() };
  await eventually(
    () => shop.staff.POST("/payments/{orderId}/capture", { params: { path: { orderId: order.id }, header }, body: {} }),
    ({ data }) => data?.status === "CAPTURED",
  );
  const [intent] = shop.fake.intentsOf(order.id);
  if (!intent) throw new Error(`Stripe has no payment of ${order.id}.`);
  // Nothing about it changes by itself from now on.
  await eventually(
    async () => dataOf(await shop.staff.GET("/shipments/{orderId}", { params: { path: { orderId: order.id } } })),
    ({ data }) => data.length > 0,
  );
  return { id: order.id, intent: intent.id };
}

async function paymentOf(orderId: string): Promise<Payment> {
  return dataOf(await shop.staff.GET("/payments/{orderId}", { params: { path: { orderId } } }));
}

async function versionOf(orderId: string): Promise<number> {
  return dataOf(await shop.staff.GET("/orders/{orderId}", { params: { path: { orderId } } })).version;
}

/** The newest event of a type. */
function eventOf(type: string): SentEvent {
  const found = shop.fake.events().findLast((event) => event.type === type);
  if (!found) throw new Error(`Stripe has no event ${type}.`);
  return found;
}

describe("POST /webhooks/stripe", () => {
  test("a refund in Stripe's dashboard: the order knows of it once it is told, and once however often it is told", async () => {
    const { id, intent } = await aCapturedOrder();
    shop.fake.refundInDashboard(intent, 500);
    const event = eventOf("charge.refunded");

    expect((await shop.deliver(event)).status).toBe(200);
    const told = await eventually(
      () => paymentOf(id),
      ({ refunded }) => refunded.amount > 0,
    );
    await Promise.all([1, 2, 3].map(() => shop.deliver(event)));

    expect(told.refunded.amount).toBe(500);
    const again = await paymentOf(id);
    expect(again).toMatchObject({ refunded: told.refunded, status: "PARTIALLY_REFUNDED" });
    expect(again.instructions).toEqual(told.instructions);
  });

  test("a dispute that was opened and won, told in the wrong order: the order has it as Stripe has it now", async () => {
    const { id, intent } = await aCapturedOrder();
    const dispute = shop.fake.openDispute(intent);
    const opened = eventOf("charge.dispute.created");
    await shop.deliver(opened);
    await eventually(
      () => paymentOf(id),
      ({ attempts }) => attempts?.[0]?.disputes?.[0]?.status === "OPEN",
    );

    shop.fake.closeDispute(dispute, "won");
    await shop.deliver(eventOf("charge.dispute.closed"));
    await shop.deliver(opened);

    await eventually(
      () => paymentOf(id),
      ({ attempts }) => attempts?.[0]?.disputes?.[0]?.status === "WON",
    );
  });

  test("signed with the secret before, up to five minutes ago: accepted", async () => {
    const { id, intent } = await aCapturedOrder();
    shop.fake.refundInDashboard(intent, 100);
    const old = { secret: OLD_WEBHOOK_SECRET, signedAt: -280 };

    expect(await (await shop.deliver(eventOf("charge.refunded"), old)).json()).toEqual({ received: true });

    await eventually(
      () => paymentOf(id),
      ({ refunded }) => refunded.amount === 100,
    );
  });

  describe("refused, and nothing is asked or changed:", () => {
    let order: Awaited<ReturnType<typeof aCapturedOrder>>;
    beforeAll(async () => {
      order = await aCapturedOrder();
      shop.fake.refundInDashboard(order.intent, 100);
    });

    const NOISE = "waybill ".repeat(128 * 1024);
    const refusals: Record<string, [status: number, code: string, delivery: Delivery]> = {
      "forged: signed with another secret": [400, "webhook_refused", { secret: "whsec_of_nobody" }],
      "forged: another body than the signed one": [400, "webhook_refused", { forged: '{"object":"event"}' }],
      "signed six minutes ago": [400, "webhook_refused", { signedAt: -360 }],
      "signed six minutes from now": [400, "webhook_refused", { signedAt: 360 }],
      "a megabyte of noise": [413, "body_too_large", { forged: NOISE }],
    };

    test.each(Object.entries(refusals))("%s", async (_, [status, code, delivery]) => {
      const { id } = order;
      const before = { version: await versionOf(id), asked: shop.fake.requests.length };

      const answer = await shop.deliver(eventOf("charge.refunded"), delivery);

      expect([answer.status, (await problemIn(answer)).code]).toEqual([status, code]);
      expect({ version: await versionOf(id), asked: shop.fake.requests.length }).toEqual(before);
    });

    test("without a signature: 400, naming the header", async () => {
      const url = `${shop.cloud.apiUrl}/webhooks/stripe`;
      const answer = await fetch(url, { method: "POST", body: JSON.stringify({ object: "event" }) });
      expect(answer.status).toBe(400);
      expect((await problemIn(answer)).errors).toMatchObject([{ path: "headers.Stripe-Signature" }]);
    });
  });

  describe("about nothing of this shop: 200, and nothing is changed", () => {
    let order: Awaited<ReturnType<typeof aCapturedOrder>>;
    beforeAll(async () => {
      order = await aCapturedOrder();
    });

    const nothing: Record<string, () => SentEvent> = {
      "an event of a kind that Waybill does not know": () => ({
        type: "customer.created",
        object: { object: "customer", id: "cus_1" },
      }),
      "a payment that Stripe does not have": () => ({
        type: "payment_intent.succeeded",
        object: { object: "payment_intent", id: "pi_of_another_account" },
      }),
      "an event of live mode": () => ({ ...eventOf("payment_intent.succeeded"), livemode: true }),
    };

    test.each(Object.entries(nothing))("%s", async (_, make) => {
      const version = await versionOf(order.id);
      expect((await shop.deliver(make())).status).toBe(200);
      expect(await versionOf(order.id)).toBe(version);
    });

    test("a payment of an order of another deployment that has the same account", async () => {
      const event = { type: "payment_intent.succeeded", object: { object: "payment_intent", id: order.intent } };
      const metadata = shop.fake.account.intents.get(order.intent)?.metadata ?? {};
      Object.assign(metadata, { order: `ord_${"0".repeat(32)}` });
      expect((await shop.deliver(event)).status).toBe(200);
    });
  });

  test("Stripe cannot be asked: 503, so that Stripe sends the event again", async () => {
    const { id, intent } = await aCapturedOrder();
    shop.fake.refundInDashboard(intent, 100);
    const event = eventOf("charge.refunded");
    shop.fake.fault({ kind: "serverError", effect: "before" }, { method: "GET", path: "/v1/charges" });

    const answer = await shop.deliver(event);

    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"]);
    expect((await shop.deliver(event)).status).toBe(200);
    await eventually(
      () => paymentOf(id),
      ({ refunded }) => refunded.amount === 100,
    );
  });

  /** The engine keeps to a share that is set like this, and ignores that of a template (docs/engines.md). */
  async function reserve(name: string, ReservedConcurrentExecutions: number): Promise<void> {
    const lambda = new LambdaClient({
      endpoint: shop.cloud.endpoint,
      region: localRegion,
      credentials: dummyCredentials,
    });
    const FunctionName = shop.cloud.outputs[functionOutput(name)];
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  }

  test.runIf(sharedCloud.kind === "MiniStack")(
    "a flood of 1,000, while orders are placed: only webhooks are throttled, and nothing is lost",
    async () => {
      const FLOOD = 1_000;
      const captured = await Promise.all([aCapturedOrder(), aCapturedOrder(), aCapturedOrder()]);
      for (const { intent } of captured) shop.fake.refundInDashboard(intent, 700);
      const events = shop.fake
        .events()
        .filter(({ type }) => type === "charge.refunded")
        .slice(-captured.length);
      await reserve("webhooks", 2);
      const atOnce = pLimit(50);
      const flood = Array.from({ length: FLOOD }, (_, index) =>
        atOnce(async () => {
          const event = events[index % events.length] ?? eventOf("charge.refunded");
          const forged = index % 4 === 0 ? { secret: "whsec_of_nobody" } : {};
          const answer = await fetch(shop.webhook(event, forged));
          await answer.arrayBuffer();
          return { event, status: answer.status };
        }),
      );
      const orders = Array.from({ length: 20 }, () => place(shop.customer, orderOf(sku, 1, VISA)));

      for (const { response, data } of await Promise.all(orders)) {
        expect([201, 202]).toContain(response.status);
        if (response.status === 201) expect(data).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
      }
      const answers = await Promise.all(flood);

      // 200: taken; 400: forged; 429: the function's share was used up, so that Stripe sends it again.
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400, 429]));
      await reserve("webhooks", 10);
      for (const event of events) {
        const isTaken = answers.some((one) => one.event === event && one.status === 200);
        if (!isTaken) expect((await shop.deliver(event)).status).toBe(200);
      }
      for (const { id } of captured) {
        const told = await eventually(
          () => paymentOf(id),
          ({ refunded }) => refunded.amount > 0,
        );
        expect(told.refunded.amount).toBe(700);
      }
    },
    120_000,
  );
});

describe("docs/guides/pay-with-stripe.md", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../docs/guides/pay-with-stripe.md"), "utf8");
  const Orders = z.object({
    placeOrder: z.custom<(request: object) => Promise<unknown>>((value) => typeof value === "function"),
    payAgain: z.custom<(request: object) => Promise<unknown>>((value) => typeof value === "function"),
  });

  /** A file of the guide, as it stands there. */
  function fileIn(kind: string, name: string): string {
    const [, text] = new RegExp(`^\`\`\`${kind} ${name}\\n(.*?)^\`\`\`$`, "ms").exec(guide) ?? [];
    if (text === undefined) throw new Error(`The guide has no ${name}.`);
    return text;
  }

  function ordersOfGuide() {
    const file = fileIn("js", "waybill-orders.js");
    return import(`data:text/javascript,${encodeURIComponent(file)}`).then((module) => Orders.parse({ ...module }));
  }

  /** In the place of Stripe.js: the customer does, or fails, what the bank asks for. */
  function browser(result: "completed" | "failed") {
    const secrets: string[] = [];
    const handleNextAction = async ({ clientSecret }: { clientSecret: string }) => {
      secrets.push(clientSecret);
      const [intent = ""] = clientSecret.split("_secret_");
      if (result === "completed") shop.fake.completeAction(intent);
      else shop.fake.failAction(intent);
    };
    return { secrets, stripe: { handleNextAction } };
  }

  async function pay(paymentMethod: string, stripe: object, more: object = {}) {
    const { placeOrder } = await ordersOfGuide();
    const [api, token] = [shop.cloud.apiUrl, await shop.cloud.token("customer", "alice")];
    return placeOrder({ api, token, stripe, key: randomUUID(), order: orderOf(sku, 1, { paymentMethod, ...more }) });
  }

  test("a card: paid at once, and nobody is asked", async () => {
    const { secrets, stripe } = browser("failed");
    expect(await pay("pm_card_visa", stripe)).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
    expect(secrets).toEqual([]);
  });

  test("3-D Secure, which the customer completes: paid", async () => {
    const { secrets, stripe } = browser("completed");
    expect(await pay(AUTHENTICATION, stripe)).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
    expect(secrets).toHaveLength(1);
  });

  test("3-D Secure, which the customer does not complete: FAILED", async () => {
    expect(await pay(AUTHENTICATION, browser("failed").stripe)).toMatchObject({ status: "FAILED" });
  });

  test("a card that is declined: FAILED", async () => {
    const { stripe } = browser("completed");
    expect(await pay("pm_card_chargeDeclined", stripe)).toMatchObject({
      status: "FAILED",
      failure: { reason: "PAYMENT_DECLINED" },
    });
  });

  test("what is no payment method of Stripe's: refused with the sentence of the problem", async () => {
    await expect(pay("manual", browser("completed").stripe)).rejects.toThrow(
      /^The payment method "manual" is unknown\./,
    );
  });

  test("an order that waits for another card: payAgain pays it, with what the bank asks for", async () => {
    const body = orderOf(sku, 1, {
      customerId: "alice",
      paymentMethod: "pm_card_chargeDeclined",
      paymentHoldSeconds: 600,
    });
    const waiting = dataOf(await place(shop.staff, body));
    const { payAgain } = await ordersOfGuide();
    const request = { api: shop.cloud.apiUrl, token: await shop.cloud.token("customer", "alice"), key: randomUUID() };

    const paid = await payAgain({
      ...request,
      stripe: browser("completed").stripe,
      orderId: waiting.id,
      paymentMethod: AUTHENTICATION,
    });

    expect(paid).toMatchObject({ status: "AUTHORIZED" });
  });

  test("the page is whole: its script is a module that uses the file above, and names a product of the catalogue", async () => {
    const page = fileIn("html", "checkout.html");
    const [, script = ""] = /<script type="module">(.*?)<\/script>/s.exec(page) ?? [];
    const { code } = await transform(script, { loader: "js", format: "esm" });
    expect(code).toContain('import { placeOrder } from "./waybill-orders.js"');
    expect(page).toContain('<script src="https://js.stripe.com/v3/"></script>');
    const [, shownSku] = /sku: "(.+?)"/.exec(page) ?? [];
    const [, shownPrice] = /Pay (\d+\.\d\d) €/.exec(page) ?? [];
    const catalogue = readFileSync(join(import.meta.dirname, "../../local/seed/products.csv"), "utf8");
    expect(catalogue.split("\n").find((line) => line.startsWith(`${shownSku},`))).toContain(`,${shownPrice},EUR`);
    expect(page).toContain(`amount: ${Math.round(Number(shownPrice) * 100)},`);
  });
});

test("docs/tour.md on Stripe: every command answers as the page shows, and Stripe's books are the order's", async () => {
  const tourSku = await shop.aProduct(10);
  const environment = { API: shop.cloud.apiUrl, STAFF: await shop.cloud.token("staff", "sam"), SKU: tourSku };
  const methods = { pm_sandbox_declined: "pm_card_chargeDeclined", pm_sandbox_multicapture: "pm_card_visa" };
  const order = await runTour({ page: "tour.md", environment, methods }, "$ORDER");

  const { captured, refunded, authorizedAmount } = await paymentOf(order);
  expect(shop.fake.books(order)).toEqual({
    order,
    held: authorizedAmount.amount,
    captured: captured.amount,
    refunded: refunded.amount,
    refundedElsewhere: 0,
    disputed: 0,
    lost: 0,
  });
  expect([captured.amount, refunded.amount]).toEqual([3_950, 1_150]);
}, 120_000);
