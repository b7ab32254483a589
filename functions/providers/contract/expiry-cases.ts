import assert from "node:assert/strict";
import { answerOf, type ContractCase } from "./contract-case.ts";

/** What holds of an authorization that the bank lets go of by itself. */
export const expiryCases: readonly ContractCase[] = [
  {
    name: "the answer and what is retrieved say until when it is held",
    needs: ["letExpire"],
    run: async (tested) => {
      const attempt = tested.newAttempt();
      const answer = await attempt.authorize();
      assert.ok(answer.outcome === "authorized" && answer.expiresAt !== undefined, "the answer does not say it");
      assert.equal((await attempt.retrieve())?.expiresAt, answer.expiresAt);
      assert.ok(Date.parse(answer.expiresAt) > (tested.given.now?.() ?? Date.now()), `it is over: ${answer.expiresAt}`);
    },
  },
  {
    name: "it ran out: told as EXPIRED, a capture is refused, it was held, and never will be again",
    needs: ["letExpire"],
    run: async (tested) => {
      const attempt = await tested.authorized();
      await tested.letExpire(attempt);
      await tested.requireState(attempt, { status: "EXPIRED", captured: 0, refunded: 0 });
      const capture = await attempt.capture("c1", 1_000);
      assert.ok(capture.outcome === "refused" && capture.reason.length > 0, capture.outcome);
      assert.deepEqual(await attempt.close(), { isKnown: true, wasHeld: true });
      for (const tries of [0, 1]) await answerOf(attempt.authorize(tries));
      await tested.requireNothing(attempt);
    },
  },
  {
    name: "the rest of a partly captured one ran out: what was captured stays, and can be given back",
    needs: ["letExpire", "multicapture"],
    run: async (tested) => {
      const attempt = await tested.authorized("multicapture");
      await attempt.capture("c1", 400, { final: false });
      await tested.letExpire(attempt);
      assert.equal((await attempt.capture("c2", 600, { capturedBefore: 400 })).outcome, "refused");
      await tested.requireState(attempt, { status: "CAPTURED", captured: 400, refunded: 0 });
      assert.deepEqual(await attempt.refund("r1", 400), { outcome: "accepted" });
    },
  },
  {
    name: "captured in time: the end of the hold changes nothing",
    needs: ["letExpire"],
    run: async (tested) => {
      const attempt = await tested.captured();
      await tested.letExpire(attempt);
      await tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 0 });
    },
  },
];
