import type { Step } from "../../explorer.ts";
import { type Call, send } from "../calls.ts";
import type { Order } from "../order.ts";
import { claimAfter } from "../rules/next-effect.ts";
import { type BusyWorker, IDLE, type Job } from "../workers.ts";
import { type Model, putWorker, type World } from "../world.ts";
import { record, write } from "../writes.ts";

/** A worker that carries an effect out. */
export interface Running {
  readonly world: World;
  readonly model: Model;
  readonly slot: number;
  readonly worker: BusyWorker;
  /** What it would record is still the outcome of what is pending. */
  readonly mayRecord: boolean;
  /** The order with nothing pending. */
  readonly free: Order;
}

export type JobOf<Effect extends Job["effect"]> = Extract<Job, { readonly effect: Effect }>;

/** The world after the outcome is stored. */
export function recordOutcome({ world, model, slot }: Running, order: Order): World {
  return record(world, order, model, slot);
}

/** Sends a call, if there is one to send. A worker with an old copy has nothing more to do after its last call. */
export function sendCall(
  running: Running,
  call: Call | undefined,
  then: "CREATED" | "ASKED" | "READ" = "ASKED",
): World {
  const { world, slot, worker, mayRecord } = running;
  const { fresh, job } = worker;
  const sent = call ? { ...world, calls: send(world.calls, call) } : world;
  return putWorker(sent, slot, mayRecord || then !== "ASKED" ? { at: then, fresh, job } : IDLE);
}

/** Postpones an instruction that the bank has not answered; without another one to claim it just stays pending. */
export function* postpone(running: Running, instruction: number): Generator<Step<World>> {
  const { world, model, slot, worker, mayRecord, free } = running;
  const { scenario, guards } = model;
  if (!scenario.postpones || worker.at !== "ASKED" || !mayRecord) return;
  if (!guards.has("postpone: gives its place to the next")) return;
  const after = claimAfter(free, instruction, guards);
  if (!names(after.pendingEffect, instruction))
    yield ["resumer postpones: no answer", write(world, after, model, slot)];
}

function names(pending: Order["pendingEffect"], instruction: number): boolean {
  return pending !== undefined && "instruction" in pending && pending.instruction === instruction;
}
