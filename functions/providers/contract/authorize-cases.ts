import assert from "node:assert/strict";
import { type ContractCase, requireUnavailable } from "./contract-case.ts";

export const authorizeCases: readonly ContractCase[] = [
  {
    name: "authorize three times at once and once more: the money is held once, each answer names the same reference",
    run: async (tested) => {
      const attempt = tested.newAttempt();
      const answers = await Promise.all([attempt.authorize(), attempt.authorize(), attempt.authorize()]);
      answers.push(await attempt.authorize(), await attempt.authorize(1));
      for (const answer of answers) assert.equal(answer.outcome, "authorized");
      const payment = await attempt.retrieve();
      assert.deepEqual(new Set(answers.map(({ reference }) => reference)), new Set([payment?.reference]));
      assert.deepEqual(await attempt.state(), { status: "AUTHORIZED", captured: 0, refunded: 0 });
    },
  },
  {
    name: "declined: nothing is held, the next try is declined, too",
    run: async (tested) => {
      const attempt = tested.newAttempt("declined");
      for (const tries of [0, 0, 1]) {
        const answer = await attempt.authorize(tries);
        assert.ok(answer.outcome === "declined" && answer.reason.length > 0, answer.outcome);
      }
      const payment = await attempt.retrieve();
      assert.ok(payment === undefined || payment.status === "DECLINED", payment?.status);
    },
  },
  {
    name: "a second attempt of an order is another one",
    run: async (tested) => {
      const first = tested.newAttempt("declined");
      const second = tested.newAttempt("authorized", { orderId: first.request.orderId, attempt: "a2" });
      await first.authorize();
      assert.equal((await second.authorize()).outcome, "authorized");
      assert.equal((await first.authorize()).outcome, "declined");
      assert.equal((await second.retrieve())?.status, "AUTHORIZED");
    },
  },
  {
    name: "an attempt that the provider has not seen is not found",
    run: async (tested) => assert.equal(await tested.newAttempt().retrieve(), undefined),
  },
  {
    name: "action required: nothing is held until it is completed and asked for anew",
    needs: ["needsAction", "completeAction"],
    run: async (tested) => {
      const { attempt, nextAction } = await tested.waiting();
      assert.deepEqual((await attempt.retrieve())?.status, "ACTION_REQUIRED");
      assert.deepEqual((await attempt.retrieve())?.nextAction, nextAction);
      await tested.completeAction(nextAction, "completed");
      assert.equal((await attempt.retrieve())?.status, "UNCONFIRMED");
      assert.equal((await attempt.authorize(1)).outcome, "authorized");
      assert.equal((await attempt.retrieve())?.status, "AUTHORIZED");
    },
  },
  {
    name: "action required: the same number asks the same, also once the action is completed",
    needs: ["needsAction", "completeAction"],
    run: async (tested) => {
      const { attempt, nextAction } = await tested.waiting();
      assert.notEqual((await attempt.authorize()).outcome, "authorized");
      await tested.completeAction(nextAction, "completed");
      await attempt.authorize().catch(() => {});
      assert.equal((await attempt.retrieve())?.status, "UNCONFIRMED");
    },
  },
  {
    name: "action failed: declined, nothing is held",
    needs: ["needsAction", "completeAction"],
    run: async (tested) => {
      const { attempt, nextAction } = await tested.waiting();
      await tested.completeAction(nextAction, "failed");
      assert.equal((await attempt.retrieve())?.status, "DECLINED");
      assert.equal((await attempt.authorize(1)).outcome, "declined");
    },
  },
  {
    name: "a call that is aborted before it is sent changes nothing",
    run: async (tested) => {
      const [unseen, held, captured] = [tested.newAttempt(), await tested.authorized(), await tested.captured()];
      const aborted = AbortSignal.abort();
      await requireUnavailable(unseen.authorize(0, aborted));
      await requireUnavailable(held.capture("c1", 1_000, {}, aborted));
      await requireUnavailable(held.close(aborted));
      await requireUnavailable(captured.refund("r1", 1_000, aborted));
      await requireUnavailable(tested.given.provider.retrieve(held.request, aborted));
      assert.equal(await unseen.retrieve(), undefined);
      assert.deepEqual(await held.state(), { status: "AUTHORIZED", captured: 0, refunded: 0 });
      assert.deepEqual(await captured.state(), { status: "CAPTURED", captured: 1_000, refunded: 0 });
    },
  },
];
