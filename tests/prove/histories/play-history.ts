import { type Books, openBooks } from "../invariants/books.ts";
import { type Violation, violationsIn } from "../invariants/check.ts";
import { historyIn, orderHistories } from "../invariants/history.ts";
import { chanceFrom } from "../runs/chance.ts";
import { repetitionsIn } from "../runs/repeat.ts";
import type { Ground } from "../runs/run-scenario.ts";
import { faultsOf } from "../world/call.ts";
import { orderIdOf } from "../world/derived-ids.ts";
import { comeToRest } from "../world/rest.ts";
import { Shop } from "../world/shop.ts";
import { World } from "../world/world.ts";
import { type Command, type History, SKUS } from "./history.ts";
import { momentsOf } from "./moments.ts";
import { type ShopState, unexplained } from "./serial-order.ts";

/** What became of a history. */
export interface Played {
  readonly violations: readonly Violation[];
  /** How many calls could go wrong. */
  readonly calls: number;
  readonly struck: readonly string[];
  readonly longestWait: number;
}

/** One in so many histories also sends every request again in the end. */
const REPEATED = 5;

/** Plays a history in a world of its own and looks at what it came to; a listener hears what happens, a line each. */
export async function playHistory(
  history: History,
  ground: Ground,
  listener?: (line: string) => void,
): Promise<Played> {
  const { delivery, skew, stock, insists, strikes, clients } = history;
  const world = await World.create({
    ...ground,
    delivery,
    skew,
    chance: chanceFrom(history.chance),
    interleaves: true,
    listener,
  });
  const { simulation } = world;
  try {
    const shop = new Shop(world);
    for (const [index, sku] of SKUS.entries()) await simulation.until(shop.product(sku, stock[index] ?? 0, 1_000));
    await simulation.until(begin(shop, history));
    world.disturb((number, call) => {
      const strike = strikes.find((one) => one.number === number);
      const possible = faultsOf(call);
      return strike && possible[strike.fault % possible.length];
    });
    world.clientsInsist = insists;
    await simulation.until(Promise.all(clients.map((commands) => act(shop, history, commands))));
    const rest = await simulation.until(comeToRest(world));
    const calls = world.calls.length;
    world.calm();
    const books = openBooks(await simulation.until(world.items()));
    const violations = [...violationsIn(world, rest, books), ...disorder(world, books)];
    world.clientsInsist = true;
    if (history.chance % REPEATED === 0) violations.push(...(await simulation.until(repetitionsIn(world, books))));
    const struck = world.struck.map(({ kind }) => kind);
    return { violations, calls, struck, longestWait: rest.longestWait };
  } finally {
    await world.end();
  }
}

/** What has happened to the first order before. */
async function begin(shop: Shop, history: History): Promise<void> {
  const before = {
    nothing: [],
    placed: ["place"],
    packed: ["place", "pack"],
    dispatched: ["place", "pack", "dispatch"],
  } as const;
  for (const does of before[history.begun]) {
    await obey(shop, history, { does, order: 0 });
    await shop.delivered();
  }
}

async function act(shop: Shop, history: History, commands: readonly Command[]): Promise<void> {
  for (const command of commands) await obey(shop, history, command);
}

async function obey(shop: Shop, { orders }: History, command: Command): Promise<unknown> {
  switch (command.does) {
    case "wait":
      return shop.pass(command.seconds);
    case "adjust":
      return shop.adjust(command.sku, command.quantity, command.key);
    case "read stock":
      return shop.staff.wish({ operation: "getStock", path: { sku: command.sku } });
  }
  const key = `order ${command.order}`;
  const orderId = orderIdOf(shop.customer, key);
  switch (command.does) {
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
      return shop.customer.wish({ operation: "getOrder", path: { orderId } });
  }
}

/** The shop before its first product. */
const EMPTY: ShopState = { stock: {}, orders: {} };

/** What no serial order explains. */
function disorder(world: World, { adjustments }: Books): Violation[] {
  const orders = orderHistories(historyIn(world.deliveries.records));
  const left = unexplained(momentsOf(orders, adjustments, world.exchanged), EMPTY);
  return left === undefined ? [] : [{ invariant: "some serial order explains it", detail: left }];
}
