import { serve } from "./desk.ts";
import type { Protocol, Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { pass, provide } from "./provider.ts";
import { work } from "./resume.ts";
import { violation } from "./violations.ts";
import { isAtRest, keyOf, startWith, type World } from "./world.ts";
import { HOLD, moveStock, RELEASE } from "./writes.ts";

/** Two show every race of two; a third adds states, and so far nothing else. */
const FUNCTIONS = 2;

/** One order of the last unit of its product, with everybody who may touch it, under these guards. */
export function orderProtocol(guards: Guards, functions: number = FUNCTIONS): Protocol<World> {
  function* steps(world: World): Generator<Step<World>> {
    yield* pass(world, guards);
    yield* provide(world, guards);
    yield* compete(world, guards);
    for (const [slot, worker] of world.workers.entries()) {
      for (const [what, next] of work(world, guards, slot, worker)) yield [`function ${slot + 1} ${what}`, next];
    }
    for (const [what, next] of serve(world, guards)) yield [`desk: ${what}`, next];
  }
  return { start: startWith(functions), steps, key: keyOf, violation, isAtRest };
}

/** Another customer takes the unit, and gives it back. */
function* compete(world: World, guards: Guards): Generator<Step<World>> {
  const mayHold = world.stock.available >= 1 || !guards.has("holdStock: only what is available");
  if (world.rival === "AWAY" && mayHold)
    yield ["somebody else orders the unit", { ...moveStock(world, HOLD), rival: "HOLDS" }];
  if (world.rival === "HOLDS") yield ["somebody else cancels", { ...moveStock(world, RELEASE), rival: "LEFT" }];
}
