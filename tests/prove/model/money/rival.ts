import type { Step } from "../explorer.ts";
import { releaseStock, reserveStock } from "./rules/move-stock.ts";
import type { World } from "./world.ts";

/** Another customer orders a unit, and cancels. */
export function* runRival(world: World): Generator<Step<World>> {
  const { rival, order } = world;
  if (rival === "AWAY" && order.stock.available >= 1)
    yield ["somebody else orders a unit", { ...world, rival: "HOLDS", order: reserveStock(order, 1) }, "person"];
  if (rival === "HOLDS")
    yield ["somebody else cancels", { ...world, rival: "LEFT", order: releaseStock(order, 1) }, "person"];
}
