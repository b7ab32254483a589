import { describe, expect, test } from "vitest";
import { at, orderInEachSituation, PLACED_AT, theAttemptOf } from "../../../tests/builders/orders.ts";
import { anAttempt } from "../../../tests/builders/payments.ts";
import { attemptRequest } from "./attempt-request.ts";

const { pending, confirmed, leaving, shipped } = orderInEachSituation();
const { id } = pending;

describe("attemptRequest", () => {
  test("says what is stored of the attempt; its key is the order's id and its number", () => {
    expect(attemptRequest(pending, theAttemptOf(pending))).toEqual({
      orderId: id,
      key: `${id}/1`,
      amount: { amount: 3_870, currency: "EUR" },
      method: "pm_sandbox_ok",
      createdAt: PLACED_AT,
    });
  });

  test("with the provider's reference as soon as it is known", () => {
    expect(attemptRequest(confirmed, theAttemptOf(confirmed))).toMatchObject({ key: `${id}/1`, reference: "auth-1" });
  });

  test("a later attempt has its own key, amount, method and time", () => {
    const second = anAttempt({ id: 2, amount: 870, method: "pm_other", createdAt: at(60) });
    expect(attemptRequest(confirmed, second)).toMatchObject({
      key: `${id}/2`,
      amount: { amount: 870, currency: "EUR" },
      method: "pm_other",
      createdAt: at(60),
    });
  });

  test("a saved method: whose it is, and that they are not there", () => {
    const saved = { customer: "cus_1", offSession: true };
    expect(attemptRequest(confirmed, anAttempt(saved))).toMatchObject(saved);
    expect(attemptRequest(confirmed, anAttempt({ customer: "cus_1" }))).not.toHaveProperty("offSession");
  });

  test("is the same in every later version of the order", () => {
    const requests = [confirmed, leaving, shipped].map((order) => attemptRequest(order, theAttemptOf(order)));
    expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(1);
  });
});
