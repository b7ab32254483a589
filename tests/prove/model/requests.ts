import type { Step } from "./explorer.ts";
import type { Guard, Guards } from "./guards.ts";
import { type Copy, IDLE, type Order, type Request, type Worker, type World } from "./world.ts";
import { moveStock, type OrderWrite, put, RELEASE, replaceOrder } from "./writes.ts";

/** Max claims of a capture; no trace needs more. */
const MAX_CLAIMS = 2;

const REQUESTS: Readonly<Record<Request, (order: Order, guards: Guards) => OrderWrite | undefined>> = {
  pack,
  claimCapture,
  cancel,
};
const NAMES: readonly Request[] = ["pack", "claimCapture", "cancel"];
const ONLY_IF_FRESH: Readonly<Record<Request, Guard>> = {
  pack: "pack: only on the version read",
  claimCapture: "claimCapture: only on the version read",
  cancel: "cancel: only on the version read",
};

/**
 * Requests of staff and customers. A request reads the order and writes it once. If the write is conditional on the version
 * read, both are one step: after a change in between, the write would fail and change nothing.
 */
export function* serveRequests(world: World, guards: Guards): Generator<Step<World>> {
  const { order, api } = world;
  for (const name of order ? NAMES : []) {
    if (!order || !REQUESTS[name](order, guards)) continue;
    const copy: Copy = { order, fresh: true };
    if (guards.has(ONLY_IF_FRESH[name])) yield [name, besideRequest(api, answer(world, guards, name, copy))];
    else if (api.at === "idle") yield [`${name}: reads the order`, put(world, "api", { at: name, ...copy })];
  }
  if (api.at === "owesStock") {
    yield ["moves the stock", put(moveStock(world, api.stock), "api", IDLE)];
  } else if (isRequest(api)) {
    yield [api.at, answer(world, guards, api.at, api)];
  }
  if (api.at !== "idle") yield ["dies", put(world, "api", IDLE)];
}

function isRequest(worker: Worker): worker is Worker & { at: Request } {
  return NAMES.some((name) => name === worker.at);
}

function answer(world: World, guards: Guards, name: Request, copy: Copy): World {
  const write = REQUESTS[name](copy.order, guards);
  return write ? replaceOrder(world, guards, "api", copy, { ...write, waits: true }) : world;
}

/** Another request was served in between: the running one continues with an old version. */
function besideRequest(api: Worker, after: World): World {
  return isRequest(api) ? { ...after, api: { ...api, fresh: false } } : after;
}

function pack({ shipment }: Order): OrderWrite | undefined {
  if (shipment !== "PENDING") return undefined;
  return { onlyIfFresh: ONLY_IF_FRESH.pack, changes: { shipment: "PACKED" } };
}

function claimCapture(order: Order, guards: Guards): OrderWrite | undefined {
  const { shipment, pending, payment, claims } = order;
  const mayLeave = shipment === "PACKED" || !guards.has("claimCapture: only a packed shipment");
  const isFree = pending === "NONE" || !guards.has("claimCapture: only with nothing pending");
  const isPaid = payment === "AUTHORIZED" || !guards.has("claimCapture: only an authorized payment");
  if (!mayLeave || !isFree || !isPaid || shipment === "NONE" || claims === MAX_CLAIMS) return undefined;
  return { onlyIfFresh: ONLY_IF_FRESH.claimCapture, changes: { pending: "CAPTURE", claims: claims + 1 } };
}

function cancel(order: Order, guards: Guards): OrderWrite | undefined {
  const { status, payment, shipment, pending } = order;
  const checksStates = guards.has("cancel: only what the states allow");
  if (status === "CANCELLED" || (checksStates && status !== "PENDING" && status !== "CONFIRMED")) return undefined;
  if (pending === "CAPTURE" && guards.has("cancel: not while a capture is in flight")) return undefined;
  const unknown = guards.has("cancel: an authorization without an answer is UNKNOWN") ? "UNKNOWN" : "AUTHORIZED";
  const after = payment === "PENDING" ? unknown : payment;
  const mayHold = after === "UNKNOWN" || after === "AUTHORIZED";
  const voids =
    guards.has("cancel: claims a void") &&
    (mayHold || !guards.has("cancel: claims a void only where money may be held"));
  const withShipment = shipment !== "NONE" && guards.has("cancel: cancels the shipment");
  return {
    onlyIfFresh: ONLY_IF_FRESH.cancel,
    changes: {
      status: "CANCELLED",
      ...(after !== payment && { payment: after }),
      ...(withShipment && { shipment: "CANCELLED" }),
      pending: voids ? "VOID" : "NONE",
    },
    stock: RELEASE,
    inOneTransaction: "cancel: gives the stock back in the same transaction",
    checksStates,
  };
}
