import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff } from "./api.ts";
import { cancel } from "./fulfilment.ts";
import { aCapturedOrder, anOrder, eur, expectRefused, paymentIn, readPayment, send } from "./payments.ts";
import { isReplay } from "./raw.ts";
import { readOrder, unique } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

const byTransfer = { paymentMethod: "manual" } as const;
const reference = "transfer 4711";

test("an order paid by two transfers: confirmed with the second", async () => {
  const { orderId } = await anOrder(byTransfer);
  expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "PENDING" });

  expect(await paymentIn(await send(orderId, "manual", { amount: eur(1_000), reference }))).toMatchObject({
    status: "PARTIALLY_CAPTURED",
    due: eur(3_000),
    instructions: [{ kind: "CAPTURE", state: "DONE", note: reference }],
  });
  await paymentIn(await send(orderId, "manual", { amount: eur(3_000), reference: "transfer 4712" }));

  expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "CONFIRMED", paymentStatus: "CAPTURED" });
  expect(await authorizationsOf(orderId)).toEqual([]);
});

test("an authorized order paid in cash: what was authorized is let go of", async () => {
  const { orderId } = await anOrder();

  await paymentIn(await send(orderId, "manual", { amount: eur(4_000), reference: "receipt 1" }));

  await expect.poll(() => authorizationsOf(orderId)).toMatchObject([{ status: "VOIDED" }]);
  expect(await readPayment(orderId)).toMatchObject({ status: "CAPTURED", authorizedAmount: eur(0) });
});

test("cancelled: its refund waits for a person, who records that it was given back", async () => {
  const { orderId } = await anOrder(byTransfer);
  await paymentIn(await send(orderId, "manual", { amount: eur(4_000), reference }));
  dataOf(await cancel(await staff(), orderId));
  expect(await readPayment(orderId)).toMatchObject({
    refunded: eur(0),
    refunds: [{ instruction: 2, state: "REFUSED" }],
  });
  const [key, body] = [unique("key"), { refund: 2, reference: "transfer back 1" }];

  expect(await paymentIn(await send(orderId, "manual", body, { key }))).toMatchObject({
    status: "REFUNDED",
    instructions: [{}, { state: "DONE", givenBackAs: "transfer back 1" }],
  });

  expect(isReplay(await send(orderId, "manual", body, { key }))).toBe(true);
  const reused = { status: 422, code: "idempotency_key_reused" };
  await expectRefused(orderId, "manual", { ...body, reference: "another" }, reused, { key });
  await expectRefused(orderId, "manual", body, { status: 409, code: "refund_not_by_hand", paths: ["refund"] });
});

test("sent again with its key: recorded once; another body under the key: 422", async () => {
  const { orderId } = await anOrder(byTransfer);
  const [key, body] = [unique("key"), { amount: eur(1_000), reference }];
  await paymentIn(await send(orderId, "manual", body, { key }));

  const again = await send(orderId, "manual", body, { key });

  expect(isReplay(again)).toBe(true);
  expect(await paymentIn(again)).toMatchObject({ captured: eur(1_000) });
  const reused = { status: 422, code: "idempotency_key_reused" };
  await expectRefused(orderId, "manual", { ...body, amount: eur(1_001) }, reused, { key });
});

test("two members of staff at once: both stand where both are due, else one", async () => {
  const { orderId } = await anOrder(byTransfer);
  const part = { amount: eur(1_000), reference };
  await Promise.all([send(orderId, "manual", part), send(orderId, "manual", part)]);
  expect(await readPayment(orderId)).toMatchObject({ captured: eur(2_000) });
  const rest = { amount: eur(2_000), reference };

  const answers = await Promise.all([send(orderId, "manual", rest), send(orderId, "manual", rest)]);

  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect(await readPayment(orderId)).toMatchObject({ captured: eur(4_000) });
});

test("refused, and nothing is changed", async () => {
  const { orderId, bearer } = await anOrder(byTransfer);
  const invalid = (...paths: string[]) => ({ status: 400, code: "invalid_request", paths });
  const refused = (body: object, refusal: Parameters<typeof expectRefused>[3]) =>
    expectRefused(orderId, "manual", body, refusal);

  await refused({ amount: eur(4_001), reference }, { status: 409, code: "amount_too_large", paths: ["amount"] });
  await refused(
    { amount: { amount: 1, currency: "USD" }, reference },
    { status: 422, code: "wrong_currency", paths: ["amount.currency"] },
  );
  await refused({ refund: 1, reference }, { status: 422, code: "unknown_refund", paths: ["refund"] });
  await refused({ amount: eur(1), refund: 1, reference }, invalid("refund"));
  await refused({ reference }, invalid("amount"));
  await refused({ amount: eur(1) }, invalid("reference"));
  await refused({ amount: eur(-1), reference }, invalid("amount.amount"));
  await refused({ amount: [], reference }, invalid("amount"));
  await refused({ refund: "1", reference }, invalid("refund"));
  await refused({ amount: eur(1), reference, note: "x" }, invalid("note"));
  await expectRefused(orderId, "manual", { amount: eur(1), reference }, { status: 403, code: "forbidden" }, { bearer });
  await expectRefused(
    orderId,
    "authorize",
    { paymentMethod: "manual" },
    { status: 422, code: "unknown_payment_method", paths: ["paymentMethod"] },
  );
});

test("a refund that the provider makes, nothing due, an order that has ended: refused", async () => {
  const { orderId } = await aCapturedOrder({ paymentMethod: "pm_sandbox_refund_refused" });
  await paymentIn(await send(orderId, "refund", { reason: "Broken" }));
  await expectRefused(
    orderId,
    "manual",
    { refund: 2, reference },
    { status: 409, code: "refund_not_by_hand", paths: ["refund"] },
  );
  await expectRefused(orderId, "manual", { amount: eur(1), reference }, { status: 409, code: "nothing_due" });
  const ended = await anOrder({ paymentMethod: "pm_sandbox_declined", paymentHoldSeconds: 0 });
  await expectRefused(ended.orderId, "manual", { amount: eur(1), reference }, { status: 409, code: "order_ended" });
});
