import type { Protocol, Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { passTime, runProvider } from "./provider.ts";
import { serveRequests } from "./requests.ts";
import { runFunction } from "./resume.ts";
import { stepViolation, violation } from "./violations.ts";
import { isAtRest, keyOf, startWith, type World } from "./world.ts";
import { HOLD, moveStock, RELEASE } from "./writes.ts";

/** Two functions show every race of two; a third has found nothing more so far. */
const FUNCTIONS = 2;

/** One order of the last unit of a product, with every function and person that may change it, under these guards. */
export function orderProtocol(guards: Guards, functions: number = FUNCTIONS): Protocol<World> {
  function* steps(world: World): Generator<Step<World>> {
    yield* passTime(world, guards);
    yield* runProvider(world, guards);
    yield* runRival(world, guards);
    for (const [slot, worker] of world.workers.entries()) {
      for (const [what, next] of runFunction(world, guards, slot, worker)) yield [`function ${slot + 1} ${what}`, next];
    }
    for (const [what, next] of serveRequests(world, guards)) yield [`api: ${what}`, next];
  }
  return { start: startWith(functions), steps, key: keyOf, violation, stepViolation, isAtRest };
}

/** Another customer orders the unit, and cancels. */
function* runRival(world: World, guards: Guards): Generator<Step<World>> {
  const mayHold = world.stock.available >= 1 || !guards.has("holdStock: only what is available");
  if (world.rival === "AWAY" && mayHold)
    yield ["somebody else orders the unit", { ...moveStock(world, HOLD), rival: "HOLDS" }];
  if (world.rival === "HOLDS") yield ["somebody else cancels", { ...moveStock(world, RELEASE), rival: "LEFT" }];
}
