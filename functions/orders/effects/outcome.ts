import type { Order } from "../rules/order.ts";

/** The outcome of an effect: the order's next version, and what is written with it. */
export interface Outcome {
  readonly order: Order;
  /** The stock of the lines is released in the same transaction. */
  readonly releases?: boolean;
  /** The stock of the shipped lines leaves the warehouse in the same transaction. */
  readonly ships?: boolean;
  /** The effect stays pending until it is due. */
  readonly waits?: boolean;
}
