import { actionIdOf } from "../../../functions/providers/sandbox/sandbox-authorization.ts";
import { type Violation, violationsIn } from "../invariants/check.ts";
import { historyIn, orderHistories } from "../invariants/history.ts";
import { type StoredState, storedStateOf } from "../invariants/stored-state.ts";
import { randomFrom } from "../runs/random.ts";
import { repeatRequests } from "../runs/repeat-requests.ts";
import type { EngineConfig } from "../runs/run-scenario.ts";
import { faultsOf } from "../world/call.ts";
import { orderIdOf } from "../world/derived-ids.ts";
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
      await simulation.runUntil(shop.createProduct(sku, stock[index] ?? 0, 1_000, { backorder: { limit: 4 } }));
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
    case "read stock":
      return shop.staff.send({ operation: "getStock", path: { sku: command.sku } });
    default:
      return runOnOrder(shop, history, command);
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

const EMPTY: ShopState = { stock: {}, orders: {} };

function serialOrderViolations(world: World, { bookings }: StoredState): Violation[] {
  const orders = orderHistories(historyIn(world.deliveries.records));
  const left = unexplainedEvents(historyEvents(orders, bookings, world.requests), EMPTY);
  return left === undefined ? [] : [{ invariant: "a serial order explains all responses", detail: left }];
}
