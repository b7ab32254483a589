import type { Step } from "../../explorer.ts";
import { type IntentStatus, intentsOf } from "../bank-books.ts";
import { confirmCall, createCall } from "../calls.ts";
import { at, changeAttempt } from "../order.ts";
import { closeAttempt } from "../rules/close-attempt.ts";
import { recordAuthorized } from "../rules/record-money.ts";
import { isPastAskUntil, mayAsk, startOfCall } from "../ticks.ts";
import type { World } from "../world.ts";
import { write } from "../writes.ts";
import { type JobOf, type Running, recordOutcome, sendCall } from "./running.ts";

/** Creates the intent, or finds it; confirms it; records what the bank says of it. After askUntil the attempt is given up. */
export function* authorize(running: Running, job: JobOf<"AUTHORIZE">): Generator<Step<World>> {
  const { world, model, worker } = running;
  if (worker.at !== "READ") return yield* finish(running, job);
  const { guards } = model;
  const endsInTime = guards.has("authorize: not after askUntil");
  const looksNow = guards.has("authorize: the clock is read right before the call");
  const asks = looksNow ? mayAsk(world, job.attempt, model) : job.mayAskAtRead === true;
  if (endsInTime && isPastAskUntil(world, job.attempt) && worker.fresh)
    yield ["resumer gives the attempt up", giveUp(running, job)];
  if (endsInTime && !asks) return;
  const then = model.scenario.oneCall ? "ASKED" : "CREATED";
  const isFound =
    intentsOf(world.bank, job.attempt).length > 0 && guards.has("authorize: searches once keys are forgotten");
  if (isFound) return yield ["resumer finds the intent", sendCall(running, undefined, then)];
  const call = createCall(job.attempt, startOfCall(world, job.attempt, model));
  yield [`resumer calls ${call.key}`, sendCall(running, call, then)];
}

function giveUp(running: Running, { attempt }: JobOf<"AUTHORIZE">): World {
  const { world, model } = running;
  const closed = model.guards.has("give up: claims a close")
    ? closeAttempt(world.order, attempt, model.guards)
    : changeAttempt(world.order, attempt, { status: "CLOSED" });
  return recordOutcome(running, { ...closed, pendingEffect: undefined });
}

function* finish(running: Running, job: JobOf<"AUTHORIZE">): Generator<Step<World>> {
  const { world, worker, mayRecord } = running;
  for (const intent of intentsOf(world.bank, job.attempt)) {
    const { status } = at(world.bank.intents, intent);
    if (worker.at === "CREATED" && status === "CREATED") {
      const call = confirmCall(intent, job.tries);
      yield [`resumer calls ${call.key}`, sendCall(running, call)];
    } else if (mayRecord) {
      yield* recordStatus(running, job, intent, status);
    }
  }
}

function* recordStatus(
  running: Running,
  { attempt, tries }: JobOf<"AUTHORIZE">,
  intent: number,
  status: IntentStatus,
): Generator<Step<World>> {
  const { world, model, worker, free, slot } = running;
  const { guards, scenario } = model;
  const usesNewKeys = guards.has("confirm: a new key for each try");
  switch (status) {
    case "AUTHORIZED":
      return yield [
        "resumer records: authorized",
        recordOutcome(running, recordAuthorized(free, attempt, scenario, guards)),
      ];
    case "DECLINED": {
      const declined = changeAttempt(free, attempt, { status: "DECLINED" });
      return yield ["resumer records: declined", recordOutcome(running, closeAttempt(declined, attempt, guards))];
    }
    case "ACTION_REQUIRED": {
      const asked = { status: "ACTION_REQUIRED", tries: usesNewKeys ? tries + 1 : tries } as const;
      return yield ["resumer records: action required", recordOutcome(running, changeAttempt(free, attempt, asked))];
    }
    case "CANCELED":
    case "EXPIRED":
      return yield [
        "resumer records: closed",
        recordOutcome(running, changeAttempt(free, attempt, { status: "CLOSED" })),
      ];
    case "CREATED": {
      const wasTried = tries === 0 || world.bank.keys.includes(confirmCall(intent, tries).key);
      if (worker.at === "ASKED" && usesNewKeys && wasTried)
        yield [
          "resumer postpones: the next try has a new key",
          write(world, changeAttempt(world.order, attempt, { tries: tries + 1 }), model, slot),
        ];
      return;
    }
    case "CAPTURED":
  }
}
