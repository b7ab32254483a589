import assert from "node:assert/strict";
import { answerOf, type ContractCase } from "./contract-case.ts";

export const captureCases: readonly ContractCase[] = [
  {
    name: "a capture that is sent three times at once and once more is made once",
    run: async (tested) => {
      const attempt = await tested.authorized();
      const send = () => attempt.capture("c1", 1_000);
      const atOnce = await Promise.all([send(), send(), send()].map(answerOf));
      for (const answer of [...atOnce.filter((one) => one !== "unavailable"), await send()]) {
        assert.deepEqual(answer, { outcome: "captured", closed: true });
      }
      await tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 0 });
    },
  },
  {
    name: "a part is captured: the rest is let go of, and a second capture is refused",
    run: async (tested) => {
      const attempt = await tested.captured("authorized", 400);
      const second = await attempt.capture("c2", 600, { capturedBefore: 400 });
      assert.equal(second.outcome, "refused");
      await tested.requireState(attempt, { status: "CAPTURED", captured: 400, refunded: 0 });
    },
  },
  {
    name: "a capture that is not the last one: without multicapture it is",
    run: async (tested) => {
      const attempt = await tested.authorized();
      assert.notEqual((await attempt.retrieve())?.multicapture, true);
      assert.deepEqual(await attempt.capture("c1", 400, { final: false }), { outcome: "captured", closed: true });
      assert.equal((await attempt.capture("c2", 600, { capturedBefore: 400 })).outcome, "refused");
    },
  },
  {
    name: "several parts are captured, each once; the last one closes the attempt",
    needs: ["multicapture"],
    run: async (tested) => {
      const attempt = tested.newAttempt("multicapture");
      const authorization = await attempt.authorize();
      assert.ok(authorization.outcome === "authorized" && authorization.multicapture, "the answer does not say so");
      assert.equal((await attempt.retrieve())?.multicapture, true);
      const first = () => attempt.capture("c1", 400, { final: false });
      assert.deepEqual(await first(), { outcome: "captured", closed: false });
      assert.deepEqual(await first(), { outcome: "captured", closed: false });
      await tested.requireState(attempt, { status: "AUTHORIZED", captured: 400, refunded: 0 });
      const last = () => attempt.capture("c2", 500, { capturedBefore: 400 });
      assert.deepEqual(await last(), { outcome: "captured", closed: true });
      assert.deepEqual(await last(), { outcome: "captured", closed: true });
      assert.equal((await first()).outcome, "captured");
      await tested.requireState(attempt, { status: "CAPTURED", captured: 900, refunded: 0 });
    },
  },
  {
    name: "everything is captured in parts: the attempt is closed, without being told that it was the last one",
    needs: ["multicapture"],
    run: async (tested) => {
      const attempt = await tested.authorized("multicapture");
      await attempt.capture("c1", 400, { final: false });
      const second = await attempt.capture("c2", 600, { capturedBefore: 400, final: false });
      assert.deepEqual(second, { outcome: "captured", closed: true });
      await tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 0 });
    },
  },
  {
    name: "more than was authorized is never captured",
    run: async (tested) => {
      const attempt = await tested.authorized();
      // A refusal would mean that nothing is held any more.
      await assert.rejects(attempt.capture("c1", 1_001));
      await tested.requireState(attempt, { status: "AUTHORIZED", captured: 0, refunded: 0 });
    },
  },
  {
    name: "more than the rest is never captured",
    needs: ["multicapture"],
    run: async (tested) => {
      const attempt = await tested.authorized("multicapture");
      await attempt.capture("c1", 400, { final: false });
      await assert.rejects(attempt.capture("c2", 601, { capturedBefore: 400 }));
      await tested.requireState(attempt, { status: "AUTHORIZED", captured: 400, refunded: 0 });
    },
  },
];
