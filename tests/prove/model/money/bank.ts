import type { Step } from "../explorer.ts";
import { addRefund, type Bank, changeIntent, ELSEWHERE, keptAmount, refundsOf } from "./bank-books.ts";
import type { Call } from "./calls.ts";
import { isSpent } from "./equal-worlds.ts";
import { at, attemptOf } from "./order.ts";
import { isPastAskUntil } from "./ticks.ts";
import { type Model, use, type World } from "./world.ts";
import { write } from "./writes.ts";

/** Calls take effect, once or twice, or are lost; and what the bank and its customers do by themselves. */
export function* runBank(world: World, model: Model): Generator<Step<World>> {
  yield* answerCalls(world, model);
  yield* changeHolds(world, model);
  yield* changeRefunds(world);
  yield* changeDispute(world);
  yield* forgetKeys(world);
  if (world.bank.webhook) yield ["webhook arrives", hearWebhook(world, model)];
}

function* answerCalls(world: World, model: Model): Generator<Step<World>> {
  for (const call of world.calls) {
    const without: World = { ...world, calls: world.calls.filter((one) => one !== call) };
    yield [`bank: ${call.key} is lost`, without];
    for (const [effect, bank] of effectsOf(call, world, model)) {
      const after: World = { ...without, bank };
      yield [`bank: ${call.key}: ${effect}`, after, call.kind];
      if (!isSpent(call, after, model))
        yield [`bank: ${call.key}: ${effect}, and is repeated`, { ...world, bank }, call.kind];
    }
  }
}

/** What a call may do. One that does nothing (replayed, refused) is like one that is lost. */
function* effectsOf(call: Call, world: World, model: Model): Generator<readonly [effect: string, after: Bank]> {
  const { bank } = world;
  const isKnown = bank.keys.includes(call.key);
  const known: Bank = isKnown ? bank : { ...bank, keys: [...bank.keys, call.key].sort() };
  switch (call.kind) {
    case "CREATE": {
      if (isSpent(call, world, model) || bank.intents.length === 3) return;
      const { amount } = attemptOf(world.order, call.attempt);
      for (const status of model.scenario.oneCall ? (["AUTHORIZED", "DECLINED"] as const) : (["CREATED"] as const))
        yield [
          `intent is ${status}`,
          { ...known, intents: [...bank.intents, { attempt: call.attempt, status, amount, captured: 0 }] },
        ];
      return;
    }
    case "CONFIRM": {
      const { status, attempt } = at(bank.intents, call.intent);
      if (isKnown || (status !== "CREATED" && status !== "DECLINED")) return;
      yield ["holds the money", changeIntent(known, call.intent, { status: "AUTHORIZED" })];
      yield ["is declined", changeIntent(known, call.intent, { status: "DECLINED" })];
      if (model.scenario.action && !bank.actionCompleted && status === "CREATED" && attempt === 0)
        yield ["requires an action", changeIntent(known, call.intent, { status: "ACTION_REQUIRED" })];
      return;
    }
    case "CANCEL": {
      if (isSpent(call, world, model)) return;
      const status = at(bank.intents, call.intent).captured > 0 ? "CAPTURED" : "CANCELED";
      return yield ["lets go", changeIntent(bank, call.intent, { status })];
    }
    case "CAPTURE": {
      if (isSpent(call, world, model)) return;
      const { amount, captured } = at(bank.intents, call.intent);
      const taken = captured + call.amount;
      if (taken > amount) return;
      const status = model.scenario.multicapture && taken < amount ? "AUTHORIZED" : "CAPTURED";
      return yield [`takes ${call.amount}`, changeIntent(known, call.intent, { status, captured: taken })];
    }
    case "REFUND": {
      if (isSpent(call, world, model)) return;
      const { instruction, amount } = call;
      const covered = keptAmount(bank) >= amount;
      if (covered) yield [`gives ${amount} back`, addRefund(known, { instruction, amount })];
      if (!covered || model.scenario.refusesRefunds)
        yield ["refuses the refund", addRefund(known, { instruction, amount: 0 })];
    }
  }
}

function* changeHolds(world: World, { scenario }: Model): Generator<Step<World>> {
  const { bank } = world;
  for (const [number, { status, attempt }] of bank.intents.entries()) {
    if (status === "AUTHORIZED" && scenario.expires && isPastAskUntil(world, attempt))
      yield [
        `bank: intent ${number} expires`,
        { ...world, bank: changeIntent(bank, number, { status: "EXPIRED" }) },
        "person",
      ];
    if (status !== "ACTION_REQUIRED") continue;
    const completed = changeIntent(bank, number, { status: "CREATED" });
    const failed = changeIntent(bank, number, { status: "DECLINED" });
    yield [
      "customer completes the action",
      { ...world, bank: { ...completed, webhook: true, actionCompleted: true } },
      "person",
    ];
    yield ["customer fails the action", { ...world, bank: { ...failed, webhook: true } }, "person"];
  }
}

function* changeRefunds(world: World): Generator<Step<World>> {
  const { bank, requests } = world;
  if (requests.includes("refund elsewhere") && keptAmount(bank) > 0 && bank.dispute !== "OPEN") {
    const after = addRefund(bank, { instruction: ELSEWHERE, amount: 1 });
    yield [
      "somebody refunds 1 at the bank",
      { ...use(world, "refund elsewhere"), bank: { ...after, webhook: true } },
      "person",
    ];
  }
  if (requests.includes("bank fails a refund elsewhere") && refundsOf(bank, ELSEWHERE).length > 0) {
    const refunds = bank.refunds.filter(({ instruction }) => instruction !== ELSEWHERE);
    yield [
      "bank: the refund that somebody made fails after days",
      { ...use(world, "bank fails a refund elsewhere"), bank: { ...bank, refunds, webhook: true } },
      "person",
    ];
  }
  if (!requests.includes("bank fails a refund")) return;
  for (const refund of bank.refunds) {
    const { instruction, amount } = refund;
    if (amount === 0 || instruction === ELSEWHERE) continue;
    const refunds = bank.refunds.filter((one) => one !== refund);
    const after = addRefund({ ...bank, refunds, webhook: true }, { instruction, amount: 0 });
    yield [
      `bank: refund ${instruction} fails after days`,
      { ...use(world, "bank fails a refund"), bank: after },
      "person",
    ];
  }
}

/**
 * A customer disputes a payment of 1, and wins or loses; what they won may be reversed later. A bank may give a refund although a dispute is open. While a refund
 * is being asked for, or given elsewhere, nobody here can prevent that both take the money: that is not in the model.
 */
function* changeDispute(world: World): Generator<Step<World>> {
  const { bank, calls, requests } = world;
  const change = (dispute: Bank["dispute"]): World => ({ ...world, bank: { ...bank, dispute, webhook: true } });
  const mayOpen = requests.includes("dispute") && keptAmount(bank) > 0 && !calls.some(({ kind }) => kind === "REFUND");
  if (mayOpen) yield ["customer disputes 1", use(change("OPEN"), "dispute"), "person"];
  if (bank.dispute === "LOST" && requests.includes("dispute reversed"))
    yield ["bank reverses the dispute", use(change("WON"), "dispute reversed"), "person"];
  if (bank.dispute !== "OPEN") return;
  yield ["customer loses the dispute", change("WON"), "person"];
  yield ["customer wins the dispute", change("LOST"), "person"];
}

function* forgetKeys(world: World): Generator<Step<World>> {
  const { bank, calls, workers, requests } = world;
  if (!requests.includes("bank forgets its keys") || bank.keys.length === 0 || calls.length > 0) return;
  if (workers.every((worker) => worker.at === "IDLE"))
    yield [
      "bank: a day passes, keys are forgotten",
      { ...use(world, "bank forgets its keys"), bank: { ...bank, keys: [] } },
      "person",
    ];
}

function hearWebhook(world: World, model: Model): World {
  const heard: World = { ...world, bank: { ...world.bank, webhook: false } };
  const { order } = world;
  const asks =
    order.pendingEffect?.effect !== "REFRESH" || model.guards.has("webhook: during a REFRESH asks for another");
  return asks ? write(heard, { ...order, refresh: true }, model) : heard;
}
