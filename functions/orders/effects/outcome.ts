import type { Order } from "../rules/order.ts";

/** What carrying out an effect came to: the order's next version, and what else is to be written with it. */
export interface Outcome {
  readonly order: Order;
  /** The lines' stock goes back, in the same transaction. */
  readonly releases?: boolean;
  /** The lines' stock leaves the house, in the same transaction. */
  readonly ships?: boolean;
  /** There is nothing more to be done now: the effect stays pending until it is due. */
  readonly waits?: boolean;
}
