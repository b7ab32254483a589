import type { Order } from "./order.ts";
import { claimNextEffect, endWithTargets } from "./rules/next-effect.ts";
import { IDLE, isBusy, type Worker } from "./workers.ts";
import type { Model, World } from "./world.ts";

/**
 * Stores a new version of the order. A worker with an old copy can still call the bank; what it would record is refused, so
 * it is over after its last call.
 */
export function write(world: World, order: Order, model: Model, writer?: number, claims = true): World {
  const { guards } = model;
  const ended = endWithTargets(order, guards);
  const stored = claims ? claimNextEffect(ended, model) : ended;
  const checksVersion = guards.has("record: only on the version read");
  const outdate = (worker: Worker, slot: number): Worker => {
    if (slot === writer) return IDLE;
    if (worker.at === "READ" || worker.at === "CREATED") return worker.fresh ? { ...worker, fresh: false } : worker;
    return checksVersion && isBusy(worker) ? IDLE : worker;
  };
  return { ...world, order: stored, workers: world.workers.map(outdate) };
}

/** Stores the outcome of an effect; the effect is over, and the next one is claimed. */
export function record(world: World, order: Order, model: Model, writer: number): World {
  const claims =
    model.guards.has("record: claims the next") || !order.instructions.some(({ state }) => state === "REQUESTED");
  return write(world, order, model, writer, claims);
}
