import { expect, test } from "vitest";
import { staff } from "./api.ts";
import { anOrder, eur, expectRefused, paymentIn, readPayment, send } from "./payments.ts";
import { isReplay } from "./raw.ts";
import { readOrder, unique } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

test("all that is due is captured before anything ships", async () => {
  const { orderId } = await anOrder();

  const payment = await paymentIn(await send(orderId, "capture", {}));

  expect(payment).toMatchObject({
    status: "CAPTURED",
    captured: eur(4_000),
    authorizedAmount: eur(0),
    due: eur(0),
    captures: [{ instruction: 1, state: "DONE", amount: eur(4_000), attempt: 1 }],
  });
  expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "CONFIRMED" });
});

test("in three parts, with a method that allows it", async () => {
  const { orderId } = await anOrder({ paymentMethod: "pm_sandbox_multicapture", paymentHoldSeconds: 0 });

  expect(await paymentIn(await send(orderId, "capture", { amount: eur(1_000) }))).toMatchObject({
    status: "PARTIALLY_CAPTURED",
    authorizedAmount: eur(3_000),
    due: eur(3_000),
  });
  await paymentIn(await send(orderId, "capture", { amount: eur(500) }));
  expect(await paymentIn(await send(orderId, "capture", {}))).toMatchObject({ status: "CAPTURED" });
  expect((await readPayment(orderId)).captures.map(({ amount }) => amount.amount)).toEqual([1_000, 500, 2_500]);
});

test("a final part: the rest is let go of, and paid another way", async () => {
  const { orderId } = await anOrder({ paymentMethod: "pm_sandbox_multicapture" });

  const part = await paymentIn(await send(orderId, "capture", { amount: eur(1_000), final: true }));

  expect(part).toMatchObject({ status: "PARTIALLY_CAPTURED", authorizedAmount: eur(0), due: eur(3_000) });
  expect(await authorizationsOf(orderId)).toMatchObject([{ status: "CAPTURED" }]);
  expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "CONFIRMED" });
  await paymentIn(await send(orderId, "authorize", { paymentMethod: "pm_sandbox_ok" }));
  expect(await paymentIn(await send(orderId, "capture", {}))).toMatchObject({ status: "CAPTURED" });
});

test("no answer: 202; sent again with its key: 200, captured once", async () => {
  const { orderId } = await anOrder({ paymentMethod: "pm_sandbox_capture_flaky" });
  const key = unique("key");
  const first = await paymentIn(await send(orderId, "capture", {}, { key }), 202);
  expect(first).toMatchObject({ status: "AUTHORIZED", instructions: [{ state: "IN_FLIGHT" }] });

  const again = await send(orderId, "capture", {}, { key });

  expect(isReplay(again)).toBe(true);
  expect((await paymentIn(again)).captures).toMatchObject([{ state: "DONE" }]);
});

test("sent again with its key: captured once; another body under the key: 422", async () => {
  const { orderId } = await anOrder({ paymentMethod: "pm_sandbox_multicapture" });
  const [key, body] = [unique("key"), { amount: eur(1_000) }];
  await paymentIn(await send(orderId, "capture", body, { key }));

  const again = await send(orderId, "capture", body, { key });

  expect(isReplay(again)).toBe(true);
  expect((await paymentIn(again)).captures).toHaveLength(1);
  const reused = { status: 422, code: "idempotency_key_reused" };
  await expectRefused(orderId, "capture", { amount: eur(999) }, reused, { key });
  await expectRefused(orderId, "capture", {}, reused, { key });
});

test("two members of staff at once: both captures stand, each once", async () => {
  const { orderId } = await anOrder({ paymentMethod: "pm_sandbox_multicapture" });

  await Promise.all([
    send(orderId, "capture", { amount: eur(1_000) }),
    send(orderId, "capture", { amount: eur(1_200) }),
  ]);

  await expect.poll(async () => (await readPayment(orderId)).captured).toEqual(eur(2_200));
  expect((await readPayment(orderId)).captures).toHaveLength(2);
});

test("two captures at once for more than is there: one stands", async () => {
  const { orderId } = await anOrder({ paymentMethod: "pm_sandbox_multicapture" });
  const body = { amount: eur(3_000) };

  const answers = await Promise.all([send(orderId, "capture", body), send(orderId, "capture", body)]);

  expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
  await expect.poll(async () => (await readPayment(orderId)).captured).toEqual(eur(3_000));
});

test("refused, and nothing is changed: too much, another currency, wrong types, unknown fields, no key, a customer", async () => {
  const { orderId, bearer } = await anOrder();
  const invalid = (...paths: string[]) => ({ status: 400, code: "invalid_request", paths });

  await expectRefused(
    orderId,
    "capture",
    { amount: eur(4_001) },
    { status: 409, code: "amount_too_large", paths: ["amount"] },
  );
  await expectRefused(
    orderId,
    "capture",
    { amount: { amount: 4_000, currency: "USD" } },
    { status: 422, code: "wrong_currency", paths: ["amount.currency"] },
  );
  await expectRefused(orderId, "capture", { amount: eur(0) }, invalid("amount.amount"));
  await expectRefused(orderId, "capture", { amount: eur(10.5) }, invalid("amount.amount"));
  await expectRefused(orderId, "capture", { amount: 1_000 }, invalid("amount"));
  await expectRefused(orderId, "capture", { final: "yes" }, invalid("final"));
  await expectRefused(orderId, "capture", { lines: [] }, invalid("lines"));
  await expectRefused(orderId, "capture", {}, { status: 400, code: "idempotency_key_missing" }, { key: "" });
  await expectRefused(orderId, "capture", {}, { status: 403, code: "forbidden" }, { bearer });
});

test("refused in another state: nothing authorized, nothing due, an order that has ended", async () => {
  const declined = await anOrder({ paymentMethod: "pm_sandbox_declined" });
  await expectRefused(declined.orderId, "capture", {}, { status: 409, code: "nothing_authorized" });
  const captured = await anOrder();
  await paymentIn(await send(captured.orderId, "capture", {}));
  await expectRefused(captured.orderId, "capture", {}, { status: 409, code: "nothing_due" });
  const ended = await anOrder({ paymentMethod: "pm_sandbox_declined", paymentHoldSeconds: 0 });
  await expectRefused(ended.orderId, "capture", {}, { status: 409, code: "order_ended" });
});

test("a part for good of an order that is not held: refused, because nothing would pay the rest", async () => {
  const { orderId } = await anOrder({ paymentHoldSeconds: 0 });
  const refusal = { status: 409, code: "rest_unpayable", paths: ["amount"] };

  await expectRefused(orderId, "capture", { amount: eur(1_000) }, refusal);
});

test("an authorization that ran out: the capture is refused, and the order waits for another payment", async () => {
  const { orderId } = await anOrder({ paymentMethod: "pm_sandbox_expires" });

  expect(await paymentIn(await send(orderId, "capture", {}))).toMatchObject({
    status: "EXPIRED",
    captures: [{ state: "REFUSED" }],
  });

  await paymentIn(await send(orderId, "authorize", { paymentMethod: "pm_sandbox_ok" }));
  expect(await paymentIn(await send(orderId, "capture", {}))).toMatchObject({ status: "CAPTURED", due: eur(0) });
});
