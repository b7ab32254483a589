import { type Bank, EMPTY_BANK } from "./bank-books.ts";
import type { Call } from "./calls.ts";
import type { Guards } from "./guards.ts";
import { ABSENT, at, type Order, PLACED } from "./order.ts";
import type { Request, Scenario } from "./scenarios.ts";
import { IDLE, type Worker } from "./workers.ts";

export interface World {
  readonly order: Order;
  readonly bank: Bank;
  /** On their way to the bank. */
  readonly calls: readonly Call[];
  /** Functions that resume. */
  readonly workers: readonly Worker[];
  /** Of each attempt, since it was stored; see clock.ts. */
  readonly ticks: readonly number[];
  /** It is after holdUntil. */
  readonly holdIsOver: boolean;
  /** What people, or the bank by itself, may still do. */
  readonly requests: readonly Request[];
  /** Another customer, who may order a unit, and cancel. */
  readonly rival: "AWAY" | "HOLDS" | "LEFT";
  /** What a request that does not check the version will write. */
  readonly decided: Order | undefined;
  /** What a step did wrong that no state shows. */
  readonly mistake: string | undefined;
}

/** What is explored: a scenario under these guards. */
export interface Model {
  readonly scenario: Scenario;
  readonly guards: Guards;
}

export function startWith({ requests, waits, places }: Scenario, functions: number): World {
  return {
    order: places ? ABSENT : PLACED,
    bank: EMPTY_BANK,
    calls: [],
    workers: Array.from({ length: functions }, () => IDLE),
    ticks: [0, 0],
    holdIsOver: !waits,
    requests,
    rival: places ? "AWAY" : "LEFT",
    decided: undefined,
    mistake: undefined,
  };
}

/** The request was made; it is not made again. */
export function use(world: World, request: Request): World {
  return { ...world, requests: world.requests.filter((one) => one !== request) };
}

export function putWorker(world: World, slot: number, worker: Worker): World {
  return { ...world, workers: world.workers.map((one, index) => (index === slot ? worker : one)) };
}

export function workerAt({ workers }: World, slot: number): Worker {
  return at(workers, slot);
}
