import type { Step } from "../../explorer.ts";
import { intentsOf, isFinal } from "../bank-books.ts";
import { cancelCall, createCall } from "../calls.ts";
import { at, attemptOf, changeAttempt, changeInstruction } from "../order.ts";
import { isAfterLastAnswer, startOfCall } from "../ticks.ts";
import { putWorker, type World } from "../world.ts";
import { type JobOf, postpone, type Running, recordOutcome, sendCall } from "./running.ts";

/** Closes an attempt: what is there is canceled; what is not there is created first, or waited for. */
export function* closeAtProvider(running: Running, job: JobOf<"VOID">): Generator<Step<World>> {
  const { world, model, worker, mayRecord } = running;
  const { guards, scenario } = model;
  if (worker.at === "LOOKED") return yield* recordOldAnswer(running, job);
  const intents = guards.has("provider: what took effect is found") ? intentsOf(world.bank, job.attempt) : [];
  if (intents.length === 0 && scenario.oneCall) return yield* waitForLateAuthorization(running, job);
  if (intents.length === 0 && guards.has("close: creates what it does not find")) {
    const call = createCall(job.attempt, startOfCall(world, job.attempt, model));
    return yield [`resumer calls ${call.key}, to close it`, sendCall(running, call, "READ")];
  }
  const alive = intents.find((number) => !isFinal(at(world.bank.intents, number).status));
  if (worker.at === "READ" && alive !== undefined) {
    const call = cancelCall(alive);
    yield [`resumer calls ${call.key}`, sendCall(running, call)];
  }
  if (!mayRecord) return;
  const isAnswered = worker.at === "ASKED" && !guards.has("close: is over by the bank's word");
  if (alive === undefined || isAnswered) yield ["resumer records: closed", recordClosed(running, job)];
  else yield* postpone(running, job.instruction);
}

/** Where a close leaves no mark, only an answer from after the wait shows that nothing is held. */
function* waitForLateAuthorization(running: Running, job: JobOf<"VOID">): Generator<Step<World>> {
  const { world, model, slot, worker, mayRecord } = running;
  if (!mayRecord) return;
  if (!model.guards.has("close: asks after the wait"))
    yield ["resumer finds nothing", putWorker(world, slot, { ...worker, at: "LOOKED" })];
  else if (hasWaited(running, job)) yield ["resumer records: closed", recordClosed(running, job)];
}

/** The answer may be from before the wait. */
function* recordOldAnswer(running: Running, job: JobOf<"VOID">): Generator<Step<World>> {
  if (hasWaited(running, job)) yield ["resumer records: closed", recordClosed(running, job)];
}

function hasWaited({ world, model }: Running, { attempt }: JobOf<"VOID">): boolean {
  return isAfterLastAnswer(world, attempt, model) || !model.guards.has("close: waits where it leaves no mark");
}

function recordClosed(running: Running, { attempt, instruction }: JobOf<"VOID">): World {
  const { world, free } = running;
  const [first] = intentsOf(world.bank, attempt);
  const wasCaptured = first !== undefined && at(world.bank.intents, first).captured > 0;
  const wasHeld = attemptOf(free, attempt).status === "AUTHORIZED";
  const status = wasCaptured ? "CAPTURED" : wasHeld ? "VOIDED" : "CLOSED";
  return recordOutcome(
    running,
    changeInstruction(changeAttempt(free, attempt, { status }), instruction, { state: "DONE" }),
  );
}
