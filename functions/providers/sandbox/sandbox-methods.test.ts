import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countsTries,
  outcomeOf,
  reasonToDecline,
  sandboxMethod,
  sandboxMethods,
  type TryOutcome,
} from "./sandbox-methods.ts";
import { sandboxProvider } from "./sandbox-provider.ts";

function euros(amount: number) {
  return { amount, currency: "EUR" };
}

function firstOutcomes(name: string): TryOutcome[] {
  return [1, 2, 3, 4].map((number) => outcomeOf(sandboxMethod(name), number));
}

describe("what becomes of the first four tries", () => {
  test.each<[string, TryOutcome[]]>([
    ["pm_sandbox_ok", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_declined", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_expires", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_capture_flaky", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_multicapture", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_action", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_refund_refused", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_refund_fails", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_refunded_elsewhere_fails", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_refunded_elsewhere", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_disputed", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_dispute_won", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_dispute_lost", ["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_timeout_before", ["LOST", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_timeout_after", ["STORED_WITHOUT_ANSWER", "ANSWERED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_flaky", ["FAILED", "FAILED", "ANSWERED", "ANSWERED"]],
    ["pm_sandbox_down", ["FAILED", "FAILED", "FAILED", "FAILED"]],
    [
      "pm_sandbox_late",
      ["STORED_WITHOUT_ANSWER", "STORED_WITHOUT_ANSWER", "STORED_WITHOUT_ANSWER", "STORED_WITHOUT_ANSWER"],
    ],
  ])("%s: %j", (name, fates) => {
    expect(firstOutcomes(name)).toEqual(fates);
  });
});

test("tries are counted exactly where their number decides", () => {
  for (const name of sandboxMethods.filter((one) => one !== "pm_sandbox_down")) {
    expect(countsTries(sandboxMethod(name)), name).toBe(new Set(firstOutcomes(name)).size > 1);
  }
  expect(countsTries(sandboxMethod("pm_sandbox_down"))).toBe(true);
});

describe("reasonToDecline", () => {
  test.each([
    ["EUR", 100_000],
    ["JPY", 1_000],
    ["KWD", 1_000_000],
  ])("1,000 %s or more is declined, whatever the currency's decimals: from %i minor units", (currency, limit) => {
    const method = sandboxMethod("pm_sandbox_ok");
    expect(reasonToDecline(method, { amount: limit - 1, currency })).toBeUndefined();
    expect(reasonToDecline(method, { amount: limit, currency })).toBe("the amount is over the limit");
  });

  test("declines a card that is always declined, whatever the amount", () => {
    expect(reasonToDecline(sandboxMethod("pm_sandbox_declined"), euros(1))).toBe("the card was declined");
  });

  test.each(["pm_visa", "", "constructor", "toString", "__proto__", "PM_SANDBOX_OK"])(
    "the unknown method %j is declined, and rejected before that",
    (name) => {
      expect(reasonToDecline(sandboxMethod(name), euros(1))).toBe("the payment method is unknown");
      expect(sandboxProvider.rejectMethod(name)).toContain("Send one of pm_sandbox_ok, ");
    },
  );

  test("a method that the sandbox knows is not rejected", () => {
    for (const name of sandboxMethods) expect(sandboxProvider.rejectMethod(name)).toBeUndefined();
  });

  test("says the same each time", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("pm_sandbox_ok", "pm_sandbox_declined", "pm_sandbox_late"),
        fc.nat(),
        (name, amount) => {
          const once = reasonToDecline(sandboxMethod(name), euros(amount));
          expect(reasonToDecline(sandboxMethod(name), euros(amount))).toBe(once);
        },
      ),
    );
  });
});
