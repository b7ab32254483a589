import type { Shop } from "../world/shop.ts";

/** One thing that people do, to be seen under every fault. */
export interface Scenario {
  readonly name: string;
  /** Whether faults come in pairs too. */
  readonly isMain?: boolean;
  /** What was there before; gives what is done, under faults. */
  readonly prepare: (shop: Shop) => Promise<() => Promise<unknown>>;
  /**
   * How an undisturbed world ends: each order as `status payment [shipments]`, each stock as `sku available+reserved`.
   * So a scenario that no longer does what it says is noticed.
   */
  readonly endStates: readonly string[];
}

export function scenario(declared: Scenario): Scenario {
  return declared;
}
