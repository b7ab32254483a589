import { type Books, openBooks } from "../invariants/books.ts";
import { type Violation, violationsIn } from "../invariants/check.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Call } from "../world/call.ts";
import type { DeliveryMode } from "../world/delivery-modes.ts";
import { comeToRest } from "../world/rest.ts";
import { Shop } from "../world/shop.ts";
import { type FaultPlan, World } from "../world/world.ts";
import { chanceFrom } from "./chance.ts";
import { repetitionsIn } from "./repeat.ts";

/** The engine that worlds are made on. */
export interface Ground {
  readonly endpoint: string;
  readonly tableDefinition: object;
}

export interface Circumstances {
  /** Whether clients ask until they are answered, or once. */
  readonly insists: boolean;
  readonly delivery: DeliveryMode;
  readonly plan: FaultPlan;
  /** Whether every request is sent again in the end, to see that this changes nothing. */
  readonly repeats: boolean;
}

/** What became of one run. */
export interface Run {
  readonly calls: readonly Call[];
  /** Whether a client asked again: one that goes away after its first try sees another world. */
  readonly isAskedAgain: boolean;
  /** The operations that clients asked for. */
  readonly operations: ReadonlySet<string>;
  readonly violations: readonly Violation[];
  /** How the world ended, in the words of `Scenario.ends`. */
  readonly end: readonly string[];
  /** The longest that anything waited after it was due, in seconds. */
  readonly longestWait: number;
}

/** Plays a scenario in a world of its own, lets the world come to rest, and looks at it. */
export async function runScenario(
  { prepare }: Scenario,
  { insists, delivery, plan, repeats }: Circumstances,
  ground: Ground,
): Promise<Run> {
  const world = await World.create({ ...ground, delivery, chance: chanceFrom(1), interleaves: false, skew: 0 });
  const { simulation } = world;
  try {
    const shop = new Shop(world);
    const act = await simulation.until(prepare(shop));
    world.disturb(plan);
    world.clientsInsist = insists;
    await simulation.until(act());
    const rest = await simulation.until(comeToRest(world));
    const calls = [...world.calls];
    const isAskedAgain = world.exchanged.some(({ tries }) => tries > 1);
    world.calm();
    world.clientsInsist = true;
    const books = openBooks(await simulation.until(world.items()));
    const violations = [
      ...violationsIn(world, rest, books),
      ...(repeats ? await simulation.until(repetitionsIn(world, books)) : []),
    ];
    const operations = new Set(world.exchanged.map(({ wish }) => wish.operation));
    return { calls, isAskedAgain, operations, violations, end: endOf(books), longestWait: rest.longestWait };
  } finally {
    await world.end();
  }
}

function endOf({ orders, stocks }: Books): string[] {
  return [
    ...orders.map(
      ({ status, payment, shipments }) =>
        `${status} ${payment.status} [${shipments.map((one) => one.status).join(", ")}]`,
    ),
    ...stocks.map(({ sku, available, reserved }) => `${sku} ${available}+${reserved}`),
  ];
}
