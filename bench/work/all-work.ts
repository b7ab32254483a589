import type { BenchStack } from "../bench-stack.ts";
import { apiWork } from "./api-work.ts";
import { backgroundWork } from "./background-work.ts";
import { openBenchShop } from "./bench-shop.ts";
import type { Work } from "./work.ts";

/** The work of every function, in an order in which each finds what it works on. */
export async function workOn(stack: BenchStack): Promise<readonly Work[]> {
  const shop = await openBenchShop(stack);
  const { placeOrder, packShipment, ...reads } = apiWork(shop);
  const { relay, onOrderPlaced, sweeper } = backgroundWork(shop);
  return [placeOrder, relay, onOrderPlaced, packShipment, ...Object.values(reads), sweeper];
}
