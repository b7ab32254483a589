import type { Order } from "../rules/order.ts";

/** The outcome of an effect: the order's next version. */
export interface Outcome {
  readonly order: Order;
  /** The effect stays pending until it is due. */
  readonly waits?: boolean;
}
