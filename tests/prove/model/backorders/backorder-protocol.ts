import type { Protocol, Step } from "../explorer.ts";
import type { Guard } from "./guards.ts";

/** One product at one location. */
interface Stock {
  readonly version: number;
  readonly available: number;
  readonly backordered: number;
  /** It is in the due index: units came, and somebody waits. */
  readonly isDue: boolean;
}

/** An order of one line; the first has the first place in the queue. */
interface Order {
  readonly state: "to be placed" | "live" | "cancelled";
  readonly version: number;
  readonly held: number;
  readonly waiting: number;
  /** What its placing has read. */
  readonly seen?: Stock | undefined;
}

/** A run of the code that fills: it begins by a message or by the sweeper, wherever the stock is due. */
interface Filler {
  readonly stock?: Stock | undefined;
  /** The first of the queue, with its version. */
  readonly first?: { readonly order: number; readonly version: number } | undefined;
}

export interface World {
  readonly stock: Stock;
  readonly orders: readonly Order[];
  readonly fillers: readonly Filler[];
  /** Deliveries of units that are still to come. */
  readonly deliveries: readonly number[];
  readonly cancels: number;
}

/** Units that each order wants, what is there at first, and what is delivered. */
export interface Scenario {
  readonly wanted: readonly number[];
  readonly available: number;
  readonly deliveries: readonly number[];
  readonly cancels: number;
  readonly fillers: number;
}

/** Orders, deliveries, cancellations and fillers of one product, in every sequence. */
export function backorderProtocol(scenario: Scenario, guards: ReadonlySet<Guard>): Protocol<World> {
  return {
    start: {
      stock: { version: 1, available: scenario.available, backordered: 0, isDue: false },
      orders: scenario.wanted.map(() => ({ state: "to be placed", version: 0, held: 0, waiting: 0 })),
      fillers: Array.from({ length: scenario.fillers }, () => ({})),
      deliveries: scenario.deliveries,
      cancels: scenario.cancels,
    },
    steps: (world) => stepsOf(world, scenario, guards),
    key: (world) => JSON.stringify(world),
    violation,
    stepViolation: overtaking,
    isAtRest: (world) =>
      world.deliveries.length === 0 &&
      !world.stock.isDue &&
      world.orders.every(({ state }) => state !== "to be placed") &&
      world.fillers.every(({ stock }) => stock === undefined),
    mayNeverHappen: ["cancel"],
  };
}

function* stepsOf(world: World, scenario: Scenario, guards: ReadonlySet<Guard>): Generator<Step<World>> {
  const [delivery, ...deliveries] = world.deliveries;
  if (delivery !== undefined) yield ["units arrive", { ...withUnits(world, delivery, guards), deliveries }];
  for (const [index, order] of world.orders.entries()) {
    if (order.state === "to be placed") yield* placing(world, index, scenario.wanted[index] ?? 0, guards);
    if (order.state === "live" && world.cancels > 0)
      yield [`order ${index} is cancelled`, cancelled(world, index, guards), "cancel"];
  }
  for (const [index, filler] of world.fillers.entries()) {
    yield* filling(world, index, filler, guards);
    if (filler.stock) yield [`filler ${index} crashes`, withFiller(world, index, {}), "crash"];
  }
}

/** The world with more units available: who waits is told, and the stock is due. */
function withUnits(
  world: World,
  units: number,
  guards: ReadonlySet<Guard>,
  backordered = world.stock.backordered,
): World {
  const { stock } = world;
  const waits = backordered > 0;
  return {
    ...world,
    stock: {
      version: stock.version + 1,
      available: stock.available + units,
      backordered,
      isDue: guards.has("units that come make the stock due") ? stock.isDue || waits : stock.isDue,
    },
  };
}

function* placing(world: World, index: number, wanted: number, guards: ReadonlySet<Guard>): Generator<Step<World>> {
  const order = world.orders[index];
  if (!order) return;
  if (!order.seen) {
    yield [`order ${index} reads the stock`, withOrder(world, index, { ...order, seen: world.stock })];
    return;
  }
  const { seen } = order;
  const isQueued = guards.has("place: nobody is overtaken") && seen.backordered > 0;
  const held = isQueued ? 0 : Math.min(wanted, seen.available);
  const waiting = wanted - held;
  const { stock } = world;
  const isTaken =
    waiting > 0
      ? guards.has("place: queued on the stock that was read") && stock.version !== seen.version
      : stock.available < held || (guards.has("place: nobody is overtaken") && stock.backordered > 0);
  if (isTaken) {
    yield [
      `order ${index} finds another stock, and reads again`,
      withOrder(world, index, { ...order, seen: undefined }),
    ];
    return;
  }
  const placed: Order = { state: "live", version: 1, held, waiting };
  const next = {
    version: stock.version + 1,
    available: stock.available - held,
    backordered: stock.backordered + waiting,
    isDue: stock.isDue,
  };
  yield [
    `order ${index} is placed: ${held} held, ${waiting} waiting`,
    withOrder({ ...world, stock: next }, index, placed),
  ];
}

function cancelled(world: World, index: number, guards: ReadonlySet<Guard>): World {
  const order = world.orders[index];
  if (!order) return world;
  const released = withUnits(world, order.held, guards, world.stock.backordered - order.waiting);
  const ended: Order = { state: "cancelled", version: order.version + 1, held: 0, waiting: 0 };
  return withOrder({ ...released, cancels: world.cancels - 1 }, index, ended);
}

/** Fills the first of the queue with what is available, one order after the other, until nothing is left to do. */
function* filling(world: World, index: number, filler: Filler, guards: ReadonlySet<Guard>): Generator<Step<World>> {
  const { stock: seen, first } = filler;
  if (!seen) {
    if (world.stock.isDue) yield [`filler ${index} reads the stock`, withFiller(world, index, { stock: world.stock })];
    return;
  }
  if (seen.available <= 0 || seen.backordered === 0) {
    const isOld = guards.has("fill: on the stock that was read") && world.stock.version !== seen.version;
    const done = isOld
      ? world
      : { ...world, stock: { ...world.stock, version: world.stock.version + 1, isDue: false } };
    yield [`filler ${index} has nothing to do`, withFiller(done, index, {})];
    return;
  }
  if (!first) {
    const order = firstInQueue(world, guards);
    const found = order === undefined ? undefined : world.orders[order];
    const next = order === undefined || !found ? {} : { stock: seen, first: { order, version: found.version } };
    yield [`filler ${index} reads the queue`, withFiller(world, index, next)];
    return;
  }
  yield fill(world, index, seen, first, guards);
}

function fill(
  world: World,
  index: number,
  seen: Stock,
  first: { order: number; version: number },
  guards: ReadonlySet<Guard>,
): Step<World> {
  const order = world.orders[first.order];
  const { stock } = world;
  const isOld =
    (guards.has("fill: on the stock that was read") && stock.version !== seen.version) ||
    order?.version !== first.version;
  if (!order || isOld) return [`filler ${index} finds another version`, withFiller(world, index, {})];
  const units = Math.min(order.waiting, seen.available);
  const next = {
    version: stock.version + 1,
    available: stock.available - units,
    backordered: stock.backordered - units,
    isDue: stock.isDue,
  };
  const filled = { ...order, version: order.version + 1, held: order.held + units, waiting: order.waiting - units };
  return [
    `filler ${index} gives order ${first.order} ${units}`,
    withFiller(withOrder({ ...world, stock: next }, first.order, filled), index, { stock: next }),
  ];
}

function firstInQueue({ orders }: World, guards: ReadonlySet<Guard>): number | undefined {
  const waiting = orders.flatMap(({ waiting: units }, index) => (units > 0 ? [index] : []));
  return guards.has("fill: the first of the queue") ? waiting[0] : waiting.at(-1);
}

function withOrder(world: World, index: number, order: Order): World {
  return { ...world, orders: world.orders.map((one, at) => (at === index ? order : one)) };
}

function withFiller(world: World, index: number, filler: Filler): World {
  return { ...world, fillers: world.fillers.map((one, at) => (at === index ? filler : one)) };
}

function violation({ stock, orders, fillers, deliveries }: World): string | undefined {
  const waiting = orders.reduce((sum, one) => sum + one.waiting, 0);
  if (stock.available < 0) return `${stock.available} are available`;
  if (orders.some((one) => one.waiting < 0)) return "an order waits for fewer than none";
  if (stock.backordered !== waiting) return `${stock.backordered} are backordered, and orders wait for ${waiting}`;
  const isIdle = deliveries.length === 0 && !stock.isDue && fillers.every((one) => one.stock === undefined);
  const isLeftBehind = isIdle && stock.available > 0 && waiting > 0;
  return isLeftBehind && orders.every(({ state }) => state !== "to be placed")
    ? "units are available, orders wait, and nobody will fill them"
    : undefined;
}

/** Nobody is given units while one before them in the queue waits. */
function overtaking(before: World, after: World): string | undefined {
  const given = after.orders.findIndex((order, index) => order.held > (before.orders[index]?.held ?? 0));
  if (given < 0) return undefined;
  const isPlacing = before.orders[given]?.state === "to be placed";
  const overtaken = before.orders.findIndex(({ waiting }, index) => waiting > 0 && (isPlacing || index < given));
  return overtaken >= 0 && overtaken !== given ? `order ${given} overtakes order ${overtaken}` : undefined;
}
