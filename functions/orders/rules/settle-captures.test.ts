import { describe, expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import type { Order } from "./order.ts";
import type { Instruction } from "./payment.ts";
import { giveBackEverything, refund, settleCaptures } from "./settle-captures.ts";

const { packed } = orderInEachSituation();
const requested = { state: "REQUESTED" } as const;
const toRefund = { ...requested, cause: "edit" } as const;
const byHandReason = "the money came another way: give it back by hand";

/** The order of 38.70 EUR after its mugs were taken out: 12.90 are left. */
function reduced(...instructions: Instruction[]): Order {
  const lines = packed.lines.map((line) => (line.sku === "MUG" ? { ...line, cancelled: 2 } : line));
  return withInstructions({ ...packed, lines }, ...instructions);
}

function byHand(id: number, amount: number): Instruction {
  const { attempt: _, ...capture } = aCapture(id, amount);
  return capture;
}

describe("settleCaptures", () => {
  test.each<[string, Instruction[], Instruction[]]>([
    ["nothing is captured", [], []],
    ["no more than the total", [aCapture(1, 1_290)], [aCapture(1, 1_290)]],
    ["one that is requested: lowered to the total", [aCapture(1, 3_870, requested)], [aCapture(1, 1_290, requested)]],
    [
      "several that are requested: the oldest keep theirs, one of which nothing is left is done",
      [aCapture(1, 1_000, requested), aCapture(2, 1_000, requested), aCapture(3, 1_000, requested)],
      [aCapture(1, 1_000, requested), aCapture(2, 290, requested), aCapture(3, 0)],
    ],
    [
      "one that is in flight: it stays, what it takes beyond the total is given back",
      [aCapture(1, 3_870, { state: "IN_FLIGHT" })],
      [aCapture(1, 3_870, { state: "IN_FLIGHT" }), aRefund(2, 1, 2_580, toRefund)],
    ],
    [
      "captured: given back, the newest first",
      [aCapture(1, 2_000), aCapture(2, 1_870)],
      [aCapture(1, 2_000), aCapture(2, 1_870), aRefund(3, 2, 1_870, toRefund), aRefund(4, 1, 710, toRefund)],
    ],
    [
      "what an earlier edit gave back is not given back again, whatever became of it",
      [aCapture(1, 3_870), aRefund(2, 1, 2_580, { cause: "edit", state: "REFUSED" })],
      [aCapture(1, 3_870), aRefund(2, 1, 2_580, { cause: "edit", state: "REFUSED" })],
    ],
    [
      "a refund that had another cause is not of this: what is left of the capture is given back",
      [aCapture(1, 3_870), aRefund(2, 1, 2_000)],
      [aCapture(1, 3_870), aRefund(2, 1, 2_000), aRefund(3, 1, 1_870, toRefund)],
    ],
    [
      "a refused capture took nothing",
      [aCapture(1, 3_870, { state: "REFUSED" })],
      [aCapture(1, 3_870, { state: "REFUSED" })],
    ],
    [
      "recorded by hand: a person gives it back",
      [byHand(1, 3_870)],
      [byHand(1, 3_870), aRefund(2, 1, 2_580, { state: "REFUSED", cause: "edit", reason: byHandReason })],
    ],
  ])("%s", (_, before, after) => {
    expect(settleCaptures(reduced(...before)).payment.instructions).toEqual(after);
  });

  test("twice in a row: the second time changes nothing", () => {
    for (const capture of [aCapture(1, 3_870), byHand(1, 3_870), aCapture(1, 3_870, requested)]) {
      const once = settleCaptures(reduced(capture));
      expect(settleCaptures(once)).toEqual(once);
    }
  });
});

describe("giveBackEverything", () => {
  test("what is requested takes nothing, what took or may have taken is given back", () => {
    const order = withInstructions(
      packed,
      aCapture(1, 1_000),
      aCapture(2, 1_000, { state: "IN_FLIGHT" }),
      aCapture(3, 1_000, requested),
      aRefund(4, 1, 400),
    );
    expect(giveBackEverything(order).payment.instructions.slice(2)).toEqual([
      aCapture(3, 0),
      aRefund(4, 1, 400),
      aRefund(5, 1, 600, requested),
      aRefund(6, 2, 1_000, requested),
    ]);
  });

  test("what was given back elsewhere is not given back again", () => {
    const order = withPayment(withInstructions(packed, aCapture(1, 1_000)), {
      attempts: [anAttempt({ status: "CAPTURED", refundedElsewhere: 700 })],
    });
    expect(giveBackEverything(order).payment.instructions[1]).toEqual(aRefund(2, 1, 300, requested));
  });

  test("a refund that was refused is asked for again; one that a person gives back is not", () => {
    const refused = withInstructions(packed, aCapture(1, 1_000), aRefund(2, 1, 1_000, { state: "REFUSED" }));
    expect(giveBackEverything(refused).payment.instructions[2]).toEqual(aRefund(3, 1, 1_000, requested));
    const waiting = withInstructions(packed, byHand(1, 1_000), aRefund(2, 1, 1_000, { state: "REFUSED" }));
    expect(giveBackEverything(waiting)).toEqual(waiting);
  });
});

test("refund: why it is given back is kept", () => {
  const order = withInstructions(packed, aCapture(1, 1_000));
  const more = { request: "request-1", note: "A scratch" };
  expect(refund(order, aCapture(1, 1_000), 5, more).payment.instructions[1]).toEqual({
    ...aRefund(2, 1, 5, requested),
    ...more,
  });
});
