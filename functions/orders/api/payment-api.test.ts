import { expect, test } from "vitest";
import * as z from "zod/mini";
import { alice, sam } from "../../../tests/builders/callers.ts";
import { at, orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import {
  aCapture,
  anAttempt,
  aRefund,
  aVoid,
  withInstructions,
  withPayment,
} from "../../../tests/builders/payments.ts";
import { units } from "../../../tests/builders/products.ts";
import { PaymentView, paymentView } from "./payment-api.ts";

const orders = orderInEachSituation();
const euros = (amount: number) => ({ amount, currency: "EUR" });

test.each(Object.entries(orders))("the payment of an order that is %s is shown as the contract says", (_, order) => {
  for (const caller of [alice, sam]) {
    const shown: unknown = JSON.parse(JSON.stringify(paymentView(order, caller)));
    expect(z.safeParse(PaymentView, shown).error).toBeUndefined();
  }
});

test("a payment that is authorized, as staff see it", () => {
  expect(paymentView(orders.confirmed, sam)).toEqual({
    orderId: orders.confirmed.id,
    status: "AUTHORIZED",
    amount: euros(3_870),
    authorizedAmount: euros(3_870),
    captured: euros(0),
    refunded: euros(0),
    due: euros(3_870),
    provider: "sandbox",
    method: "pm_sandbox_ok",
    reference: "auth-1",
    authorizeBy: at(900),
    attempts: [
      {
        id: 1,
        method: "pm_sandbox_ok",
        status: "AUTHORIZED",
        amount: euros(3_870),
        createdAt: at(0),
        askUntil: at(900),
        reference: "auth-1",
      },
    ],
    captures: [],
    refunds: [],
    instructions: [],
    providerErrors: [],
  });
});

test("what was captured and given back; only staff see why, whose method it was, what was disputed, and what was decided", () => {
  const lines = [{ ...units("MUG", 1) }];
  const instructions = [
    aCapture(1, 3_870, { shipment: 1 }),
    aRefund(2, 1, 90, { lines, note: "One arrived broken", state: "REFUSED", reason: "the card takes no refunds" }),
    aVoid(3, { state: "DONE" }),
  ];
  const saved = { customer: "cus_1", offSession: true };
  const dispute = { reference: "dp_1", amount: 70, status: "OPEN", seenAt: at(9) } as const;
  const attempts = [anAttempt({ ...saved, status: "CAPTURED", disputes: [dispute], multicapture: true })];
  const order = withPayment(orders.delivered, { attempts, instructions });
  const parts = {
    captures: [{ instruction: 1, state: "DONE", amount: euros(3_870), attempt: 1, shipment: 1 }],
    refunds: [{ instruction: 2, capture: 1, state: "REFUSED", amount: euros(90), lines }],
  };

  const forStaff = paymentView(order, sam);
  expect(forStaff).toMatchObject({
    ...parts,
    attempts: [{ ...saved, disputes: [{ ...dispute, amount: euros(70) }], multicapture: true }],
    dispute: { status: "OPEN", amount: euros(70) },
  });
  expect(forStaff.instructions).toEqual([
    { id: 1, kind: "CAPTURE", state: "DONE", amount: euros(3_870), attempt: 1, shipment: 1 },
    {
      id: 2,
      kind: "REFUND",
      state: "REFUSED",
      amount: euros(90),
      capture: 1,
      lines,
      note: "One arrived broken",
      reason: "the card takes no refunds",
    },
    { id: 3, kind: "VOID", state: "DONE", amount: euros(0), attempt: 1 },
  ]);
  const forCustomer = paymentView(order, alice);
  expect(forCustomer).toMatchObject(parts);
  expect(JSON.stringify(forCustomer)).not.toMatch(
    /instructions"|broken|takes no refunds|dispute|multicapture|"provider|cus_1|offSession/,
  );
});

test("the next action is shown only where it is told, and is not of the order", () => {
  const nextAction = { type: "sandbox_action", clientSecret: "act_1" };
  expect(paymentView(orders.pending, alice, nextAction)).toMatchObject({ nextAction });
  expect(paymentView(orders.pending, alice)).not.toHaveProperty("nextAction");
});

test("a declined one says why", () => {
  expect(paymentView(orders.declined, alice)).toMatchObject({
    status: "DECLINED",
    declineReason: "the card was declined",
  });
  expect(paymentView(orders.confirmed, alice)).not.toHaveProperty("declineReason");
});

test.each<[Situation, number]>([
  ["leaving", 0],
  ["shipped", 3_870],
  ["delivered", 3_870],
])("of an order that is %s, %d are captured", (situation, amount) => {
  expect(paymentView(orders[situation], alice).captured).toEqual(euros(amount));
});

test("several captures and refunds are added up, given back elsewhere too", () => {
  const instructions = [aCapture(1, 1_290), aCapture(2, 2_580), aRefund(3, 1, 90), aRefund(4, 2, 80)];
  const order = withPayment(withInstructions(orders.delivered, ...instructions), {
    attempts: [anAttempt({ status: "CAPTURED", refundedElsewhere: 30 })],
  });
  expect(paymentView(order, alice)).toMatchObject({
    status: "PARTIALLY_REFUNDED",
    amount: euros(3_870),
    captured: euros(3_870),
    refunded: euros(200),
  });
});

test("refunds that were made at the provider are shown as external, with when they were seen", () => {
  const externalRefunds = [
    { reference: "re_1", amount: 30, seenAt: at(9) },
    { reference: "re_2", amount: 5, seenAt: at(10), failed: true },
  ];
  const order = withPayment(withInstructions(orders.delivered, aCapture(1, 3_870), aRefund(2, 1, 90)), {
    attempts: [anAttempt({ status: "CAPTURED", refundedElsewhere: 30, externalRefunds })],
  });
  const external = [
    { state: "DONE", amount: euros(30), external: true, attempt: 1, seenAt: at(9) },
    { state: "REFUSED", amount: euros(5), external: true, attempt: 1, seenAt: at(10) },
  ];
  const own = { instruction: 2, capture: 1, state: "DONE", amount: euros(90) };
  expect(paymentView(order, alice).refunds).toEqual([own, ...external]);
  expect(paymentView(order, sam).refunds).toMatchObject([own, { reference: "re_1" }, { reference: "re_2" }]);
  expect(PaymentView.safeParse(paymentView(order, sam)).error).toBeUndefined();
});

test.each([
  [["WON", "LOST", "OPEN"], "OPEN", 4],
  [["WON", "LOST", "LOST"], "LOST", 6],
  [["WON", "WON"], "WON", 3],
] as const)("of disputes that are %j, the payment's is %s", (statuses, status, amount) => {
  const disputes = statuses.map((one, index) => ({
    reference: `dp_${index}`,
    amount: 2 ** index,
    status: one,
    seenAt: at(9),
  }));
  const order = withPayment(orders.delivered, { attempts: [anAttempt({ status: "CAPTURED", disputes })] });
  expect(paymentView(order, sam).dispute).toEqual({ status, amount: euros(amount) });
  expect(paymentView(order, alice)).not.toHaveProperty("dispute");
});

test("of several attempts, the newest one is shown", () => {
  const attempts = [
    anAttempt({ status: "CLOSED", declineReason: "no cover" }),
    anAttempt({ id: 2, method: "pm_other", reference: "auth-2", askUntil: at(2_000) }),
  ];
  const shown = paymentView(withPayment(orders.confirmed, { attempts }), sam);
  expect(shown).toMatchObject({ method: "pm_other", reference: "auth-2", authorizeBy: at(2_000) });
  expect(shown).not.toHaveProperty("declineReason");
});
