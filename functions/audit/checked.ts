import type { Position } from "./rules/position.ts";
import type { Violation } from "./rules/rule.ts";

/** What one step of an audit came to. */
export interface Checked {
  readonly checkedProducts: number;
  readonly checkedOrders: number;
  readonly violations: readonly Violation[];
  /** SKUs that moved while they were looked at: neither right nor wrong. */
  readonly unsettled: readonly string[];
  /** Where to go on; undefined at the end. */
  readonly next: Position | undefined;
}
