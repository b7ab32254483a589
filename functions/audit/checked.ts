import type { Notice } from "./list-notices.ts";
import type { RefusedInstruction } from "./list-refused.ts";
import type { Position } from "./rules/position.ts";
import type { Violation } from "./rules/rule.ts";

/** The result of one step of an audit. */
export interface Checked {
  readonly checkedProducts: number;
  readonly checkedOrders: number;
  readonly violations: readonly Violation[];
  /** Instructions that wait for a person: no violation. */
  readonly refused: readonly RefusedInstruction[];
  /** What the bank did unasked: no violation. */
  readonly notices: readonly Notice[];
  /** SKUs whose stock changed during the check, so that no result is possible. */
  readonly unsettled: readonly string[];
  /** The next step; undefined after the last. */
  readonly next: Position | undefined;
}
