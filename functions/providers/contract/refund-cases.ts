import assert from "node:assert/strict";
import type { ProviderDispute } from "../payment-provider.ts";
import { answerOf, type ContractCase, type TestedAttempt } from "./contract-case.ts";

async function openDisputes(attempt: TestedAttempt): Promise<ProviderDispute[]> {
  const { disputes = [] } = (await attempt.retrieve()) ?? {};
  return disputes.filter(({ status }) => status === "OPEN");
}

export const refundCases: readonly ContractCase[] = [
  {
    name: "a refund that is sent three times at once and once more is made once, under its key",
    run: async (tested) => {
      const attempt = await tested.captured();
      const send = () => attempt.refund("r1", 300);
      const atOnce = await Promise.all([send(), send(), send()].map(answerOf));
      for (const answer of [...atOnce.filter((one) => one !== "unavailable"), await send()]) {
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
      await tested.requireState(attempt, { status: "CAPTURED", captured: 800, refunded: 800 });
    },
  },
  {
    name: "two refunds at the same time: never more than was captured",
    run: async (tested) => {
      const attempt = await tested.captured();
      await Promise.all([attempt.refund("r1", 600), attempt.refund("r2", 600)].map(answerOf));
      const answers = [await attempt.refund("r1", 600), await attempt.refund("r2", 600)];
      assert.deepEqual(answers.map(({ outcome }) => outcome).toSorted(), ["accepted", "refused"]);
      await tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 600 });
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
      await tested.requireState(attempt, { status: "AUTHORIZED", captured: 400, refunded: 400 });
    },
  },
  {
    name: "nothing captured: a refund is refused",
    run: async (tested) => {
      const attempt = await tested.authorized();
      assert.equal((await attempt.refund("r1", 1)).outcome, "refused");
      await tested.requireState(attempt, { status: "AUTHORIZED", captured: 0, refunded: 0 });
    },
  },
  {
    name: "refund refused: the reason is told, nothing is given back",
    needs: ["refundRefused"],
    run: async (tested) => {
      const attempt = await tested.captured("refundRefused");
      const answer = await attempt.refund("r1", 300);
      assert.ok(answer.outcome === "refused" && answer.reason.length > 0, answer.outcome);
      await tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 0 });
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
  {
    name: "a refund made elsewhere: it has no key but an id that stays, and leaves less to be given back",
    needs: ["refundElsewhere"],
    run: async (tested) => {
      const attempt = await tested.captured();
      await tested.refundElsewhere(attempt, 700);
      await tested.given.waitForBank();
      const [made, ...more] = (await attempt.retrieve())?.refunds ?? [];
      assert.ok(made && made.key === undefined && more.length === 0, "one refund without a key was expected");
      assert.deepEqual(made, { reference: made.reference, amount: 700, status: "DONE" });
      assert.equal((await attempt.refund("r1", 301)).outcome, "refused");
      assert.deepEqual(await attempt.refund("r2", 300), { outcome: "accepted" });
      const refunds = (await attempt.retrieve())?.refunds ?? [];
      assert.deepEqual(new Set(refunds.map(({ key }) => key)), new Set([undefined, attempt.keyOf("r2")]));
      assert.ok(
        refunds.some((one) => one.key === undefined && one.reference === made.reference),
        "it has another id now",
      );
      await tested.requireState(attempt, { status: "CAPTURED", captured: 1_000, refunded: 1_000 });
    },
  },
  {
    name: "disputed by the customer's bank: shown as long as it is open, and what was captured stays told",
    needs: ["disputed"],
    run: async (tested) => {
      const attempt = await tested.authorized("disputed");
      assert.deepEqual(await openDisputes(attempt), []);
      assert.deepEqual(await attempt.capture("c1", 1_000), { outcome: "captured", closed: true });
      await tested.given.waitForBank();
      const payment = await attempt.retrieve();
      assert.deepEqual([payment?.status, payment?.captured], ["CAPTURED", 1_000]);
      const [dispute, ...more] = await openDisputes(attempt);
      assert.ok(dispute && more.length === 0, "one open dispute was expected");
      assert.ok(dispute.amount > 0 && dispute.amount <= 1_000, `${dispute.amount} of 1000 are disputed`);
      assert.deepEqual(await openDisputes(attempt), [dispute]);
      assert.deepEqual(await openDisputes(await tested.captured()), []);
    },
  },
];
