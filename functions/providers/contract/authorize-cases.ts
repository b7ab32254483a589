import assert from "node:assert/strict";
import { answerOf, type ContractCase } from "./contract-case.ts";

export const authorizeCases: readonly ContractCase[] = [
  {
    name: "the methods for tests are valid; no method at all is refused with a sentence, and no message is sent for that",
    run: async (tested) => {
      const { provider, methods, network } = tested.given;
      const before = network.sent;
      for (const method of Object.values(methods)) assert.equal(provider.rejectMethod(method), undefined, method);
      assert.ok((provider.rejectMethod("") ?? "").length > 0, "an empty method is valid");
      assert.equal(network.sent, before);
      assert.ok(Number.isFinite(provider.settlesWithin) && provider.settlesWithin >= 0, "settlesWithin");
    },
  },
  {
    name: "authorize three times at once and once more: the money is held once, each answer names the same reference",
    run: async (tested) => {
      const attempt = tested.newAttempt();
      const atOnce = [attempt.authorize(), attempt.authorize(), attempt.authorize()];
      const answers = (await Promise.all(atOnce.map(answerOf))).filter((answer) => answer !== "unavailable");
      answers.push(await attempt.authorize(), await attempt.authorize(1));
      for (const answer of answers) assert.equal(answer.outcome, "authorized");
      const payment = await attempt.retrieve();
      assert.deepEqual(new Set(answers.map(({ reference }) => reference)), new Set([payment?.reference]));
      await tested.requireState(attempt, { status: "AUTHORIZED", captured: 0, refunded: 0 });
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
      await tested.requireNothing(attempt);
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
      await answerOf(attempt.authorize());
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
    name: "the customer is not there: what needs an action is declined, and nothing is held",
    needs: ["needsAction"],
    run: async (tested) => {
      const attempt = tested.newAttempt("needsAction", { offSession: true });
      for (const tries of [0, 1]) assert.equal((await attempt.authorize(tries)).outcome, "declined");
      await tested.requireNothing(attempt);
    },
  },
  {
    name: "the customer is not there: a method that they saved is authorized, and captured like any other",
    needs: ["saved"],
    run: async (tested) => {
      const { saved, provider } = tested.given;
      assert.ok(saved && provider.rejectMethod(saved.method) === undefined);
      assert.ok(provider.rejectCustomer, "rejectCustomer is left out, so no request may name a customer");
      assert.equal(provider.rejectCustomer(saved.customer), undefined);
      const attempt = tested.newAttempt(saved, { customer: saved.customer, offSession: true });
      assert.equal((await attempt.authorize()).outcome, "authorized");
      assert.deepEqual(await attempt.capture("c1", 1_000), { outcome: "captured", closed: true });
      await tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 0 });
    },
  },
];
