import { expect, test } from "vitest";
import { concurrencyOfStack, concurrencyShortage } from "./aws-account.ts";

const prod = { stack: "waybill-prod", required: 332, file: "stages/prod.json" };

test("what a stack reserves depends on its payment provider", () => {
  expect(["manual", "sandbox", "stripe"].map(concurrencyOfStack)).toEqual([362, 367, 372]);
});

test.each([
  ["a whole account", { unreserved: 1000, alreadyReserved: 0 }],
  ["an account with just enough", { unreserved: 432, alreadyReserved: 0 }],
  ["a full account that holds the stack already", { unreserved: 100, alreadyReserved: 332 }],
])("%s has enough concurrency", (_, account) => {
  expect(concurrencyShortage(account, prod)).toBeUndefined();
});

test("an account that two stages have used up: how much is missing, and what to do", () => {
  expect(concurrencyShortage({ unreserved: 336, alreadyReserved: 0 }, prod)).toBe(
    "The functions of waybill-prod reserve 332 of the account's Lambda concurrency, and 236 can be reserved " +
      "(AWS keeps 100 unreserved): ask AWS for more (Service Quotas, AWS Lambda, Concurrent executions), " +
      "or set reservedConcurrency to false in stages/prod.json.",
  );
});

test("a new account with 10 can reserve nothing", () => {
  expect(concurrencyShortage({ unreserved: 10, alreadyReserved: 0 }, prod)).toContain("and 0 can be reserved");
});
