import { describe, expect, test } from "vitest";
import { aPendingOrder, at } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt } from "../../../tests/builders/payments.ts";
import { testEveryTransition } from "../../../tests/builders/transitions.ts";
import { ATTEMPT_STATUSES, Attempt, attemptStates, Instruction, Payment, withProviderErrors } from "./payment.ts";

describe("states", () => {
  testEveryTransition(attemptStates, {
    REQUESTED: ["ACTION_REQUIRED", "AUTHORIZED", "DECLINED", "VOIDED", "CLOSED"],
    ACTION_REQUIRED: ["REQUESTED", "AUTHORIZED", "DECLINED", "VOIDED", "CLOSED"],
    AUTHORIZED: ["CAPTURED", "VOIDED", "EXPIRED"],
    DECLINED: ["VOIDED", "CLOSED"],
    VOIDED: [],
    CLOSED: [],
    EXPIRED: [],
    CAPTURED: [],
  });

  test("the stored statuses are the states of the state machine", () => {
    expect([...ATTEMPT_STATUSES].sort()).toEqual(Object.keys(attemptStates.transitions).sort());
  });
});

describe("what is stored without a number has 0", () => {
  test("an attempt: tries, and what was given back elsewhere", () => {
    const { tries: _, refundedElsewhere: __, ...stored } = anAttempt();
    expect(Attempt.parse(stored)).toEqual(anAttempt());
  });

  test("an instruction: amount and tries", () => {
    const { amount: _, tries: __, ...stored } = aCapture(1, 0);
    expect(Instruction.parse(stored)).toEqual(aCapture(1, 0));
  });

  test("a payment: no attempt, no instruction", () => {
    expect(Payment.parse({ provider: "sandbox" })).toEqual({ provider: "sandbox", attempts: [], instructions: [] });
  });
});

const { payment } = aPendingOrder();
const trouble = (number: number) => ({ at: at(number), effect: "AUTHORIZE", reason: `failure ${number}` });

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
