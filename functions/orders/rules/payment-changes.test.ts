import { describe, expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aVoid, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import type { Order } from "./order.ts";
import type { AttemptStatus } from "./payment.ts";
import { closeAttempt, closeAttempts, instruct, withAttempt, withInstruction } from "./payment-changes.ts";

const { pending, confirmed, leaving } = orderInEachSituation();

function withAttempts(order: Order, ...statuses: AttemptStatus[]): Order {
  const attempts = statuses.map((status, index) => anAttempt({ id: index + 1, status }));
  return withPayment(order, { attempts });
}

describe("withAttempt", () => {
  test("status and other attributes change together; the other attempts stay", () => {
    const order = withAttempts(confirmed, "CLOSED", "REQUESTED");
    const [first, second] = order.payment.attempts;
    if (!first || !second) throw new Error("The order has two attempts.");
    const changed = withAttempt(order, second, { status: "AUTHORIZED", reference: "auth-2" });
    expect(changed.payment.attempts).toEqual([first, { ...second, status: "AUTHORIZED", reference: "auth-2" }]);
    expect({ ...changed, payment: order.payment }).toEqual(order);
  });

  test("without a status: the status stays, also of one that is closed", () => {
    const order = withAttempts(confirmed, "CAPTURED");
    const { attempts } = withAttempt(order, anAttempt({ status: "CAPTURED" }), { refundedElsewhere: 5 }).payment;
    expect(attempts).toEqual([anAttempt({ status: "CAPTURED", refundedElsewhere: 5 })]);
  });

  test("a status that does not follow: throws, the order is unchanged", () => {
    const before = structuredClone(pending);
    const requested = anAttempt({ status: "REQUESTED" });
    expect(() => withAttempt(pending, requested, { status: "CAPTURED" })).toThrow(
      expect.objectContaining({
        code: "invalid_state_transition",
        message: expect.stringContaining("The payment attempt is REQUESTED and cannot become CAPTURED."),
      }),
    );
    expect(pending).toEqual(before);
  });
});

test("withInstruction: this instruction changes as it is stored, the others stay", () => {
  const order = withInstructions(confirmed, aVoid(1), aVoid(2, { attempt: 2, reason: "stored" }));
  const changed = withInstruction(order, aVoid(2), { state: "DONE" });
  expect(changed.payment.instructions).toEqual([aVoid(1), aVoid(2, { attempt: 2, reason: "stored", state: "DONE" })]);
});

describe("instruct", () => {
  test("the next number, REQUESTED, for nothing where no amount is said", () => {
    const once = instruct(confirmed, { kind: "CAPTURE", amount: 100, attempt: 1, shipment: 1 });
    const twice = instruct(once, { kind: "VOID", attempt: 1 });
    expect(twice.payment.instructions).toEqual([
      aCapture(1, 100, { state: "REQUESTED", shipment: 1 }),
      aVoid(2, { state: "REQUESTED" }),
    ]);
  });

  test("what is done already is said to be", () => {
    const order = instruct(confirmed, { kind: "CAPTURE", state: "DONE", amount: 100 });
    expect(order.payment.instructions).toEqual([{ id: 1, kind: "CAPTURE", state: "DONE", amount: 100, tries: 0 }]);
  });
});

describe("closeAttempt", () => {
  test.each<AttemptStatus>(["REQUESTED", "ACTION_REQUIRED", "AUTHORIZED", "DECLINED"])(
    "an attempt that is %s: its VOID is requested",
    (status) => {
      const order = withAttempts(withInstructions(confirmed), status);
      expect(closeAttempt(order, anAttempt({ status }))).toEqual(withPayment(order, { instructions: [aVoid(1)] }));
    },
  );

  test.each<AttemptStatus>(["VOIDED", "CLOSED", "EXPIRED", "CAPTURED"])(
    "an attempt that is %s: nothing is decided",
    (status) => {
      const order = withAttempts(withInstructions(confirmed), status);
      expect(closeAttempt(order, anAttempt({ status }))).toBe(order);
    },
  );

  test("an attempt that is about to be closed: not twice", () => {
    const order = withInstructions(confirmed, aVoid(1));
    expect(closeAttempt(order, anAttempt())).toBe(order);
  });

  test("the request for its authorization gives way", () => {
    const [attempt] = pending.payment.attempts;
    if (!attempt) throw new Error("A pending order has an attempt.");
    const closing = closeAttempt(pending, attempt);
    expect(pending.pending).toMatchObject({ effect: "AUTHORIZE", attempt: 1 });
    expect(closing.pending).toBeUndefined();
    expect(closing.payment.instructions).toEqual([aVoid(1)]);
  });

  test("the request for another attempt's authorization stays, and so does a capture in flight", () => {
    const two = withAttempts(pending, "REQUESTED", "DECLINED");
    expect(closeAttempt(two, anAttempt({ id: 2, status: "DECLINED" })).pending).toEqual(pending.pending);
    expect(closeAttempt(leaving, anAttempt()).pending).toEqual(leaving.pending);
  });
});

test("closeAttempts: each attempt that is not closed, and not about to be, the first first", () => {
  const order = withPayment(withAttempts(confirmed, "CLOSED", "DECLINED", "AUTHORIZED", "AUTHORIZED"), {
    instructions: [aVoid(1, { attempt: 3 })],
  });
  expect(closeAttempts(order).payment.instructions).toEqual([
    aVoid(1, { attempt: 3 }),
    aVoid(2, { attempt: 2 }),
    aVoid(3, { attempt: 4 }),
  ]);
  expect(closeAttempts(closeAttempts(order))).toEqual(closeAttempts(order));
});
