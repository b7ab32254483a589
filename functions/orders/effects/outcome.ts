import type { NextAction } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";

/** The outcome of an effect: the order's next version. */
export interface Outcome {
  readonly order: Order;
  /** The effect stays pending until it is due. */
  readonly waits?: boolean;
  /** What the customer has to do before the payment can be authorized. Handed out, never stored. */
  readonly nextAction?: NextAction;
}
