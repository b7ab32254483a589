import type { Step } from "../../explorer.ts";
import { type Intent, intentsOf, isFinal } from "../bank-books.ts";
import { captureCall } from "../calls.ts";
import { type AttemptStatus, at, attemptOf, changeAttempt, changeInstruction, isOver, type Order } from "../order.ts";
import { recordCaptured } from "../rules/record-money.ts";
import type { World } from "../world.ts";
import { type JobOf, postpone, type Running, recordOutcome, sendCall } from "./running.ts";

/** Compares first what the bank captured with what was booked; asks for the capture; records what the bank says. */
export function* captureMoney(running: Running, job: JobOf<"CAPTURE">): Generator<Step<World>> {
  const { world, model, worker, mayRecord } = running;
  const number = at(intentsOf(world.bank, job.attempt), 0);
  const intent = at(world.bank.intents, number);
  const isTaken = intent.captured > job.booked;
  const isSeen = isTaken && model.guards.has("capture: counts what is captured first");
  if (worker.at === "READ" && !isSeen) {
    const call = captureCall(job.instruction, number, job.amount);
    yield [`resumer calls ${call.key}`, sendCall(running, call)];
  }
  if (!mayRecord || !(worker.at === "ASKED" || isSeen)) return;
  if (isTaken) yield ["resumer records: captured", recordTaken(running, job, intent)];
  else if (isFinal(intent.status) || !model.guards.has("capture: no answer is not a refusal"))
    yield ["resumer records: capture refused", recordRefused(running, job, intent)];
  else yield* postpone(running, job.instruction);
}

function recordTaken(running: Running, { instruction, attempt }: JobOf<"CAPTURE">, { status }: Intent): World {
  const after = status === "AUTHORIZED" || status === "EXPIRED" ? status : "CAPTURED";
  const known = statusAfter(running, attempt, after);
  return recordOutcome(running, recordCaptured(running.free, instruction, attempt, known, running.model.guards));
}

function recordRefused(running: Running, { instruction, attempt }: JobOf<"CAPTURE">, intent: Intent): World {
  const refused = changeInstruction({ ...running.free, leaving: 0 }, instruction, { state: "REFUSED" });
  if (intent.status === "AUTHORIZED") return recordOutcome(running, refused);
  const status = statusAfter(running, attempt, "EXPIRED");
  return recordOutcome(running, changeAttempt(refused, attempt, { status }));
}

/** A VOID may have closed the attempt, or be closing it, while the capture had lost its place. */
function statusAfter({ free, model }: Running, attempt: number, status: AttemptStatus): AttemptStatus {
  const known = attemptOf(free, attempt);
  const isLeft = isOver(known) || (status === "EXPIRED" && isInFlight(free, attempt));
  return isLeft && model.guards.has("capture: leaves a closed attempt closed") ? known.status : status;
}

function isInFlight({ instructions }: Order, attempt: number): boolean {
  return instructions.some(({ kind, target, state }) => kind === "VOID" && target === attempt && state === "IN_FLIGHT");
}
