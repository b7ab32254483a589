import assert from "node:assert/strict";
import { ProviderMisconfiguredError, ProviderUnavailableError } from "../payment-provider.ts";
import type { ContractCase, TestedProvider } from "./contract-case.ts";

/** How failures are told that say nothing about a payment. */
export const failureCases: readonly ContractCase[] = [
  {
    name: "the bank fails: each call is unavailable, and made once when it is sent again",
    needs: ["whileBankFails"],
    run: (tested) =>
      requireFailure(
        tested,
        (run) => tested.whileBankFails(run),
        (error) => error instanceof ProviderUnavailableError && !(error instanceof ProviderMisconfiguredError),
      ),
  },
  {
    name: "our key is refused: each call says that we are misconfigured, has no effect, and is made once a key is right",
    needs: ["whileKeyRefused"],
    run: (tested) =>
      requireFailure(
        tested,
        (run) => tested.whileKeyRefused(run),
        (error) => error instanceof ProviderMisconfiguredError,
      ),
  },
];

async function requireFailure(
  tested: TestedProvider,
  during: (run: () => Promise<void>) => Promise<void>,
  isExpected: (error: unknown) => boolean,
): Promise<void> {
  const unseen = tested.newAttempt();
  const [held, closing, captured] = [await tested.authorized(), await tested.authorized(), await tested.captured()];
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["authorize", () => unseen.authorize()],
    ["capture", () => held.capture("c1", 1_000)],
    ["close", () => closing.close()],
    ["refund", () => captured.refund("r1", 400)],
    ["retrieve", () => captured.retrieve()],
  ];
  await during(async () => {
    for (const [name, call] of calls) {
      await assert.rejects(call(), (error) => {
        assert.ok(isExpected(error), `${name} is answered with ${error}`);
        assert.ok(error instanceof Error && error.message.length > 0, `${name} does not say why`);
        return true;
      });
    }
  });
  assert.equal((await unseen.authorize()).outcome, "authorized");
  assert.deepEqual(await held.capture("c1", 1_000), { outcome: "captured", closed: true });
  assert.deepEqual(await closing.close(), { isKnown: true, wasHeld: true });
  assert.deepEqual(await captured.refund("r1", 400), { outcome: "accepted" });
  await tested.requireState(unseen, { status: "AUTHORIZED", captured: 0, refunded: 0 });
  await tested.requireState(held, { status: "CAPTURED", captured: 1_000, refunded: 0 });
  await tested.requireState(closing, { status: "VOIDED", captured: 0, refunded: 0 });
  await tested.requireState(captured, { status: "CAPTURED", captured: 1_000, refunded: 400 });
}
