import type { Step } from "../../explorer.ts";
import { refundsOf } from "../bank-books.ts";
import { refundCall } from "../calls.ts";
import { changeInstruction } from "../order.ts";
import { claimAfter } from "../rules/next-effect.ts";
import { recordDispute } from "../rules/record-dispute.ts";
import { refundWhatCameBack } from "../rules/refund-what-came-back.ts";
import type { World } from "../world.ts";
import { write } from "../writes.ts";
import { type JobOf, postpone, type Running, recordOutcome, sendCall } from "./running.ts";

/** Looks for a refund that carries its id, and for a dispute; asks for the refund; records what the bank says. */
export function* refundMoney(running: Running, job: JobOf<"REFUND">): Generator<Step<World>> {
  const { world, model, worker, mayRecord, free } = running;
  const { instruction, amount } = job;
  const given = refundsOf(world.bank, instruction);
  const isSeen = given.length > 0 && model.guards.has("refund: looks for its own first");
  if (worker.at === "READ" && !isSeen) {
    if (findsDispute(running, job)) {
      if (mayRecord) yield ["resumer records: disputed", recordFoundDispute(running, instruction)];
      return;
    }
    const call = refundCall(instruction, amount);
    yield [`resumer calls ${call.key}`, sendCall(running, call)];
  }
  if (!mayRecord || !(worker.at === "ASKED" || isSeen)) return;
  if (given.length === 0) return yield* postpone(running, instruction);
  const state = given.some((refund) => refund.amount > 0) ? "DONE" : "REFUSED";
  yield [`resumer records: refund ${state}`, recordOutcome(running, changeInstruction(free, instruction, { state }))];
}

/** A dispute is open, or stands otherwise than in the version read. */
function findsDispute({ world, model }: Running, { dispute }: JobOf<"REFUND">): boolean {
  const found = world.bank.dispute;
  return (found === "OPEN" || found !== dispute) && model.guards.has("refund: looks for a dispute first");
}

/** The refund gives its place; it is carried out when the dispute is over. */
function recordFoundDispute({ world, model, slot, free }: Running, instruction: number): World {
  const { guards } = model;
  const disputed = refundWhatCameBack(free, recordDispute(free, world.bank.dispute, guards), guards);
  return write(world, claimAfter(disputed, instruction, guards), model, slot);
}
