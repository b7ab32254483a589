import { describe, expect, test } from "vitest";
import { aPendingOrder, at } from "../../../tests/builders/orders.ts";
import { testEveryTransition } from "../../../tests/builders/transitions.ts";
import { PAYMENT_STATUSES, paymentStates, transitionPayment, withProviderErrors } from "./payment.ts";

describe("states", () => {
  testEveryTransition(paymentStates, {
    PENDING: ["AUTHORIZED", "DECLINED", "UNKNOWN"],
    AUTHORIZED: ["CAPTURED", "VOIDED", "EXPIRED"],
    DECLINED: [],
    UNKNOWN: ["VOIDED", "NONE"],
    VOIDED: [],
    NONE: [],
    CAPTURED: ["PARTIALLY_REFUNDED", "REFUNDED"],
    EXPIRED: [],
    PARTIALLY_REFUNDED: ["REFUNDED"],
    REFUNDED: [],
  });

  test("the stored statuses are the states of the state machine", () => {
    expect([...PAYMENT_STATUSES].sort()).toEqual(Object.keys(paymentStates.transitions).sort());
  });
});

const { payment } = aPendingOrder();
const trouble = (number: number) => ({ at: at(number), effect: "AUTHORIZE", reason: `failure ${number}` });

test("payment transition: status and attributes change together", () => {
  const authorized = transitionPayment(payment, "AUTHORIZED", { reference: "auth-1" });
  expect(authorized).toEqual({ ...payment, status: "AUTHORIZED", reference: "auth-1" });
});

test("forbidden payment transition: throws, the payment is unchanged", () => {
  const before = structuredClone(payment);
  expect(() => transitionPayment(payment, "CAPTURED", { captured: 1 })).toThrow(
    "payment is PENDING and cannot become CAPTURED",
  );
  expect(payment).toEqual(before);
});

test("no provider errors: the payment is unchanged", () => {
  expect(withProviderErrors(payment, [])).toBe(payment);
});

test("the newest ten provider errors are kept, in order", () => {
  const troubled = withProviderErrors(
    withProviderErrors(payment, [1, 2, 3, 4, 5, 6].map(trouble)),
    [7, 8, 9, 10, 11, 12].map(trouble),
  );
  expect(troubled.providerErrors?.map(({ reason }) => reason)).toEqual(
    [3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((number) => `failure ${number}`),
  );
});
