import type { Effect } from "../../../functions/orders/rules/pending-effect.ts";
import type { StatusRow } from "../../../functions/orders/rules/status-matrix.ts";

/** What of an order decides how it goes on. Its version is not a number here: a reader's copy is fresh, or it is not. */
export interface Order {
  readonly status: StatusRow["order"];
  readonly payment: StatusRow["payment"];
  readonly shipment: StatusRow["shipments"];
  readonly shipments: number;
  readonly pending: StatusRow["pending"];
  /** How many captures were claimed: the newest claim's number is its key. */
  readonly claims: number;
}

/** One unit of one product, which somebody else may want too. */
export interface Stock {
  readonly available: number;
  readonly reserved: number;
  readonly shipped: number;
}

export type Authorization = "ABSENT" | "HELD" | "DECLINED" | "VOIDED" | "CAPTURED" | "EXPIRED";

/** A call on its way to the provider: it may take effect, also after its caller has died, or be lost. */
export interface Call {
  readonly effect: Exclude<Effect, "SHIP">;
  readonly key: number;
  readonly startedAt: number;
}

/** A copy of the order, as somebody read it. */
export interface Copy {
  readonly order: Order;
  /** Nothing has been written since. */
  readonly fresh: boolean;
}

export type Request = "pack" | "claimCapture" | "cancel";

/** A running function, or one that could run. It may die between any two of its steps. */
export type Worker =
  | { readonly at: "idle" }
  /** A request to place the order has found none; it saw enough stock, or too little. */
  | { readonly at: "placing"; readonly enough: boolean }
  /** Knows what is pending. `inTime`: it was before authorizeBy then, for whom does not look again. */
  | ({ readonly at: "read"; readonly inTime: boolean } & Copy)
  /** Has called the provider. `afterWait`: when no call of before authorizeBy could take effect any more. */
  | ({ readonly at: "asked"; readonly afterWait: boolean } & Copy)
  /** VOID: knows whether money was held, and lets it be no more. */
  | ({ readonly at: "told"; readonly held: boolean; readonly afterWait: boolean } & Copy)
  /** Has taken OrderPlaced for an order to ship, without looking at what is pending. */
  | ({ readonly at: "shipping" } & Copy)
  | ({ readonly at: Request } & Copy)
  /** Has written an order without the stock that belongs to it. */
  | { readonly at: "owing"; readonly stock: Stock };

export interface World {
  /** Real time in steps of the longest that a call may take, which is also the most by which two clocks differ. */
  readonly tick: number;
  readonly stock: Stock;
  /** Another customer, who takes the unit if it is there and may give it back. */
  readonly rival: "AWAY" | "HOLDS" | "LEFT";
  readonly order: Order | undefined;
  /** The version that becomes OrderPlaced was written: it can be delivered late, twice, or never. */
  readonly placed: boolean;
  /** What the provider did under the first key, and under another. */
  readonly authorizations: readonly [Authorization, Authorization];
  /** The keys under which the provider took the money, in order. */
  readonly taken: readonly number[];
  readonly calls: readonly Call[];
  /** Functions that place or resume. */
  readonly workers: readonly Worker[];
  /** The function that does what people ask for. */
  readonly desk: Worker;
}

export const IDLE: Worker = { at: "idle" };

/** Nothing has happened yet, and so many functions may run at once. */
export function startWith(functions: number): World {
  return {
    tick: 0,
    stock: { available: 1, reserved: 0, shipped: 0 },
    rival: "AWAY",
    order: undefined,
    placed: false,
    authorizations: ["ABSENT", "ABSENT"],
    taken: [],
    calls: [],
    workers: Array.from({ length: functions }, () => IDLE),
    desk: IDLE,
  };
}

/** Nothing is left to do: no worker, no call, no pending effect. */
export function isAtRest({ order, calls, workers, desk }: World): boolean {
  return order?.pending === "NONE" && calls.length === 0 && [...workers, desk].every(({ at }) => at === "idle");
}

/** The same text for the same world; the workers are interchangeable. */
export function keyOf(world: World): string {
  const { tick, stock, rival, order, placed, authorizations, taken, calls, workers, desk } = world;
  return [
    tick,
    stockKey(stock),
    rival,
    orderKey(order),
    placed,
    authorizations,
    taken,
    "calls",
    ...calls.map(callKey).sort(),
    "workers",
    ...workers.map(workerKey).sort(),
    workerKey(desk),
  ].join();
}

function stockKey({ available, reserved, shipped }: Stock): string {
  return `${available}/${reserved}/${shipped}`;
}

function orderKey(order: Order | undefined): string {
  return order
    ? `${order.status}/${order.payment}/${order.shipment}/${order.shipments}/${order.pending}/${order.claims}`
    : "none";
}

export function callKey({ effect, key, startedAt }: Call): string {
  return `${effect}/${key}/${startedAt}`;
}

function workerKey(worker: Worker): string {
  switch (worker.at) {
    case "idle":
      return "idle";
    case "placing":
      return `placing/${worker.enough}`;
    case "owing":
      return `owing/${stockKey(worker.stock)}`;
    case "read":
      return `read/${worker.inTime}/${worker.fresh}/${orderKey(worker.order)}`;
    case "asked":
      return `asked/${worker.afterWait}/${worker.fresh}/${orderKey(worker.order)}`;
    case "told":
      return `told/${worker.held}/${worker.afterWait}/${worker.fresh}/${orderKey(worker.order)}`;
    default:
      return `${worker.at}/${worker.fresh}/${orderKey(worker.order)}`;
  }
}
