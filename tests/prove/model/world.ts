import type { StatusRow as Row } from "./status-rows.ts";

type Effect = Exclude<Row["pending"], "NONE">;

import type { StatusRow } from "./status-rows.ts";

/** The part of an order that decides its next steps. It has no version number: a copy of it is fresh or not. */
export interface Order {
  readonly status: StatusRow["order"];
  readonly payment: StatusRow["payment"];
  readonly shipment: StatusRow["shipments"];
  readonly shipments: number;
  readonly pending: StatusRow["pending"];
  /** Number of claimed captures; also the key of the newest. */
  readonly claims: number;
}

/** The stock of a product with one unit. */
export interface Stock {
  readonly available: number;
  readonly reserved: number;
  readonly shipped: number;
}

export type Authorization = "ABSENT" | "HELD" | "DECLINED" | "VOIDED" | "CAPTURED" | "EXPIRED";

/** A call that was sent to the provider: it takes effect, even if its caller has died, or is lost. */
export interface Call {
  readonly effect: Exclude<Effect, "SHIP">;
  readonly key: number;
  readonly startedAt: number;
}

/** A copy of the order as it was read. */
export interface Copy {
  readonly order: Order;
  /** Nothing has been written since. */
  readonly fresh: boolean;
}

export type Request = "pack" | "claimCapture" | "cancel";

/** A running function, or one that could run. It may die between any two of its steps. */
export type Worker =
  | { readonly at: "idle" }
  /** A request to place the order found no order, and enough stock or too little. */
  | { readonly at: "placing"; readonly enough: boolean }
  /** Has read what is pending. `beforeDeadline`: whether it was before authorizeBy, for a worker that does not check again. */
  | ({ readonly at: "read"; readonly beforeDeadline: boolean } & Copy)
  /** Has called the provider. `afterWait`: when no call from before authorizeBy could take effect any more. */
  | ({ readonly at: "asked"; readonly afterWait: boolean } & Copy)
  /** VOID: knows whether there was an authorization, and that there is none any more. */
  | ({ readonly at: "checked"; readonly held: boolean; readonly afterWait: boolean } & Copy)
  /** Ships an order because of OrderPlaced, without checking what is pending. */
  | ({ readonly at: "shipping" } & Copy)
  | ({ readonly at: Request } & Copy)
  /** Has written the order without its stock, which it still has to write. */
  | { readonly at: "owesStock"; readonly stock: Stock };

export interface World {
  /** Real time. A tick is the longest time of a call, and the largest difference of two clocks. */
  readonly tick: number;
  readonly stock: Stock;
  /** Another customer, who may order the unit and cancel. */
  readonly rival: "AWAY" | "HOLDS" | "LEFT";
  readonly order: Order | undefined;
  /** The order was CONFIRMED: OrderPlaced can be delivered late, twice, or never. */
  readonly placed: boolean;
  /** The authorizations at the provider with the first key, and with another. */
  readonly authorizations: readonly [Authorization, Authorization];
  /** The keys of the provider's captures, in order. */
  readonly captured: readonly number[];
  readonly calls: readonly Call[];
  /** Functions that place or resume. */
  readonly workers: readonly Worker[];
  /** The function that serves requests of staff and customers. */
  readonly api: Worker;
}

export const IDLE: Worker = { at: "idle" };

/** The first state, for this number of concurrent functions. */
export function startWith(functions: number): World {
  return {
    tick: 0,
    stock: { available: 1, reserved: 0, shipped: 0 },
    rival: "AWAY",
    order: undefined,
    placed: false,
    authorizations: ["ABSENT", "ABSENT"],
    captured: [],
    calls: [],
    workers: Array.from({ length: functions }, () => IDLE),
    api: IDLE,
  };
}

/** Nothing is left to do: no worker, no call, no pending effect. */
export function isAtRest({ order, calls, workers, api }: World): boolean {
  return order?.pending === "NONE" && calls.length === 0 && [...workers, api].every(({ at }) => at === "idle");
}

/** The same text for the same world; the workers are interchangeable. */
export function keyOf(world: World): string {
  const { tick, stock, rival, order, placed, authorizations, captured, calls, workers, api } = world;
  return [
    tick,
    stockKey(stock),
    rival,
    orderKey(order),
    placed,
    authorizations,
    captured,
    "calls",
    ...calls.map(callKey).sort(),
    "workers",
    ...workers.map(workerKey).sort(),
    workerKey(api),
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
    case "owesStock":
      return `owesStock/${stockKey(worker.stock)}`;
    case "read":
      return `read/${worker.beforeDeadline}/${worker.fresh}/${orderKey(worker.order)}`;
    case "asked":
      return `asked/${worker.afterWait}/${worker.fresh}/${orderKey(worker.order)}`;
    case "checked":
      return `checked/${worker.held}/${worker.afterWait}/${worker.fresh}/${orderKey(worker.order)}`;
    default:
      return `${worker.at}/${worker.fresh}/${orderKey(worker.order)}`;
  }
}
