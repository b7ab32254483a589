import type { Step } from "../../explorer.ts";
import { ELSEWHERE, type Intent } from "../bank-books.ts";
import { attemptOf, changeAttempt, changeInstruction, instructionOf, isOver, type Order } from "../order.ts";
import { closeAttempt, isClosing } from "../rules/close-attempt.ts";
import { claimNextEffect } from "../rules/next-effect.ts";
import { recordDispute } from "../rules/record-dispute.ts";
import { recordAuthorized } from "../rules/record-money.ts";
import { refundWhatCameBack } from "../rules/refund-what-came-back.ts";
import type { BankAnswer, Worker } from "../workers.ts";
import { type Model, putWorker, type World } from "../world.ts";
import { write } from "../writes.ts";
import { type Running, recordOutcome } from "./running.ts";

/** Reads how attempts and refunds stand at the bank, and in a second step records what differs. */
export function* refresh(running: Running): Generator<Step<World>> {
  const { world, model, slot, worker, free } = running;
  if (worker.at === "TOLD") {
    yield ["resumer records what differs", recordOutcome(running, recordDifferences(free, worker, model))];
  } else if (worker.at === "READ" && worker.fresh) {
    const { intents, refunds, dispute } = world.bank;
    const told: Worker = { ...worker, at: "TOLD", intents, refunds, dispute };
    yield ["resumer reads the bank", putWorker(world, slot, told), "REFRESH"];
    yield* postponeRefresh(running);
  }
}

/** It gives its place to the oldest instruction that can be carried out. */
function* postponeRefresh({ world, model, slot, free }: Running): Generator<Step<World>> {
  if (!model.scenario.postpones || !model.guards.has("postpone: gives its place to the next")) return;
  const after = claimNextEffect({ ...free, refresh: true }, model);
  if (after.pendingEffect?.effect !== "REFRESH")
    yield ["resumer postpones: no answer", write(world, after, model, slot)];
}

function recordDifferences(order: Order, { intents, refunds, dispute }: BankAnswer, model: Model): Order {
  const { guards } = model;
  let after = intents.reduce((known, intent) => recordIntent(known, intent, model), order);
  for (const { instruction, amount } of refunds) {
    const failed = instruction !== ELSEWHERE && amount === 0 && instructionOf(after, instruction).state === "DONE";
    if (failed && guards.has("refresh: a refund that failed is REFUSED"))
      after = changeInstruction(after, instruction, { state: "REFUSED" });
  }
  let refundedElsewhere = 0;
  for (const { instruction, amount } of refunds)
    if (instruction === ELSEWHERE || !guards.has("refresh: its own refunds are not external"))
      refundedElsewhere += amount;
  const refreshed = { ...after, refundedElsewhere };
  const disputed = guards.has("refresh: records a dispute") ? recordDispute(refreshed, dispute, guards) : refreshed;
  return refundWhatCameBack(order, disputed, guards);
}

function recordIntent(order: Order, { attempt, status }: Intent, { guards, scenario }: Model): Order {
  const known = attemptOf(order, attempt);
  if (isClosing(order, attempt) || isOver(known)) return order;
  if (known.status === "AUTHORIZED" && (status === "EXPIRED" || status === "CANCELED"))
    return changeAttempt(order, attempt, { status: "EXPIRED" });
  if (known.status !== "ACTION_REQUIRED") return order;
  if (status === "AUTHORIZED") return recordAuthorized(order, attempt, scenario, guards);
  if (status === "DECLINED")
    return closeAttempt(changeAttempt(order, attempt, { status: "DECLINED" }), attempt, guards);
  const confirms = status === "CREATED" && !order.pendingEffect && guards.has("refresh: confirms a completed action");
  return confirms ? { ...order, pendingEffect: { effect: "AUTHORIZE", attempt } } : order;
}
