import { actionIdOf } from "../../../functions/providers/sandbox/sandbox-authorization.ts";
import { type Violation, violationsIn } from "../invariants/check.ts";
import { historyIn, orderHistories, reservationHistories } from "../invariants/history.ts";
import { type StoredState, storedStateOf } from "../invariants/stored-state.ts";
import { randomFrom } from "../runs/random.ts";
import { repeatRequests } from "../runs/repeat-requests.ts";
import type { EngineConfig } from "../runs/run-scenario.ts";
import { faultsOf } from "../world/call.ts";
import { orderIdOf, reservationIdOf } from "../world/derived-ids.ts";
import type { Provider } from "../world/providers.ts";
import { runUntilIdle } from "../world/run-until-idle.ts";
import { eur, Shop } from "../world/shop.ts";
import { World } from "../world/world.ts";
import { historyEvents } from "./history-events.ts";
import { type Command, type HistoryPlan, SKUS } from "./history-plan.ts";
import { type ShopState, unexplainedEvents } from "./serial-order.ts";

export interface PlayedHistory {
  readonly violations: readonly Violation[];
  readonly calls: number;
  readonly faults: readonly string[];
  readonly neededAccess: ReadonlySet<string>;
  readonly longestWait: number;
}

/** Of one unit of any product. */
/** So many units of each product may be waited for. */
const BACKORDER = { backorder: { limit: 4 } };

const PRICE = 1_000;

/** Every n-th history repeats all requests at the end. */
const REPEAT_EVERY = 5;

/** Runs a history in a new world and checks the invariants; the listener gets one line per call. */
export async function playHistory(
  history: HistoryPlan,
  engine: EngineConfig,
  provider?: Provider,
  listener?: (line: string) => void,
): Promise<PlayedHistory> {
  const { delivery, skew, stock, clientsRetry, faults, clients } = history;
  const world = await World.create({
    ...engine,
    provider,
    webhooks: true,
    delivery,
    skew,
    random: randomFrom(history.seed),
    interleaves: true,
    listener,
  });
  const { simulation } = world;
  try {
    const shop = new Shop(world);
    for (const [index, sku] of SKUS.entries())
      await simulation.runUntil(shop.createProduct(sku, stock[index] ?? 0, PRICE, BACKORDER));
    if (history.elsewhere) await simulation.runUntil(stockElsewhere(shop, history.elsewhere));
    await simulation.runUntil(prepareFirstOrder(shop, history));
    world.injectFaults((number, call) => {
      const planned = faults.find((one) => one.number === number);
      const possible = faultsOf(call);
      return planned && possible[planned.fault % possible.length];
    });
    world.clientsRetry = clientsRetry;
    await simulation.runUntil(Promise.all(clients.map((commands) => runCommands(shop, history, commands))));
    const rest = await simulation.runUntil(runUntilIdle(world));
    const calls = world.calls.length;
    world.stopFaults();
    const stored = storedStateOf(await simulation.runUntil(world.items()), world.stripe?.payments());
    const violations = [...violationsIn(world, rest, stored), ...serialOrderViolations(world, stored)];
    world.clientsRetry = true;
    if (history.seed % REPEAT_EVERY === 0)
      violations.push(...(await simulation.runUntil(repeatRequests(world, stored))));
    const injected = world.injectedFaults.map(({ kind }) => kind);
    const { neededAccess } = world;
    return { violations, calls, faults: injected, neededAccess, longestWait: rest.longestWait };
  } finally {
    await world.close();
  }
}

async function stockElsewhere(shop: Shop, units: readonly number[]): Promise<void> {
  await shop.createLocation("berlin");
  for (const [index, sku] of SKUS.entries()) {
    const quantity = units[index] ?? 0;
    if (quantity > 0) await shop.adjustStock(sku, quantity, `stock ${sku} at berlin`, "berlin");
  }
}

async function prepareFirstOrder(shop: Shop, history: HistoryPlan): Promise<void> {
  const before: Record<HistoryPlan["firstOrder"], readonly Command[]> = {
    nothing: [],
    placed: [{ action: "place", order: 0 }],
    packed: [
      { action: "place", order: 0 },
      { action: "pack", order: 0, number: 1 },
    ],
    dispatched: [
      { action: "place", order: 0 },
      { action: "pack", order: 0, number: 1 },
      { action: "dispatch", order: 0, number: 1 },
    ],
    undelivered: [
      { action: "place", order: 0 },
      { action: "pack", order: 0, number: 1 },
      { action: "dispatch", order: 0, number: 1 },
      { action: "fail delivery", order: 0, number: 1 },
    ],
  };
  for (const command of before[history.firstOrder]) {
    await runCommand(shop, history, command);
    await shop.waitForDeliveries();
  }
}

async function runCommands(shop: Shop, history: HistoryPlan, commands: readonly Command[]): Promise<void> {
  for (const command of commands) await runCommand(shop, history, command);
}

async function runCommand(shop: Shop, history: HistoryPlan, command: Command): Promise<unknown> {
  switch (command.action) {
    case "wait":
      return shop.wait(command.seconds);
    case "adjust":
      return shop.adjustStock(command.sku, command.quantity, command.key);
    case "count":
      return shop.countStock(command.sku, command.counted, command.key, command.location);
    case "transfer":
      return shop.transferStock(command.sku, command.quantity, command.key);
    case "put product": {
      const { sku, name, reorderPoint } = command;
      const body = { name, price: eur(PRICE), taxRate: 1900, reorderPoint, ...BACKORDER };
      return shop.staff.send({ operation: "putProduct", path: { sku }, body });
    }
    case "read stock":
      return shop.staff.send({ operation: "getStock", path: { sku: command.sku } });
    case "reserve":
    case "read reservation":
    case "release":
    case "release as staff":
    case "commit":
    case "order reserved":
      return runOnReservation(shop, history, command);
    default:
      return runOnOrder(shop, history, command);
  }
}

type OnReservation = Extract<Command, { readonly reservation: number }>;

function runOnReservation(shop: Shop, { reservations }: HistoryPlan, command: OnReservation): Promise<unknown> {
  const planned = reservations[command.reservation];
  if (!planned) throw new Error(`The plan has no reservation ${command.reservation}.`);
  const { items, method, expiresInSeconds, isOfStaff } = planned;
  const key = `reservation ${command.reservation}`;
  const owner = isOfStaff ? shop.staff : shop.customer;
  const reservationId = reservationIdOf(owner, key);
  switch (command.action) {
    case "reserve":
      return shop.reserve({ items, key, more: { expiresInSeconds } }, owner);
    case "read reservation":
      return shop.staff.send({ operation: "getReservation", path: { reservationId } });
    case "release":
      return shop.release(reservationId);
    case "release as staff":
      return shop.release(reservationId, shop.staff);
    case "commit":
      return shop.commit(reservationId);
    case "order reserved": {
      const more = { reservationId, ...(isOfStaff && { customerId: "alice" }) };
      return shop.place({ items, method, key: `order of ${key}`, more }, owner);
    }
  }
}

type OnOrder = Extract<Command, { readonly order: number }>;

function runOnOrder(shop: Shop, { orders }: HistoryPlan, command: OnOrder): Promise<unknown> {
  const planned = orders[command.order];
  if (!planned) throw new Error(`The plan has no order ${command.order}.`);
  const { policy, items, method, waits } = planned;
  const more = { ...(waits && { onShortage: "backorder" }), ...(policy && { customerId: "alice", ...policy }) };
  const key = `order ${command.order}`;
  const placer = policy ? shop.staff : shop.customer;
  const orderId = orderIdOf(placer, key);
  switch (command.action) {
    case "place":
      return shop.place({ items, method, key, more }, placer);
    case "cancel":
      return shop.cancel(orderId);
    case "cancel as staff":
      return shop.cancel(orderId, shop.staff);
    case "pack":
      return shop.pack(orderId, command.number);
    case "dispatch":
      return shop.dispatch(orderId, "T-1", command.number);
    case "deliver":
      return shop.deliver(orderId, command.number);
    case "fail delivery":
      return shop.failDelivery(orderId, command.number);
    case "send again":
      return shop.dispatch(orderId, "T-2", command.number);
    case "restock":
      return shop.restock(orderId, command.number);
    case "write off":
      return shop.writeOff(orderId, command.number);
    case "tell in transit":
      return shop.carrierEvent(orderId, { id: "e-1", status: "IN_TRANSIT" }, command.number);
    case "tell delivered":
      return shop.carrierEvent(orderId, { id: "e-2", status: "DELIVERED" }, command.number);
    case "tell failed":
      return shop.carrierEvent(orderId, { id: "e-3", status: "DELIVERY_FAILED" }, command.number);
    case "split":
      return shop.split(orderId, { [items[0]?.sku ?? "A"]: 1 }, `split ${command.number}`);
    case "request return":
    case "request return as staff": {
      const client = command.action === "request return" ? shop.customer : shop.staff;
      return shop.requestReturn(orderId, { [items[0]?.sku ?? "A"]: command.quantity }, command.key, client);
    }
    case "approve return":
      return shop.approveReturn(orderId, command.number);
    case "reject return":
      return shop.rejectReturn(orderId, command.number);
    case "cancel return":
      return shop.cancelReturn(orderId, command.number, shop.customer);
    case "cancel return as staff":
      return shop.cancelReturn(orderId, command.number);
    case "receive return":
      return receiveReturn(shop, orderId, items[0]?.sku ?? "A", command);
    case "read order":
      return shop.customer.send({ operation: "getOrder", path: { orderId } });
    case "refresh":
      return shop.refreshPayment(orderId);
    case "complete action":
      return shop.completeAction(shop.world.stripe?.actionOf(orderId) ?? sandboxActionOf(orderId));
    case "pay again":
      return shop.authorize(orderId, command.method, command.key);
    case "edit":
      return shop.edit(orderId, { lines: [{ sku: command.sku, quantity: command.quantity }] }, shop.staff);
    case "capture":
      return shop.capture(orderId, command.key, amountOf(command));
    case "void":
      return shop.voidPayment(orderId, command.key);
    case "refund":
      return shop.refund(orderId, command.key, amountOf(command));
    case "record":
      return shop.recordManual(orderId, command.key, { amount: eur(command.amount || 1_000) });
  }
}

function receiveReturn(
  shop: Shop,
  orderId: string,
  sku: string,
  { number, restock, writeOff, close, location, key }: Extract<Command, { readonly action: "receive return" }>,
): Promise<unknown> {
  const lines = restock + writeOff > 0 ? [{ sku, restock, writeOff }] : [];
  return shop.receiveReturn(orderId, {}, key, { number, lines, close: close || lines.length === 0, location });
}

function amountOf({ amount }: { readonly amount: number }): object {
  return amount === 0 ? {} : { amount: eur(amount) };
}

/** The action that the order's first attempt may ask of its customer. */
function sandboxActionOf(orderId: string): string {
  return actionIdOf({ orderId, key: `${orderId}/1` });
}

const EMPTY: ShopState = { stock: {}, statuses: {} };

function serialOrderViolations(world: World, { bookings }: StoredState): Violation[] {
  const history = historyIn(world.deliveries.records);
  const stored = { orders: orderHistories(history), reservations: reservationHistories(history), bookings };
  const left = unexplainedEvents(historyEvents(stored, world.requests), EMPTY);
  return left === undefined ? [] : [{ invariant: "a serial order explains all responses", detail: left }];
}
