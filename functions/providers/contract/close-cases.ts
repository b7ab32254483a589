import assert from "node:assert/strict";
import { AMOUNT, answerOf, type ContractCase } from "./contract-case.ts";

export const closeCases: readonly ContractCase[] = [
  {
    name: "close: nothing is held any more, and nothing will be, whatever is sent later",
    run: async (tested) => {
      const attempt = await tested.authorized();
      assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: true });
      assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: true });
      assert.equal((await attempt.capture("c1", 1_000)).outcome, "refused");
      await answerOf(attempt.authorize(1));
      await tested.requireState(attempt, { status: "VOIDED", captured: 0, refunded: 0 });
    },
  },
  {
    name: "close an attempt that the provider has not seen: nothing was held, and where close leaves a mark nothing will be",
    run: async (tested) => {
      const attempt = tested.newAttempt();
      // A provider that leaves a mark may create the attempt to close it, and then knows it.
      assert.equal((await attempt.close()).wasHeld, false);
      await tested.requireNothing(attempt);
      if (!tested.given.provider.closeLeavesMark) return;
      for (const tries of [0, 1]) await answerOf(attempt.authorize(tries));
      assert.equal((await attempt.close()).wasHeld, false);
      await tested.requireNothing(attempt);
    },
  },
  {
    name: "close an attempt by its key, as without an answer: what it holds is let go of",
    run: async (tested) => {
      const attempt = await tested.authorized();
      assert.deepEqual(await attempt.closeWithoutReference(), { isKnown: true, wasHeld: true });
      await tested.requireState(attempt, { status: "VOIDED", captured: 0, refunded: 0 });
    },
  },
  {
    name: "close one attempt of an order: the other one is not touched",
    run: async (tested) => {
      const first = await tested.authorized();
      const second = tested.newAttempt("authorized", { orderId: first.request.orderId, attempt: "a2" });
      assert.equal((await second.authorize()).outcome, "authorized");
      await first.close();
      assert.equal((await first.retrieve())?.status, "VOIDED");
      assert.deepEqual(await second.state(), { status: "AUTHORIZED", captured: 0, refunded: 0 });
      assert.deepEqual(await second.capture("c1", AMOUNT), { outcome: "captured", closed: true });
    },
  },
  {
    name: "close a declined attempt: nothing was held",
    run: async (tested) => {
      const attempt = tested.newAttempt("declined");
      await attempt.authorize();
      assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: false });
      assert.equal((await attempt.authorize(1)).outcome, "declined");
    },
  },
  {
    name: "close a captured attempt: what was captured stays",
    run: async (tested) => {
      const attempt = await tested.captured();
      assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: true });
      await tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 0 });
    },
  },
  {
    name: "close a partly captured attempt: the rest is let go of",
    needs: ["multicapture"],
    run: async (tested) => {
      const attempt = await tested.authorized("multicapture");
      await attempt.capture("c1", 400, { final: false });
      assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: true });
      assert.equal((await attempt.capture("c2", 600, { capturedBefore: 400 })).outcome, "refused");
      await tested.requireState(attempt, { status: "CAPTURED", captured: 400, refunded: 0 });
    },
  },
  {
    name: "close while the customer acts: the action done later holds nothing",
    needs: ["needsAction", "completeAction"],
    run: async (tested) => {
      const { attempt, nextAction } = await tested.waiting();
      assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: false });
      await tested.completeAction(nextAction, "completed").catch(() => {});
      await answerOf(attempt.authorize(1));
      await tested.requireState(attempt, { status: "VOIDED", captured: 0, refunded: 0 });
    },
  },
  {
    name: "close after the action, before it is confirmed: nothing was held, and nothing will be",
    needs: ["needsAction", "completeAction"],
    run: async (tested) => {
      const { attempt, nextAction } = await tested.waiting();
      await tested.completeAction(nextAction, "completed");
      assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: false });
      await answerOf(attempt.authorize(1));
      await tested.requireState(attempt, { status: "VOIDED", captured: 0, refunded: 0 });
    },
  },
];
