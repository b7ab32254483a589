import * as z from "zod";
import type { Booking } from "../../../functions/inventory/rules/booking.ts";
import { MAIN } from "../../../functions/inventory/rules/location.ts";
import type { Reservation } from "../../../functions/inventory/rules/reservation.ts";
import { heldUnits } from "../../../functions/orders/rules/line.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { RequestRecord } from "../world/client.ts";
import type { HistoryEvent, ShopState } from "./serial-order.ts";

const View = z.looseObject({ status: z.string() });
const StockView = z.looseObject({ available: z.int(), reserved: z.int() });
const Problem = z.looseObject({ code: z.string() });
const NEVER = Number.POSITIVE_INFINITY;
const NOT_FOUND = "NOT FOUND";

/** The changes and observations of a run, from the stored versions and the clients' responses. */
export function historyEvents(stored: StoredHistories, requests: readonly RequestRecord[]): HistoryEvent[] {
  const { orders, reservations, bookings } = stored;
  return [
    ...orders.flatMap((versions) => orderEvents(versions, reservations, requests)),
    ...reservations.flatMap((versions) => reservationEvents(versions, requests)),
    ...bookingEvents(bookings, requests),
    ...requests.flatMap((request) => observedEvents(request, skusElsewhere(bookings))),
  ];
}

/** Products that ever lay at another location than `main`: the state has the sum of all, and a refusal is about one. */
function skusElsewhere(bookings: readonly Booking[]): ReadonlySet<string> {
  return new Set(bookings.filter(({ rows }) => rows.some(({ location }) => location !== MAIN)).map(({ sku }) => sku));
}

/** Every version of each order and reservation, and what was booked. */
export interface StoredHistories {
  readonly orders: readonly (readonly Order[])[];
  readonly reservations: readonly (readonly Reservation[])[];
  readonly bookings: readonly Booking[];
}

/** One event for each version of an order that has another status or moves units, with the stock that it moves. */
function orderEvents(
  versions: readonly Order[],
  reservations: StoredHistories["reservations"],
  requests: readonly RequestRecord[],
): HistoryEvent[] {
  const [first] = versions;
  if (!first) return [];
  const takenOver = reservations.find(([made]) => made?.id === first.reservationId)?.[0];
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
  const placed = firstAsked(requests, first.id, ["placeOrder"]);
  const shortages = first.failure?.shortages ?? [];
  if (shortages.length > 0) {
    add("is short", placed, (state) =>
      shortages.every(({ sku, available }) => freeOf(state, sku) === available) ? state : undefined,
    );
  }
  for (const [index, version] of versions.entries()) {
    const before = versions[index - 1];
    const moves = movesBetween(before, version);
    if (before?.status === version.status && moves.length === 0) continue;
    const from = causesOf(version).length > 0 ? firstAsked(requests, first.id, causesOf(version)) : placed;
    const begins = version === first ? takenOver : undefined;
    add(`${version.status} v${version.version}`, from, (state) => {
      const taken = begins ? withoutReservation(state, begins) : state;
      return taken && move(withStatus(taken, version.id, version.status), moves);
    });
  }
  return events;
}

/** The state in which an order takes over the reservation in the same moment: its units are free for the order. */
function withoutReservation(state: ShopState, { id, lines }: Reservation): ShopState | undefined {
  if (state.statuses[id] !== "ACTIVE") return undefined;
  return move(
    withStatus(state, id, "ORDERED"),
    lines.map(({ sku, quantity }) => ({ sku, available: quantity, reserved: -quantity, waiting: 0 })),
  );
}

/** One event for the reservation, and one for its end; where an order took it over, that is the order's. */
function reservationEvents(versions: readonly Reservation[], requests: readonly RequestRecord[]): HistoryEvent[] {
  const [made, end] = versions;
  if (!made) return [];
  const { id, lines } = made;
  const movesOf = (available: number, reserved: number) =>
    lines.map(({ sku, quantity }) => ({
      sku,
      available: available * quantity,
      reserved: reserved * quantity,
      waiting: 0,
    }));
  const firstAsk = (operation: string) => {
    const asked = requests.filter(({ request, client }) => {
      return request.operation === operation && client.reservationIdOf(request) === id;
    });
    return Math.min(...asked.map(({ from }) => from));
  };
  const event = (
    status: string,
    from: number,
    moves: readonly Move[],
    after: readonly HistoryEvent[],
  ): HistoryEvent => ({
    description: `${id}: ${status}`,
    from,
    to: NEVER,
    after,
    apply: (state) => move(withStatus(state, id, status), moves),
    isReadOnly: false,
  });
  const begin = event("ACTIVE", firstAsk("createReservation"), movesOf(-1, 1), []);
  if (!end || end.status === "ORDERED") return [begin];
  const cause = END_CAUSES[end.status];
  const from = cause === undefined ? begin.from : firstAsk(cause);
  return [begin, event(end.status, from, end.status === "COMMITTED" ? movesOf(0, -1) : movesOf(1, -1), [begin])];
}

/** The operations without which no reservation ends so; time brings the other ends. */
const END_CAUSES: Readonly<Record<string, string>> = { RELEASED: "releaseReservation", COMMITTED: "commitReservation" };

/** When one of these operations was first asked for the order. */
function firstAsked(requests: readonly RequestRecord[], orderId: string, operations: readonly string[]): number {
  const asked = requests.filter(
    ({ request }) =>
      operations.includes(request.operation) &&
      (request.operation === "placeOrder" || request.path?.orderId === orderId),
  );
  return Math.min(...asked.map(({ from }) => from));
}

/** The operations without which no order gets the status; none where time may bring it, too. */
function causesOf({ status, cancellation }: Order): readonly string[] {
  if (status === "SHIPPED" || status === "PARTIALLY_SHIPPED") return ["advanceShipmentStatus"];
  return status === "CANCELLED" && cancellation?.actor !== "system" ? ["cancelOrder", "editOrder"] : [];
}

interface Move {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly waiting: number;
}

/** The stock that moves with a version of an order, by the counts of its lines and by what came back with shipments and returns. */
function movesBetween(before: Order | undefined, after: Order): Move[] {
  return [...movesOfLines(before, after), ...movesOfReturned(before, after)];
}

function movesOfReturned(before: Order | undefined, after: Order): Move[] {
  return after.shipments
    .filter(({ restockedTo }, index) => restockedTo !== undefined && !before?.shipments[index]?.restockedTo)
    .flatMap(({ lines }) => lines.map(({ sku, quantity }) => ({ sku, available: quantity, reserved: 0, waiting: 0 })));
}

function movesOfLines(before: Order | undefined, after: Order): Move[] {
  const back = restockedOf(after);
  const wasBack = before ? restockedOf(before) : new Map<string, number>();
  return after.lines.flatMap((line, index) => {
    const earlier = before?.lines[index];
    const held = heldUnits(line) - (earlier ? heldUnits(earlier) : 0);
    const left = line.shipped - (earlier?.shipped ?? 0);
    const waiting = line.backordered - (earlier?.backordered ?? 0);
    const restocked = (back.get(line.sku) ?? 0) - (wasBack.get(line.sku) ?? 0);
    const isMoved = held !== 0 || left !== 0 || waiting !== 0 || restocked !== 0;
    return isMoved ? [{ sku: line.sku, available: restocked - held - left, reserved: held, waiting }] : [];
  });
}

/** Units by product that came with returns and were put back into stock. */
function restockedOf({ returns }: Order): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, restocked } of returns.flatMap(({ receipts }) => receipts).flatMap(({ lines }) => lines)) {
    units.set(sku, (units.get(sku) ?? 0) + restocked);
  }
  return units;
}

const NO_UNITS = { available: 0, reserved: 0, waiting: 0 };

function move(state: ShopState, moves: readonly Move[]): ShopState | undefined {
  const stock = { ...state.stock };
  for (const { sku, available, reserved, waiting } of moves) {
    const now = stock[sku] ?? NO_UNITS;
    const next = {
      available: now.available + available,
      reserved: now.reserved + reserved,
      waiting: now.waiting + waiting,
    };
    if (next.available < 0 || next.reserved < 0) return undefined;
    stock[sku] = next;
  }
  return { ...state, stock };
}

function unitsOf({ stock }: ShopState, sku: string) {
  return stock[sku] ?? NO_UNITS;
}

/** What a new order may take: nothing while others wait. */
function freeOf(state: ShopState, sku: string): number {
  const { available, waiting } = unitsOf(state, sku);
  return waiting > 0 ? 0 : available;
}

function withStatus(state: ShopState, id: string, status: string): ShopState {
  return { ...state, statuses: { ...state.statuses, [id]: status } };
}

/** One event per adjustment, count or transfer, however often it was requested; the last moves no unit in or out. */
function bookingEvents(booked: readonly Booking[], requests: readonly RequestRecord[]): HistoryEvent[] {
  return booked.flatMap(({ id, sku, rows }) => {
    const quantity = rows.reduce((sum, row) => sum + row.quantity, 0);
    const tries = requests.filter(({ request, client }) => client.bookingIdOf(request) === id);
    const apply = (state: ShopState) => {
      const now = unitsOf(state, sku);
      const available = now.available + quantity;
      return available < 0 ? undefined : { ...state, stock: { ...state.stock, [sku]: { ...now, available } } };
    };
    const from = Math.min(...tries.map((one) => one.from));
    const to = Math.min(...tries.filter(isMade).map((one) => one.to));
    return [{ description: `${sku} changes by ${quantity}`, from, to, after: [], apply, isReadOnly: false }];
  });
}

function isMade({ response }: RequestRecord): boolean {
  return response.status === 201;
}

/** The state that a response shows; no event if the response shows none. */
function observedEvents(
  { request, client, response, from, to }: RequestRecord,
  elsewhere: ReadonlySet<string>,
): HistoryEvent[] {
  if (request.operation === "adjustStock" && elsewhere.has(request.path?.sku ?? "")) return [];
  const id = client.reservationIdOf(request) ?? client.orderIdOf(request);
  const holds = conditionShownBy(request, response, id);
  if (!holds) return [];
  const description = `${request.operation} ${JSON.stringify({ ...request.path, ...request.body })} was answered ${response.status}`;
  return [{ description, from, to, after: [], apply: (state) => (holds(state) ? state : undefined), isReadOnly: true }];
}

const Items = z.looseObject({ items: z.array(z.looseObject({ sku: z.string(), quantity: z.int() })) });

/** Whether fewer units of a product are available than an item asks for. */
function isShortOf(state: ShopState, body: unknown): boolean {
  return Items.parse(body).items.some(({ sku, quantity }) => freeOf(state, sku) < quantity);
}

type StateCondition = (state: ShopState) => boolean;

function conditionShownBy(
  request: RequestRecord["request"],
  { status, body }: RequestRecord["response"],
  id: string,
): StateCondition | undefined {
  const { data: problem } = Problem.safeParse(body);
  const is =
    (...possible: string[]) =>
    (state: ShopState) =>
      possible.includes(state.statuses[id] ?? NOT_FOUND);
  if (status === 404 && request.path?.orderId !== undefined && request.path.number === undefined) return is(NOT_FOUND);
  switch (request.operation) {
    case "placeOrder":
    case "getOrder":
    case "cancelOrder":
      if (status === 200 || status === 201 || status === 202) return is(View.parse(body).status);
      return problem?.code === "invalid_state_transition"
        ? is("FAILED", "SHIPPED", "DELIVERED", "RETURNED")
        : undefined;
    case "createReservation":
    case "getReservation":
    case "releaseReservation":
    case "commitReservation":
      if (status === 200 || status === 201) return is(View.parse(body).status);
      return problem?.code === "out_of_stock" ? (state) => isShortOf(state, request.body) : undefined;
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
      return status === 200
        ? is("CONFIRMED", "PARTIALLY_SHIPPED", "SHIPPED", "DELIVERED", "RETURNED", "CANCELLED")
        : undefined;
    default:
      return undefined;
  }
}
