import { intentsOf, isFinal } from "./bank-books.ts";
import { type Call, refundCall } from "./calls.ts";
import { at, changeAttempt, hasEnded, isOver, type Order } from "./order.ts";
import type { Request } from "./scenarios.ts";
import { IDLE, isBusy, type Worker } from "./workers.ts";
import type { Model, World } from "./world.ts";

/** The world without what nobody will look at again: worlds that differ only in that are one state. */
export function withoutWhatIsOver(world: World, model: Model): World {
  const { order, calls, workers } = world;
  const isPlaced = hasEnded(order) || order.status === "SHIPPED";
  const done = order.attempts.map((attempt) => attempt.status === "AUTHORIZED" || isOver(attempt));
  const running = calls.filter((call) => !isSpent(call, world, model));
  return {
    ...world,
    order: forgetTries(order, done),
    bank: forgetConfirms(world),
    calls: running.length === calls.length ? calls : running,
    workers: workers.map((worker) => (isFinished(worker, world, model) ? IDLE : worker)),
    ticks: world.ticks.map((tick, number) => (done[number] ? Math.max(tick, 1) : tick)),
    holdIsOver: world.holdIsOver || isPlaced,
    requests: requestsLeft(world, model),
  };
}

function forgetTries(order: Order, done: readonly boolean[]): Order {
  return order.attempts.reduce(
    (after, { tries }, number) => (done[number] && tries > 0 ? changeAttempt(after, number, { tries: 0 }) : after),
    order,
  );
}

/** Keys of confirms that can not be repeated with any effect. */
function forgetConfirms({ bank, requests }: World): World["bank"] {
  if (bank.keys.length === 0 || requests.includes("bank forgets its keys")) return bank;
  const keys = bank.keys.filter((key) => {
    const intent = /^confirm (\d)/.exec(key)?.[1];
    if (intent === undefined) return true;
    const { status } = at(bank.intents, Number(intent));
    return !isFinal(status) && status !== "AUTHORIZED";
  });
  return keys.length === bank.keys.length ? bank : { ...bank, keys };
}

/** What may be asked for once the order is over. */
const AFTER_THE_END: readonly Request[] = [
  "refund elsewhere",
  "bank fails a refund",
  "bank fails a refund elsewhere",
  "bank forgets its keys",
  "dispute",
  "dispute reversed",
  "refresh",
];
const AFTER_SHIPPING: readonly Request[] = [...AFTER_THE_END, "refund", "refund again"];

function requestsLeft({ order, requests }: World, { guards }: Model): readonly Request[] {
  if (!guards.has("cancel: only an open order")) return requests;
  const possible = hasEnded(order) ? AFTER_THE_END : order.status === "SHIPPED" ? AFTER_SHIPPING : undefined;
  const left = requests.filter(
    (request) =>
      (possible === undefined || possible.includes(request)) &&
      !(request === "authorize" && order.attempts.length === 2),
  );
  return left.length === requests.length ? requests : left;
}

/** A call that can change nothing any more, whenever it takes effect. */
export function isSpent(call: Call, { bank }: World, { guards }: Model): boolean {
  const isKnown = bank.keys.includes(call.key);
  switch (call.kind) {
    case "CREATE":
      return isKnown && guards.has("authorize: one intent per attempt");
    case "REFUND":
      return isKnown && guards.has("refund: one key");
    case "CAPTURE":
      return isFinal(at(bank.intents, call.intent).status) || (isKnown && guards.has("capture: one key"));
    case "CANCEL":
      return isFinal(at(bank.intents, call.intent).status);
    case "CONFIRM": {
      const { status } = at(bank.intents, call.intent);
      return isFinal(status) || status === "AUTHORIZED" || isKnown;
    }
  }
}

/** A worker with an old copy whose calls could change nothing. */
function isFinished(worker: Worker, world: World, model: Model): boolean {
  if (!isBusy(worker) || worker.fresh) return false;
  const { guards } = model;
  if (!guards.has("record: only on the version read")) return false;
  if (!guards.has("authorize: searches once keys are forgotten")) return false;
  const { job } = worker;
  if (job.effect === "REFRESH" || job.effect === "SHIP") return true;
  if (job.effect === "REFUND") return isSpent(refundCall(job.instruction, job.amount), world, model);
  const intents = intentsOf(world.bank, job.attempt);
  return intents.length > 0 && intents.every((number) => isFinal(at(world.bank.intents, number).status));
}
