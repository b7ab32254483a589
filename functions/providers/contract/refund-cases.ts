import assert from "node:assert/strict";
import type { ContractCase } from "./contract-case.ts";

export const refundCases: readonly ContractCase[] = [
  {
    name: "a refund that is sent three times at once and once more is made once, under its key",
    run: async (tested) => {
      const attempt = await tested.captured();
      const send = () => attempt.refund("r1", 300);
      for (const answer of [...(await Promise.all([send(), send(), send()])), await send()]) {
        assert.deepEqual(answer, { outcome: "accepted" });
      }
      await tested.given.waitForBank();
      assert.deepEqual((await attempt.retrieve())?.refunds, [
        { key: attempt.keyOf("r1"), amount: 300, status: "DONE" },
      ]);
    },
  },
  {
    name: "several refunds: never more than was captured",
    run: async (tested) => {
      const attempt = await tested.captured("authorized", 800);
      assert.equal((await attempt.refund("r1", 300)).outcome, "accepted");
      assert.equal((await attempt.refund("r2", 501)).outcome, "refused");
      assert.equal((await attempt.refund("r3", 500)).outcome, "accepted");
      assert.equal((await attempt.refund("r4", 1)).outcome, "refused");
      assert.deepEqual(await attempt.state(), { status: "CAPTURED", captured: 800, refunded: 800 });
    },
  },
  {
    name: "two refunds at the same time: never more than was captured",
    run: async (tested) => {
      const attempt = await tested.captured();
      const answers = await Promise.all([attempt.refund("r1", 600), attempt.refund("r2", 600)]);
      assert.deepEqual(answers.map(({ outcome }) => outcome).toSorted(), ["accepted", "refused"]);
      assert.equal((await attempt.state()).refunded, 600);
    },
  },
  {
    name: "a part of what was captured in parts is given back before the last capture",
    needs: ["multicapture"],
    run: async (tested) => {
      const attempt = await tested.authorized("multicapture");
      await attempt.capture("c1", 400, { final: false });
      assert.equal((await attempt.refund("r1", 401)).outcome, "refused");
      assert.equal((await attempt.refund("r2", 400)).outcome, "accepted");
      assert.deepEqual(await attempt.state(), { status: "AUTHORIZED", captured: 400, refunded: 400 });
    },
  },
  {
    name: "nothing captured: a refund is refused",
    run: async (tested) => {
      const attempt = await tested.authorized();
      assert.equal((await attempt.refund("r1", 1)).outcome, "refused");
      assert.deepEqual(await attempt.state(), { status: "AUTHORIZED", captured: 0, refunded: 0 });
    },
  },
  {
    name: "refund refused: the reason is told, nothing is given back",
    needs: ["refundRefused"],
    run: async (tested) => {
      const attempt = await tested.captured("refundRefused");
      const answer = await attempt.refund("r1", 300);
      assert.ok(answer.outcome === "refused" && answer.reason.length > 0, answer.outcome);
      assert.equal((await attempt.state()).refunded, 0);
    },
  },
  {
    name: "refund failed later: shown as FAILED, and another one can be made under another key",
    needs: ["refundFails"],
    run: async (tested) => {
      const attempt = await tested.captured("refundFails");
      assert.equal((await attempt.refund("r1", 1_000)).outcome, "accepted");
      await tested.given.waitForBank();
      const failed = { key: attempt.keyOf("r1"), amount: 1_000, status: "FAILED" };
      assert.deepEqual((await attempt.retrieve())?.refunds, [failed]);
      assert.equal((await attempt.refund("r1", 1_000)).outcome, "accepted");
      assert.deepEqual((await attempt.retrieve())?.refunds, [failed]);
      assert.equal((await attempt.refund("r2", 1_000)).outcome, "accepted");
    },
  },
];
