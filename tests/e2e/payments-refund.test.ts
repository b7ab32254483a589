import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { apiAs, staff } from "./api.ts";
import { aCapturedOrder, anOrder, eur, expectRefused, paymentIn, readPayment, send } from "./payments.ts";
import { isReplay } from "./raw.ts";
import { unique } from "./shop.ts";

const reason = "One cup arrived broken";
/** Longer than the sandbox takes for refunds and disputes in this stage. */
const LATE_MS = 27_000;

test("by amount, by lines, then all that is left", async () => {
  const { orderId, sku } = await aCapturedOrder();

  expect(await paymentIn(await send(orderId, "refund", { amount: eur(500), reason }))).toMatchObject({
    status: "PARTIALLY_REFUNDED",
    refunded: eur(500),
    instructions: [{ kind: "CAPTURE" }, { kind: "REFUND", state: "DONE", note: reason }],
  });
  const lines = [{ sku, quantity: 1 }];
  expect(await paymentIn(await send(orderId, "refund", { lines, reason }))).toMatchObject({
    refunded: eur(2_500),
    refunds: [{}, { capture: 1, amount: eur(2_000), lines }],
  });
  expect(await paymentIn(await send(orderId, "refund", { reason }))).toMatchObject({
    status: "REFUNDED",
    refunded: eur(4_000),
  });
  await expectRefused(orderId, "refund", { reason }, { status: 409, code: "nothing_to_refund" });
});

test("of two captures: the oldest is given back first", async () => {
  const { orderId } = await anOrder({ paymentMethod: "pm_sandbox_multicapture" });
  await paymentIn(await send(orderId, "capture", { amount: eur(1_000) }));
  await paymentIn(await send(orderId, "capture", {}));
  await paymentIn(await send(orderId, "refund", { amount: eur(1_500), reason }));

  await expect
    .poll(async () => (await readPayment(orderId)).refunds)
    .toMatchObject([
      { capture: 1, amount: eur(1_000), state: "DONE" },
      { capture: 2, amount: eur(500), state: "DONE" },
    ]);
});

test("its customer sees the refund, and neither the reason nor what was decided", async () => {
  const { orderId, bearer } = await aCapturedOrder();
  await paymentIn(await send(orderId, "refund", { amount: eur(500), reason }));

  const seen = dataOf(await apiAs(bearer).GET("/payments/{orderId}", { params: { path: { orderId } } }));

  expect(seen).toMatchObject({ refunded: eur(500), refunds: [{ amount: eur(500) }] });
  expect(JSON.stringify(seen)).not.toContain(reason);
  expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(["instructions"]));
});

test("sent again with its key: given back once; another body under the key: 422", async () => {
  const { orderId } = await aCapturedOrder();
  const [key, body] = [unique("key"), { amount: eur(500), reason }];
  await paymentIn(await send(orderId, "refund", body, { key }));

  const again = await send(orderId, "refund", body, { key });

  expect(isReplay(again)).toBe(true);
  expect(await paymentIn(again)).toMatchObject({ refunded: eur(500) });
  const reused = { status: 422, code: "idempotency_key_reused" };
  await expectRefused(orderId, "refund", { amount: eur(501), reason }, reused, { key });
  await expectRefused(orderId, "refund", { amount: eur(500), reason: "Another" }, reused, { key });
});

test("two members of staff at once: both refunds stand, in order", async () => {
  const { orderId } = await aCapturedOrder();
  const body = { amount: eur(500), reason };

  await Promise.all([send(orderId, "refund", body), send(orderId, "refund", body)]);

  await expect.poll(async () => (await readPayment(orderId)).refunded).toEqual(eur(1_000));
  expect((await readPayment(orderId)).refunds).toHaveLength(2);
});

test("ten at once for more than there is: never more than was captured", async () => {
  const { orderId } = await aCapturedOrder();
  const body = { amount: eur(1_500), reason };

  const answers = await Promise.all(Array.from({ length: 10 }, () => send(orderId, "refund", body)));

  expect(answers.filter(({ status }) => status < 300)).toHaveLength(2);
  await expect.poll(async () => (await readPayment(orderId)).refunded).toEqual(eur(3_000));
});

test("refused, and nothing is changed", async () => {
  const { orderId, sku, bearer } = await aCapturedOrder();
  const invalid = (...paths: string[]) => ({ status: 400, code: "invalid_request", paths });
  const refused = (body: object, refusal: Parameters<typeof expectRefused>[3]) =>
    expectRefused(orderId, "refund", body, refusal);
  const lines = [{ sku, quantity: 1 }];

  await refused({ amount: eur(4_001), reason }, { status: 409, code: "amount_too_large", paths: ["amount"] });
  await refused(
    { amount: { amount: 1, currency: "USD" }, reason },
    { status: 422, code: "wrong_currency", paths: ["amount.currency"] },
  );
  await refused(
    { lines: [{ sku: "NO-SUCH", quantity: 1 }], reason },
    { status: 422, code: "unknown_line", paths: ["lines.0.sku"] },
  );
  await refused(
    { lines: [...lines, { sku, quantity: 2 }], reason },
    { status: 409, code: "too_many_units", paths: ["lines.1.quantity"] },
  );
  await refused({ amount: eur(1), lines, reason }, invalid("lines"));
  await refused({ amount: eur(1) }, invalid("reason"));
  await refused({ amount: eur(1), reason: " " }, invalid("reason"));
  await refused({ amount: eur(0), reason }, invalid("amount.amount"));
  await refused({ amount: "5.00", reason }, invalid("amount"));
  await refused({ lines: [], reason }, invalid("lines"));
  await refused({ lines: [{ sku, quantity: 0 }], reason }, invalid("lines.0.quantity"));
  await refused({ shipment: 1, reason }, invalid("shipment"));
  await expectRefused(orderId, "refund", { reason }, { status: 400, code: "idempotency_key_missing" }, { key: "" });
  await expectRefused(orderId, "refund", { reason }, { status: 403, code: "forbidden" }, { bearer });
  const unpaid = await anOrder();
  await expectRefused(unpaid.orderId, "refund", { reason }, { status: 409, code: "nothing_to_refund" });
});

test("no answer: 202; sent again with its key: 200, given back once", async () => {
  const { orderId } = await aCapturedOrder({ paymentMethod: "pm_sandbox_refund_flaky" });
  const [key, body] = [unique("key"), { amount: eur(500), reason }];
  expect((await paymentIn(await send(orderId, "refund", body, { key }), 202)).refunds).toMatchObject([
    { state: "IN_FLIGHT" },
  ]);

  const again = await send(orderId, "refund", body, { key });

  expect(isReplay(again)).toBe(true);
  expect(await paymentIn(again)).toMatchObject({ refunded: eur(500), refunds: [{ state: "DONE" }] });
});

test("a card that takes no refunds: 200, REFUSED with the reason, and all is still there to be given back", async () => {
  const { orderId } = await aCapturedOrder({ paymentMethod: "pm_sandbox_refund_refused" });

  const payment = await paymentIn(await send(orderId, "refund", { reason }));

  expect(payment).toMatchObject({
    status: "CAPTURED",
    refunded: eur(0),
    instructions: [{}, { kind: "REFUND", state: "REFUSED", reason: "the card takes no refunds" }],
  });
});

describe.concurrent("what the bank does later", () => {
  test("a refund that the bank fails: DONE, REFUSED once the provider is asked again", async () => {
    const { orderId } = await aCapturedOrder({ paymentMethod: "pm_sandbox_refund_fails" });
    expect(await paymentIn(await send(orderId, "refund", { reason }))).toMatchObject({ status: "REFUNDED" });
    expect(await paymentIn(await send(orderId, "refresh"))).toMatchObject({ status: "REFUNDED" });
    await sleep(LATE_MS);

    expect(await paymentIn(await send(orderId, "refresh"))).toMatchObject({
      status: "CAPTURED",
      refunds: [{ state: "REFUSED" }],
    });
  });

  test("half is given back on the bank's own page: it is shown as external, and is not given back again", async () => {
    const { orderId } = await aCapturedOrder({ paymentMethod: "pm_sandbox_refunded_elsewhere" });
    await sleep(LATE_MS);

    const payment = await paymentIn(await send(orderId, "refresh"));
    expect(payment).toMatchObject({
      status: "PARTIALLY_REFUNDED",
      refunds: [{ external: true, state: "DONE", attempt: 1, seenAt: expect.any(String) }],
    });
    const timeline = dataOf(await (await staff()).GET("/orders/{orderId}/timeline", { params: { path: { orderId } } }));
    expect(timeline.data).toContainEqual({ type: "PaymentRefunded", at: expect.any(String), external: true });
    expect(await paymentIn(await send(orderId, "refund", { reason }))).toMatchObject({ status: "REFUNDED" });
  });

  test("a dispute: refunds are refused", async () => {
    const { orderId } = await aCapturedOrder({ paymentMethod: "pm_sandbox_disputed" });
    await sleep(LATE_MS);

    expect(await paymentIn(await send(orderId, "refresh"))).toMatchObject({ dispute: { status: "OPEN" } });
    await expectRefused(orderId, "refund", { reason }, { status: 409, code: "payment_disputed" });
  });

  test("a dispute that the shop loses: the money counts as given back, nothing can be refunded", async () => {
    const { orderId } = await aCapturedOrder({ paymentMethod: "pm_sandbox_dispute_lost" });
    await sleep(LATE_MS);

    const payment = await paymentIn(await send(orderId, "refresh"));
    expect(payment).toMatchObject({ status: "REFUNDED", dispute: { status: "LOST" }, refunds: [] });
    await expectRefused(orderId, "refund", { reason }, { status: 409, code: "nothing_to_refund" });
  });
});

test("refresh by a customer: 403", async () => {
  const { orderId, bearer } = await anOrder();
  await expectRefused(orderId, "refresh", undefined, { status: 403, code: "forbidden" }, { bearer });
});
