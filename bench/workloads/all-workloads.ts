import type { BenchStack } from "../bench-stack.ts";
import { apiWorkloads } from "./api-workloads.ts";
import { openBenchShop } from "./bench-shop.ts";
import { eventWorkloads } from "./event-workloads.ts";
import type { Workload } from "./workload.ts";

/** The work of every function, in an order in which each finds what it works on. */
export async function workloadsOn(stack: BenchStack): Promise<readonly Workload[]> {
  const shop = await openBenchShop(stack);
  const { placeOrder, packShipment, ...reads } = apiWorkloads(shop);
  const { relay, onOrderPlaced, sweeper } = eventWorkloads(shop);
  return [placeOrder, relay, onOrderPlaced, packShipment, ...Object.values(reads), sweeper];
}
