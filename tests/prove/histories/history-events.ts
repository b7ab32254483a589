import * as z from "zod";
import type { Adjustment } from "../../../functions/inventory/rules/stock.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { RequestRecord } from "../world/client.ts";
import type { HistoryEvent, ShopState } from "./serial-order.ts";

const View = z.looseObject({ status: z.string() });
const StockView = z.looseObject({ available: z.int(), reserved: z.int() });
const Problem = z.looseObject({ code: z.string() });
const NEVER = Number.POSITIVE_INFINITY;
const NOT_FOUND = "NOT FOUND";

/** The changes and observations of a run, from the orders' versions and the clients' responses. */
export function historyEvents(
  orders: readonly (readonly Order[])[],
  adjusted: readonly Adjustment[],
  requests: readonly RequestRecord[],
): HistoryEvent[] {
  return [
    ...orders.flatMap((versions) => orderEvents(versions, requests)),
    ...adjustmentEvents(adjusted, requests),
    ...requests.flatMap(observedEvents),
  ];
}

/** One event per status of an order, with the stock that it moves. */
function orderEvents(versions: readonly Order[], requests: readonly RequestRecord[]): HistoryEvent[] {
  const [first] = versions;
  if (!first) return [];
  const asked = (operation: string) =>
    Math.min(
      ...requests
        .filter(
          ({ request }) =>
            request.operation === operation && (operation === "placeOrder" || request.path?.orderId === first.id),
        )
        .map(({ from }) => from),
    );
  const events: HistoryEvent[] = [];
  const add = (what: string, from: number, apply: HistoryEvent["apply"]) =>
    events.push({
      description: `${first.id}: ${what}`,
      from,
      to: NEVER,
      after: events.slice(-1),
      apply,
      isReadOnly: false,
    });
  if (first.status === "FAILED") {
    const shortages = first.failure?.shortages ?? [];
    add("is short", asked("placeOrder"), (state) =>
      shortages.every(({ sku, available }) => unitsOf(state, sku).available === available) ? state : undefined,
    );
  }
  for (const [index, { status, lines, id }] of versions.entries()) {
    if (versions[index - 1]?.status === status) continue;
    const cause =
      status === "CANCELLED" ? "cancelOrder" : status === "SHIPPED" ? "advanceShipmentStatus" : "placeOrder";
    add(status, asked(cause), (state) => move(withStatus(state, id, status), lines, movedBy(status, index === 0)));
  }
  return events;
}

type Move = readonly [available: number, reserved: number];

/** How an order's status moves the units of its lines. */
function movedBy(status: string, isFirst: boolean): Move {
  if (isFirst) return status === "PENDING" ? [-1, 1] : [0, 0];
  if (status === "FAILED" || status === "CANCELLED") return [1, -1];
  return status === "SHIPPED" ? [0, -1] : [0, 0];
}

function move(state: ShopState, lines: Order["lines"], [available, reserved]: Move): ShopState | undefined {
  const stock = { ...state.stock };
  for (const { sku, quantity } of lines) {
    const now = stock[sku] ?? { available: 0, reserved: 0 };
    const next = { available: now.available + available * quantity, reserved: now.reserved + reserved * quantity };
    if (next.available < 0 || next.reserved < 0) return undefined;
    stock[sku] = next;
  }
  return { ...state, stock };
}

function unitsOf({ stock }: ShopState, sku: string) {
  return stock[sku] ?? { available: 0, reserved: 0 };
}

function withStatus(state: ShopState, id: string, status: string): ShopState {
  return { ...state, orders: { ...state.orders, [id]: status } };
}

/** One event per adjustment, however often it was requested. */
function adjustmentEvents(adjusted: readonly Adjustment[], requests: readonly RequestRecord[]): HistoryEvent[] {
  return adjusted.flatMap(({ id, sku, quantity }) => {
    const tries = requests.filter(
      ({ request, client }) => request.operation === "adjustStock" && client.adjustmentIdOf(request) === id,
    );
    const apply = (state: ShopState) => {
      const now = unitsOf(state, sku);
      const available = now.available + quantity;
      return available < 0 ? undefined : { ...state, stock: { ...state.stock, [sku]: { ...now, available } } };
    };
    const from = Math.min(...tries.map((one) => one.from));
    const to = Math.min(...tries.filter(isMade).map((one) => one.to));
    return [{ description: `${sku} is adjusted by ${quantity}`, from, to, after: [], apply, isReadOnly: false }];
  });
}

function isMade({ response }: RequestRecord): boolean {
  return response.status === 201;
}

/** The state that a response shows; no event if the response shows none. */
function observedEvents({ request, client, response, from, to }: RequestRecord): HistoryEvent[] {
  const holds = conditionShownBy(request, response, client.orderIdOf(request));
  if (!holds) return [];
  const description = `${request.operation} ${JSON.stringify({ ...request.path, ...request.body })} was answered ${response.status}`;
  return [{ description, from, to, after: [], apply: (state) => (holds(state) ? state : undefined), isReadOnly: true }];
}

type StateCondition = (state: ShopState) => boolean;

function conditionShownBy(
  request: RequestRecord["request"],
  { status, body }: RequestRecord["response"],
  orderId: string,
): StateCondition | undefined {
  const { data: problem } = Problem.safeParse(body);
  const is =
    (...possible: string[]) =>
    (state: ShopState) =>
      possible.includes(state.orders[orderId] ?? NOT_FOUND);
  if (status === 404 && request.path?.orderId !== undefined && request.path.number === undefined) return is(NOT_FOUND);
  switch (request.operation) {
    case "placeOrder":
    case "getOrder":
    case "cancelOrder":
      if (status === 200 || status === 201 || status === 202) return is(View.parse(body).status);
      return problem?.code === "invalid_state_transition" ? is("FAILED", "SHIPPED", "DELIVERED") : undefined;
    case "getStock": {
      const { data } = StockView.safeParse(body);
      const { sku = "" } = request.path ?? {};
      if (!data) return undefined;
      return (state) =>
        unitsOf(state, sku).available === data.available && unitsOf(state, sku).reserved === data.reserved;
    }
    case "adjustStock": {
      const { data } = z.looseObject({ quantity: z.int() }).safeParse(request.body);
      const { sku = "" } = request.path ?? {};
      if (problem?.code !== "insufficient_stock" || !data) return undefined;
      return (state) => unitsOf(state, sku).available + data.quantity < 0;
    }
    case "advanceShipmentStatus":
      return status === 200 ? is("CONFIRMED", "SHIPPED", "DELIVERED") : undefined;
    default:
      return undefined;
  }
}
