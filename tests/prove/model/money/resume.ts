import type { Step } from "../explorer.ts";
import { authorize } from "./effects/authorize.ts";
import { captureMoney } from "./effects/capture.ts";
import { place, startPlacing } from "./effects/place.ts";
import { refresh } from "./effects/refresh.ts";
import { refundMoney } from "./effects/refund.ts";
import type { Running } from "./effects/running.ts";
import { ship } from "./effects/ship.ts";
import { closeAtProvider } from "./effects/void.ts";
import { mayAsk } from "./ticks.ts";
import { GONE, IDLE, isBusy, type Job, jobOf } from "./workers.ts";
import { type Model, putWorker, type World, workerAt } from "./world.ts";

/** Every next step of a worker: IDLE, READ, (CREATED,) ASKED; then it reads the bank and records. */
export function* resume(world: World, slot: number, model: Model): Generator<Step<World>> {
  if (slot > 0 && world.workers[slot] === world.workers[slot - 1]) return; // They are interchangeable.
  const worker = workerAt(world, slot);
  const { guards } = model;
  if (worker.at === "GONE") return;
  if (worker.at === "IDLE") return yield* wakeUp(world, slot, model);
  yield ["function dies", putWorker(world, slot, guards.has("resume: what is pending is due") ? IDLE : GONE)];
  if (worker.at === "PLACING") return yield* place(world, slot, worker.enough, model);
  if (!isBusy(worker)) return;
  const mayRecord = worker.fresh || !guards.has("record: only on the version read");
  yield* carryOut({ world, model, slot, worker, mayRecord, free: { ...world.order, pendingEffect: undefined } });
}

/** A request, the sweeper or an event starts a function. */
function* wakeUp(world: World, slot: number, model: Model): Generator<Step<World>> {
  yield* startPlacing(world, slot);
  const { order } = world;
  const read = (job: Job): World => putWorker(world, slot, { at: "READ", fresh: true, job });
  if (order.pendingEffect)
    yield [`resumer reads the order: ${order.pendingEffect.effect}`, read(readJob(world, model, order.pendingEffect))];
  if (model.scenario.ships && order.status === "CONFIRMED" && !model.guards.has("ship: only what is pending"))
    yield ["consumer receives OrderPlaced", read({ effect: "SHIP" })];
}

function readJob(world: World, model: Model, pending: NonNullable<World["order"]["pendingEffect"]>): Job {
  const job = jobOf(world.order, pending);
  const looksLater = model.guards.has("authorize: the clock is read right before the call");
  if (job.effect !== "AUTHORIZE" || looksLater) return job;
  return { ...job, mayAskAtRead: mayAsk(world, job.attempt, model) };
}

function* carryOut(running: Running): Generator<Step<World>> {
  const { job } = running.worker;
  switch (job.effect) {
    case "AUTHORIZE":
      return yield* authorize(running, job);
    case "CAPTURE":
      return yield* captureMoney(running, job);
    case "REFUND":
      return yield* refundMoney(running, job);
    case "VOID":
      return yield* closeAtProvider(running, job);
    case "REFRESH":
      return yield* refresh(running);
    case "SHIP":
      return yield* ship(running);
  }
}
