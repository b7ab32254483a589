import { openBooks } from "../invariants/books.ts";
import { violationsIn } from "../invariants/check.ts";
import { comeToRest } from "../world/rest.ts";
import { Shop } from "../world/shop.ts";
import { World } from "../world/world.ts";
import { chanceFrom } from "./chance.ts";
import { noResult, type Result } from "./jobs.ts";
import type { Ground } from "./run-scenario.ts";

const CONFLICT_RATE = 0.3;
const MAX_CONCURRENT = 20;

/**
 * Places so many orders while three transactions in ten meet another one, each client asking once: what is given up
 * has to be 503 with nothing stored, and never "out of stock".
 */
export async function conflicts(orders: number, seed: number, ground: Ground): Promise<Result> {
  const chance = chanceFrom(seed);
  const world = await World.create({ ...ground, delivery: "usual", chance, interleaves: true, skew: 0 });
  const { simulation } = world;
  const result = noResult();
  try {
    const shop = new Shop(world);
    await simulation.until(shop.product("A", orders, 1_000));
    world.disturb((_, call) =>
      call.operation.startsWith("Transact") && chance() < CONFLICT_RATE ? "conflict" : undefined,
    );
    world.clientsInsist = false;
    for (let first = 0; first < orders; first += MAX_CONCURRENT) {
      const keys = Array.from({ length: Math.min(MAX_CONCURRENT, orders - first) }, (_, index) => `k${first + index}`);
      await simulation.until(Promise.all(keys.map((key) => shop.place({ items: [{ sku: "A", quantity: 1 }], key }))));
    }
    const rest = await simulation.until(comeToRest(world));
    const books = openBooks(await simulation.until(world.items()));
    const placed = world.exchanged.filter(({ wish }) => wish.operation === "placeOrder");
    const made = placed.filter(({ answer }) => answer.status === 201);
    const givenUp = placed.filter(({ answer }) => answer.status === 503);
    const stored = givenUp.filter(({ wish, client }) => books.orders.some(({ id }) => id === client.orderIdOf(wish)));
    const short = books.orders.filter(({ failure }) => failure?.reason === "OUT_OF_STOCK");
    const violations = violationsIn(world, rest, books);
    const require = (holds: boolean, detail: string) =>
      holds || violations.push({ invariant: "conflicts pass", detail });
    require(made.length / placed.length >= 0.999, `${made.length} of ${placed.length} orders were placed`);
    require(made.length + givenUp.length === placed.length, "an order was answered neither 201 nor 503");
    require(stored.length === 0, `${stored.length} orders were given up and stored`);
    require(short.length === 0, `${short.length} orders were told that there is not enough`);
    result.calls = world.calls.length;
    result.runs = { "orders under conflict": placed.length };
    result.strikes = { "orders under conflict | conflict": world.struck.length };
    result.counts = { "placed under conflict": made.length, "given up under conflict": givenUp.length };
    if (violations.length > 0)
      result.broken.push({ where: "orders under conflict", plight: `seed ${seed}`, violations });
    return result;
  } finally {
    await world.end();
  }
}
