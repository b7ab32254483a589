import assert from "node:assert/strict";
import { ProviderUnavailableError } from "../payment-provider.ts";
import { type NamedCase, TestedAttempt, unaborted } from "./contract-case.ts";
import type { NoMoneyUnderTest } from "./provider-under-test.ts";

/** What a provider promises that moves no money: an order that is paid through it has no attempt, so nothing is asked of it. */
export function noMoneyCases({ provider, method }: NoMoneyUnderTest): NamedCase[] {
  const attempt = () => new TestedAttempt(provider, "ord_1", method, "a1");
  return [
    {
      name: "its one payment method is valid; any other is refused with a sentence",
      run: async () => {
        assert.equal(provider.rejectMethod(method), undefined);
        for (const other of ["", `${method}x`, method.toUpperCase()]) {
          assert.ok((provider.rejectMethod(other) ?? "").length > 0, `"${other}" is valid`);
        }
      },
    },
    {
      name: "it has seen no attempt, and none is late",
      run: async () => {
        assert.equal(await attempt().retrieve(), undefined);
        assert.equal(provider.settlesWithin, 0);
        assert.equal(provider.closeLeavesMark, true);
      },
    },
    {
      name: "every call that would move money is a mistake of the caller: no answer, and nothing to be tried again",
      run: async () => {
        const known = { ...attempt().request, reference: "none" };
        const capture = { ...known, captureKey: "c", captureAmount: 1, capturedBefore: 0, final: true };
        const refund = { ...known, refundKey: "r", refundAmount: 1 };
        const calls: readonly (readonly [string, Promise<unknown>])[] = [
          ["authorize", attempt().authorize()],
          ["close", attempt().close()],
          ["capture", provider.capture(capture, unaborted())],
          ["refund", provider.refund(refund, unaborted())],
        ];
        for (const [name, call] of calls) {
          await assert.rejects(call, (error: unknown) => {
            assert.ok(error instanceof Error && !(error instanceof ProviderUnavailableError), `${name} is tried again`);
            assert.ok(error.message.includes(name), `${name} is not named: ${error.message}`);
            return true;
          });
        }
      },
    },
  ];
}
