import { describe, expect, test } from "vitest";
import { staff, token } from "./api.ts";
import { anOrder, expectRefused, paymentIn, readPayment, send } from "./payments.ts";
import { isReplay, raw } from "./raw.ts";
import { readOrder, readStock, unique } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

const declined = { paymentMethod: "pm_sandbox_declined" } as const;
const another = { paymentMethod: "pm_sandbox_ok" } as const;

describe("after a decline, while the order is held", () => {
  test("paid with another card by its customer: confirmed, each attempt is shown", async () => {
    const { orderId, sku, bearer } = await anOrder(declined);
    expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "PENDING", paymentStatus: "DECLINED" });
    expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });

    const payment = await paymentIn(await send(orderId, "authorize", another, { bearer }));

    expect(payment).toMatchObject({
      status: "AUTHORIZED",
      authorizedAmount: { amount: 4_000, currency: "EUR" },
      attempts: [
        { id: 1, method: "pm_sandbox_declined", status: "CLOSED" },
        { id: 2, method: "pm_sandbox_ok", status: "AUTHORIZED" },
      ],
    });
    expect(payment).not.toHaveProperty("instructions");
    expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "CONFIRMED" });
  });

  test("declined again: 200, the order still waits", async () => {
    const { orderId } = await anOrder(declined);

    expect(await paymentIn(await send(orderId, "authorize", declined))).toMatchObject({ status: "DECLINED" });
    expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "PENDING" });
  });

  test("sent again with its key: the same answer, one attempt; another method under the key: 422", async () => {
    const { orderId } = await anOrder(declined);
    const key = unique("key");
    const first = await send(orderId, "authorize", another, { key });
    const again = await send(orderId, "authorize", another, { key });

    expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
    expect((await paymentIn(again)).attempts).toHaveLength(2);
    await expectRefused(
      orderId,
      "authorize",
      { paymentMethod: "pm_sandbox_flaky" },
      { status: 422, code: "idempotency_key_reused" },
      { key },
    );
  });

  test("ten requests at once under different keys: one holds the money", async () => {
    const { orderId } = await anOrder(declined);

    const answers = await Promise.all(Array.from({ length: 10 }, () => send(orderId, "authorize", another)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    const held = (await authorizationsOf(orderId)).filter(({ status }) => status === "AUTHORIZED");
    expect(held).toHaveLength(1);
  });

  test("without an answer: 202, and it is found again by its key", async () => {
    const { orderId } = await anOrder(declined);
    const [key, body] = [unique("key"), { paymentMethod: "pm_sandbox_down" }];

    expect(await paymentIn(await send(orderId, "authorize", body, { key }), 202)).toMatchObject({ status: "PENDING" });
    const again = await send(orderId, "authorize", body, { key });
    expect(isReplay(again)).toBe(true);
    expect((await paymentIn(again, 202)).attempts).toHaveLength(2);
  });
});

const saved = { paymentMethod: "pm_sandbox_ok", paymentCustomer: "cus_1", offSession: true };

describe("with a saved method, off-session", () => {
  test("by staff: authorized; staff see whose method it was, its customer does not", async () => {
    const { orderId, bearer } = await anOrder(declined);
    const attempt = { id: 2, status: "AUTHORIZED", customer: "cus_1", offSession: true };

    expect((await paymentIn(await send(orderId, "authorize", saved))).attempts).toMatchObject([{ id: 1 }, attempt]);

    expect((await readPayment(orderId)).attempts).toMatchObject([{ id: 1 }, attempt]);
    const forCustomer = await raw(`/payments/${orderId}`, { headers: { Authorization: `Bearer ${bearer}` } });
    expect(await forCustomer.text()).not.toMatch(/cus_1|offSession/);
  });

  test("a method whose bank asks the customer: declined, the order still waits", async () => {
    const { orderId } = await anOrder(declined);
    const body = { ...saved, paymentMethod: "pm_sandbox_action" };

    const payment = await paymentIn(await send(orderId, "authorize", body));

    expect(payment).toMatchObject({
      status: "DECLINED",
      declineReason: "the customer is not there to act",
    });
    expect(payment).not.toHaveProperty("nextAction");
    expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "PENDING" });
  });

  test("another customer, or another offSession, under the same key: 422", async () => {
    const { orderId } = await anOrder(declined);
    const [key, reused] = [unique("key"), { status: 422, code: "idempotency_key_reused" }];
    await paymentIn(await send(orderId, "authorize", saved, { key }));

    await expectRefused(orderId, "authorize", { ...saved, paymentCustomer: "cus_2" }, reused, { key });
    await expectRefused(orderId, "authorize", { ...saved, offSession: false }, reused, { key });
  });
});

describe("refused, and nothing is changed", () => {
  test("a saved method that a customer names: 403 with each path", async () => {
    const { orderId, bearer } = await anOrder(declined);
    const paths = ["paymentCustomer", "offSession"];
    await expectRefused(orderId, "authorize", saved, { status: 403, code: "staff_only", paths }, { bearer });
  });

  test.each<[string, object, string]>([
    ["a customer of a wrong type", { paymentCustomer: 7 }, "paymentCustomer"],
    ["a customer of 65 characters", { paymentCustomer: "c".repeat(65) }, "paymentCustomer"],
    ["offSession of a wrong type", { offSession: "yes" }, "offSession"],
    ["an unknown field", { customer: "cus_1" }, "customer"],
  ])("%s: 400", async (_, more, path) => {
    const { orderId } = await anOrder(declined);
    const invalid = { status: 400, code: "invalid_request", paths: [path] };
    await expectRefused(orderId, "authorize", { ...saved, ...more }, invalid);
  });

  test("offSession without a customer: 400; a customer for money that comes another way: 422", async () => {
    const { orderId } = await anOrder(declined);
    const missing = { status: 400, code: "invalid_request", paths: ["paymentCustomer"] };
    await expectRefused(orderId, "authorize", { ...another, offSession: true }, missing);
    const unknown = { status: 422, code: "unknown_payment_method", paths: ["paymentMethod"] };
    await expectRefused(orderId, "authorize", { ...saved, paymentMethod: "manual" }, unknown);
  });

  test("an unknown method, field or type, no method, no key", async () => {
    const { orderId } = await anOrder(declined);
    const invalid = (paths: string[]) => ({ status: 400, code: "invalid_request", paths });

    await expectRefused(
      orderId,
      "authorize",
      { paymentMethod: "pm_gold" },
      { status: 422, code: "unknown_payment_method", paths: ["paymentMethod"] },
    );
    await expectRefused(orderId, "authorize", { paymentMethod: 7 }, invalid(["paymentMethod"]));
    await expectRefused(orderId, "authorize", {}, invalid(["paymentMethod"]));
    await expectRefused(orderId, "authorize", { ...another, amount: 1 }, invalid(["amount"]));
    await expectRefused(orderId, "authorize", another, { status: 400, code: "idempotency_key_missing" }, { key: "" });
  });

  test("a payment that still holds money, an order that has ended, or is paid", async () => {
    const held = await anOrder();
    await expectRefused(held.orderId, "authorize", another, { status: 409, code: "payment_open" });
    await send(held.orderId, "capture", {});
    await expectRefused(held.orderId, "authorize", another, { status: 409, code: "nothing_due" });
    const ended = await anOrder({ ...declined, paymentHoldSeconds: 0 });
    await expectRefused(ended.orderId, "authorize", another, { status: 409, code: "order_ended" });
  });

  test("another customer: 404", async () => {
    const { orderId } = await anOrder(declined);
    const bearer = await token("customer", unique("customer"));
    await expectRefused(orderId, "authorize", another, { status: 404, code: "not_found" }, { bearer });
  });
});

test("the void of an authorization: the order waits, and is paid with another card", async () => {
  const { orderId } = await anOrder();
  const key = unique("key");

  expect(await paymentIn(await send(orderId, "void", undefined, { key }))).toMatchObject({ status: "VOIDED" });
  expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "CONFIRMED" });
  expect(await authorizationsOf(orderId)).toMatchObject([{ status: "VOIDED" }]);
  const again = await send(orderId, "void", undefined, { key });
  expect(isReplay(again)).toBe(true);
  expect((await paymentIn(again)).instructions).toHaveLength(1);
  await expectRefused(orderId, "void", undefined, { status: 409, code: "nothing_authorized" });

  await paymentIn(await send(orderId, "authorize", another));
  expect(await readPayment(orderId)).toMatchObject({
    status: "AUTHORIZED",
    instructions: [{ kind: "VOID", state: "DONE", attempt: 1 }],
  });
});

test("the void of an order that is not held: it is cancelled, its stock released", async () => {
  const { orderId, sku } = await anOrder({ paymentHoldSeconds: 0 });

  await paymentIn(await send(orderId, "void"));

  expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "CANCELLED" });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("two voids at once, or a customer's: one stands, the customer's is 403", async () => {
  const { orderId, bearer } = await anOrder();
  await expectRefused(orderId, "void", undefined, { status: 403, code: "forbidden" }, { bearer });

  const answers = await Promise.all([send(orderId, "void"), send(orderId, "void")]);

  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect((await readPayment(orderId)).instructions).toHaveLength(1);
});
