import { expect, test } from "vitest";
import { at, orderInEachSituation } from "../../tests/builders/orders.ts";
import { anAttempt, withPayment } from "../../tests/builders/payments.ts";
import { listNotices } from "./list-notices.ts";

const { delivered } = orderInEachSituation();

test("what was given back at the bank and disputes that are open are listed in plain words", () => {
  const dispute = { reference: "dp_1", amount: 900, seenAt: at(9) };
  const attempts = [
    anAttempt({
      status: "CAPTURED",
      refundedElsewhere: 500,
      disputes: [
        { ...dispute, status: "OPEN" },
        { ...dispute, reference: "dp_2", status: "WON" },
      ],
    }),
    anAttempt({ id: 2, status: "CAPTURED", refundedElsewhere: 70 }),
  ];
  const about = { orderId: delivered.id, orderStatus: "DELIVERED" };
  expect(listNotices(withPayment(delivered, { attempts }))).toEqual([
    {
      ...about,
      kind: "REFUNDED_ELSEWHERE",
      amount: { amount: 500, currency: "EUR" },
      sentence: "the bank gave 5.00 EUR back that nobody asked Waybill for",
    },
    {
      ...about,
      kind: "DISPUTE_OPEN",
      amount: { amount: 900, currency: "EUR" },
      sentence: "the customer's bank disputes 9.00 EUR: answer it at the provider",
    },
    {
      ...about,
      kind: "REFUNDED_ELSEWHERE",
      amount: { amount: 70, currency: "EUR" },
      sentence: "the bank gave 0.70 EUR back that nobody asked Waybill for",
    },
  ]);
});

test("an order of which the bank did what it was asked: nothing", () => {
  expect(listNotices(delivered)).toEqual([]);
});
