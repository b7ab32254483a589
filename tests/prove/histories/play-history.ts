import { type Violation, violationsIn } from "../invariants/check.ts";
import { historyIn, orderHistories } from "../invariants/history.ts";
import { type StoredState, storedStateOf } from "../invariants/stored-state.ts";
import { randomFrom } from "../runs/random.ts";
import { repeatRequests } from "../runs/repeat-requests.ts";
import type { EngineConfig } from "../runs/run-scenario.ts";
import { faultsOf } from "../world/call.ts";
import { orderIdOf } from "../world/derived-ids.ts";
import { runUntilIdle } from "../world/run-until-idle.ts";
import { Shop } from "../world/shop.ts";
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
  listener?: (line: string) => void,
): Promise<PlayedHistory> {
  const { delivery, skew, stock, clientsRetry, faults, clients } = history;
  const world = await World.create({
    ...engine,
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
      await simulation.runUntil(shop.createProduct(sku, stock[index] ?? 0, 1_000));
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
    const stored = storedStateOf(await simulation.runUntil(world.items()));
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

async function prepareFirstOrder(shop: Shop, history: HistoryPlan): Promise<void> {
  const before = {
    nothing: [],
    placed: ["place"],
    packed: ["place", "pack"],
    dispatched: ["place", "pack", "dispatch"],
  } as const;
  for (const action of before[history.firstOrder]) {
    await runCommand(shop, history, { action, order: 0 });
    await shop.waitForDeliveries();
  }
}

async function runCommands(shop: Shop, history: HistoryPlan, commands: readonly Command[]): Promise<void> {
  for (const command of commands) await runCommand(shop, history, command);
}

async function runCommand(shop: Shop, { orders }: HistoryPlan, command: Command): Promise<unknown> {
  switch (command.action) {
    case "wait":
      return shop.wait(command.seconds);
    case "adjust":
      return shop.adjustStock(command.sku, command.quantity, command.key);
    case "read stock":
      return shop.staff.send({ operation: "getStock", path: { sku: command.sku } });
  }
  const key = `order ${command.order}`;
  const orderId = orderIdOf(shop.customer, key);
  switch (command.action) {
    case "place": {
      const planned = orders[command.order];
      return planned && shop.place({ ...planned, key });
    }
    case "cancel":
      return shop.cancel(orderId);
    case "pack":
      return shop.pack(orderId);
    case "dispatch":
      return shop.dispatch(orderId);
    case "deliver":
      return shop.deliver(orderId);
    case "read order":
      return shop.customer.send({ operation: "getOrder", path: { orderId } });
  }
}

const EMPTY: ShopState = { stock: {}, orders: {} };

function serialOrderViolations(world: World, { adjustments }: StoredState): Violation[] {
  const orders = orderHistories(historyIn(world.deliveries.records));
  const left = unexplainedEvents(historyEvents(orders, adjustments, world.requests), EMPTY);
  return left === undefined ? [] : [{ invariant: "a serial order explains all responses", detail: left }];
}
