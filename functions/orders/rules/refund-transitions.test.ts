import { expect, test } from "vitest";
import { at, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aCapture, aRefund, withInstructions } from "../../../tests/builders/payments.ts";
import { claimNext } from "./next-order.ts";
import { paymentStatus } from "./payment-status.ts";
import { recordRefund } from "./refund-transitions.ts";

const { delivered } = orderInEachSituation();
const refund = aRefund(2, 1, 1_290, { state: "REQUESTED" });
const second = aRefund(3, 1, 80, { state: "REQUESTED" });
const error = { at: at(9), effect: "REFUND", reason: "the bank answered 503" };

/** A delivered order whose first refund is in flight and whose second waits. */
const refunding = claimNext(withInstructions(delivered, aCapture(1, 3_870), refund, second), undefined, changed(8));

test("accepted: the refund is DONE, and the next one is claimed in the same write", () => {
  const next = recordRefund(refunding, refund, undefined, [error], changed(9));
  expect(refunding.pending).toMatchObject({ effect: "REFUND", instruction: 2 });
  expect(next).toMatchObject({
    version: refunding.version + 1,
    updatedAt: at(9),
    status: "DELIVERED",
    payment: {
      instructions: [aCapture(1, 3_870), aRefund(2, 1, 1_290), { ...second, state: "IN_FLIGHT" }],
      providerErrors: [error],
    },
    pending: { effect: "REFUND", instruction: 3, since: at(9), tries: 0 },
  });
  expect(paymentStatus(next)).toBe("PARTIALLY_REFUNDED");
});

test("refused: it says why, and waits for a person; the next one is claimed all the same", () => {
  const next = recordRefund(refunding, refund, "the account is closed", [], changed(9));
  expect(next.payment.instructions[1]).toEqual({ ...refund, state: "REFUSED", reason: "the account is closed" });
  expect(next.pending).toMatchObject({ effect: "REFUND", instruction: 3 });
  expect(paymentStatus(next)).toBe("CAPTURED");
});

test("the last refund: nothing is pending any more", () => {
  const next = recordRefund(refunding, refund, undefined, [], changed(9));
  const last = recordRefund(next, second, undefined, [], changed(10));
  expect(last).not.toHaveProperty("pending");
  expect(last.payment.instructions.map(({ state }) => state)).toEqual(["DONE", "DONE", "DONE"]);
});
