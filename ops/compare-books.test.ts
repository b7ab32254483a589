import { describe, expect, test } from "vitest";
import { orderView } from "../functions/orders/api/order-api.ts";
import type { Order } from "../functions/orders/rules/order.ts";
import type { BankPayment } from "../functions/providers/payment-provider.ts";
import { sam } from "../tests/builders/callers.ts";
import { at, orderInEachSituation, PLACED_AT } from "../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withInstructions, withPayment } from "../tests/builders/payments.ts";
import { compareBooks, missingAtBank } from "./compare-books.ts";

const { delivered, confirmed } = orderInEachSituation();
const { id } = delivered;

/** Captured in full, as the bank has it. */
function atBank(changes: Partial<BankPayment> = {}): BankPayment {
  return {
    key: `${id}/1`,
    reference: "auth-1",
    status: "CAPTURED",
    amount: { amount: 3_870, currency: "EUR" },
    captured: 3_870,
    refunds: [],
    changedAt: at(60),
    ...changes,
  };
}

/** What differs, as [what the bank says, what we say]. */
function differences(payment: BankPayment, order: Order | undefined): string[][] {
  return compareBooks(payment, order && orderView(order, sam, PLACED_AT)).map(({ bank, ours }) => [bank, ours]);
}

const captured = withPayment(withInstructions(delivered, aCapture(1, 3_870)), {
  attempts: [anAttempt({ status: "CAPTURED" })],
});

test("the same on both sides: nothing differs", () => {
  expect(differences(atBank(), captured)).toEqual([]);
  const held = atBank({ status: "AUTHORIZED", captured: 0 });
  expect(differences(held, confirmed)).toEqual([]);
  const declined = atBank({ status: "DECLINED", captured: 0 });
  expect(differences(declined, withPayment(confirmed, { attempts: [anAttempt({ status: "CLOSED" })] }))).toEqual([]);
});

test("a difference names the order, the payment and what to do", () => {
  expect(compareBooks(atBank({ captured: 3_000 }), orderView(captured, sam, PLACED_AT))).toEqual([
    {
      orderId: id,
      reference: "auth-1",
      bank: "30.00 EUR are captured",
      ours: "38.70 EUR are captured",
      todo: `ask the bank with POST /payments/${id}/refresh; if it is listed again, see "The bank's books differ" in docs/runbook.md`,
    },
  ]);
});

describe("held and captured", () => {
  test("held at the bank, and not here, or the other way round", () => {
    const held = atBank({ status: "AUTHORIZED", captured: 0 });
    const closed = withPayment(confirmed, { attempts: [anAttempt({ status: "VOIDED" })] });
    expect(differences(held, closed)).toEqual([["38.70 EUR are held", "0.00 EUR are held"]]);
    expect(differences(atBank({ status: "EXPIRED", captured: 0 }), confirmed)).toEqual([
      ["0.00 EUR are held", "38.70 EUR are held"],
    ]);
  });

  test("a part is captured and the rest held, as here", () => {
    const part = withInstructions(confirmed, aCapture(1, 1_000));
    expect(differences(atBank({ status: "AUTHORIZED", captured: 1_000 }), part)).toEqual([]);
    expect(differences(atBank({ status: "AUTHORIZED", captured: 400 }), part)).toEqual([
      ["34.70 EUR are held", "28.70 EUR are held"],
      ["4.00 EUR are captured", "10.00 EUR are captured"],
    ]);
  });

  test("a capture that is not DONE here does not count", () => {
    const asked = withInstructions(confirmed, aCapture(1, 3_870, { state: "IN_FLIGHT" }));
    expect(differences(atBank(), asked)).toEqual([
      ["0.00 EUR are held", "38.70 EUR are held"],
      ["38.70 EUR are captured", "0.00 EUR are captured"],
    ]);
  });

  test("another currency", () => {
    expect(differences(atBank({ amount: { amount: 3_870, currency: "USD" } }), captured)).toEqual([
      ["it is in USD", "it is in EUR"],
    ]);
  });
});

describe("refunds", () => {
  const key = `${id}/instruction/2`;
  const refunded = (state: "DONE" | "REFUSED" | "IN_FLIGHT") =>
    withInstructions(captured, aCapture(1, 3_870), aRefund(2, 1, 500, { state }));

  test.each(["PENDING", "DONE"] as const)("ours, which is %s there: the same", (status) => {
    expect(differences(atBank({ refunds: [{ key, amount: 500, status }] }), refunded("DONE"))).toEqual([]);
  });

  test("ours, which failed there, is of another amount, or is not there", () => {
    const ours = "a refund of 5.00 EUR is DONE";
    const failed = atBank({ refunds: [{ key, amount: 500, status: "FAILED" }] });
    expect(differences(failed, refunded("DONE"))).toEqual([["the refund failed (instruction 2)", ours]]);
    expect(differences(failed, refunded("REFUSED"))).toEqual([]);
    const other = atBank({ refunds: [{ key, amount: 400, status: "DONE" }] });
    expect(differences(other, refunded("DONE"))).toEqual([["4.00 EUR are given back (instruction 2)", ours]]);
    expect(differences(atBank(), refunded("DONE"))).toEqual([["there is no refund (instruction 2)", ours]]);
  });

  test("made there, and refused or still asked for here", () => {
    const made = atBank({ refunds: [{ key, amount: 500, status: "DONE" }] });
    for (const state of ["REFUSED", "IN_FLIGHT"] as const) {
      expect(differences(made, refunded(state))).toEqual([
        ["5.00 EUR are given back (instruction 2)", `a refund of 5.00 EUR is ${state}`],
      ]);
    }
  });

  test("made elsewhere, which we know of or not, and which failed since", () => {
    const elsewhere = { reference: "re_1", amount: 500, status: "DONE" } as const;
    const known = withPayment(captured, {
      attempts: [
        anAttempt({
          status: "CAPTURED",
          refundedElsewhere: 500,
          externalRefunds: [{ reference: "re_1", amount: 500, seenAt: at(9) }],
        }),
      ],
    });
    expect(differences(atBank({ refunds: [elsewhere] }), known)).toEqual([]);
    expect(differences(atBank({ refunds: [elsewhere] }), captured)).toEqual([
      ["5.00 EUR are given back (re_1)", "we know of no such refund"],
    ]);
    expect(differences(atBank({ refunds: [{ ...elsewhere, status: "FAILED" }] }), known)).toEqual([
      ["the refund failed (re_1)", "a refund of 5.00 EUR is DONE"],
    ]);
  });

  test("one with a key that none of our refunds has was made elsewhere, too", () => {
    const strange = atBank({ refunds: [{ key: `${id}/instruction/9`, amount: 500, status: "DONE" }] });
    expect(differences(strange, captured)).toEqual([
      [`5.00 EUR are given back (${id}/instruction/9)`, "we know of no such refund"],
    ]);
  });

  test("one of nothing was never asked for", () => {
    expect(differences(atBank(), withInstructions(captured, aCapture(1, 3_870), aRefund(2, 1, 0)))).toEqual([]);
  });
});

describe("disputes", () => {
  const dispute = { reference: "dp_1", amount: 3_870 };
  const disputed = (status: "OPEN" | "WON") =>
    withPayment(captured, {
      attempts: [anAttempt({ status: "CAPTURED", disputes: [{ ...dispute, status, seenAt: at(9) }] })],
    });

  test("the same; one that we do not know of; one that is over", () => {
    const open = atBank({ disputes: [{ ...dispute, status: "OPEN" }] });
    expect(differences(open, disputed("OPEN"))).toEqual([]);
    expect(differences(open, captured)).toEqual([
      ["the dispute dp_1 of 38.70 EUR is OPEN", "we know of no such dispute"],
    ]);
    expect(differences(atBank({ disputes: [{ ...dispute, status: "LOST" }] }), disputed("OPEN"))).toEqual([
      ["the dispute dp_1 of 38.70 EUR is LOST", "the dispute dp_1 of 38.70 EUR is OPEN"],
    ]);
  });

  test("one that the bank does not tell of any more", () => {
    expect(differences(atBank(), disputed("OPEN"))).toEqual([["there is no dispute dp_1", "the dispute dp_1 is OPEN"]]);
    expect(differences(atBank(), disputed("WON"))).toEqual([]);
  });
});

describe("what one side does not know", () => {
  test("money of an order, or of an attempt, that we do not have", () => {
    expect(compareBooks(atBank(), undefined)).toEqual([
      {
        orderId: id,
        reference: "auth-1",
        bank: "38.70 EUR are captured and 0.00 EUR held",
        ours: "there is no such order",
        todo: "look at it on the provider's page, and give the money back if it is nobody's",
      },
    ]);
    expect(differences(atBank({ key: `${id}/2`, status: "AUTHORIZED", captured: 0 }), captured)).toEqual([
      ["0.00 EUR are captured and 38.70 EUR held", "the order has no attempt 2"],
    ]);
  });

  test("one that moved no money, or that somebody else made: nothing", () => {
    expect(compareBooks(atBank({ status: "DECLINED", captured: 0 }), undefined)).toEqual([]);
    const { key: _, ...foreign } = atBank();
    expect(compareBooks(foreign, undefined)).toEqual([]);
    expect(compareBooks(atBank({ key: "invoice-7" }), undefined)).toEqual([]);
  });

  test("an attempt of the period that is not at the bank", () => {
    const period = { from: at(0), to: at(60) };
    const view = orderView(captured, sam, PLACED_AT);
    expect(missingAtBank(view, new Set(), period)).toEqual([
      {
        orderId: id,
        reference: "auth-1",
        bank: "there is no such payment",
        ours: "attempt 1 of 38.70 EUR is CAPTURED",
        todo: "check that the API key is of the account and mode that the stage uses",
      },
    ]);
    expect(missingAtBank(view, new Set(["auth-1"]), period)).toEqual([]);
    expect(missingAtBank(view, new Set(), { from: at(1), to: at(60) })).toEqual([]);
    expect(missingAtBank(view, new Set(), { from: at(-60), to: at(0) })).toEqual([]);
  });
});
