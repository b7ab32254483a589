import { allocate, type Supply } from "../../inventory/rules/allocate.ts";
import type { Sku } from "../../inventory/rules/product.ts";
import { shortagesOf } from "../../inventory/rules/requested-units.ts";
import type { Stock } from "../../inventory/rules/stock.ts";
import { withFirstAttempt } from "./draft-order.ts";
import { cancelOpenUnits, heldUnits, withHeld } from "./line.ts";
import { type ChangeContext, firstOrder } from "./next-order.ts";
import type { Order, Shortage } from "./order.ts";
import { failOutOfStock, withoutPending } from "./order-transitions.ts";
import { paidWith } from "./payment.ts";

/** What happens to the lines that are short: the order fails, goes on without them, or waits for what is missing. */
export const ON_SHORTAGE = ["fail", "cancelLine", "backorder"] as const;

export interface ShortageRules {
  readonly onShortage: (typeof ON_SHORTAGE)[number];
  /** How many units of a product may be waited for at once; none of a product that is not in it. */
  readonly backorderLimits: ReadonlyMap<Sku, number>;
}

/**
 * The first version of an order: the draft where the stock suffices; else FAILED, without the lines that are short, or
 * with units that wait for stock.
 */
export function firstVersionOf(draft: Order, supply: Supply, rules: ShortageRules, context: ChangeContext): Order {
  const shortages = shortagesOf(draft.lines, supply.stocks);
  const served = shortages.length === 0 ? draft : withShortages(draft, shortages, supply, rules, context);
  return firstOrder(served.status === "FAILED" ? served : withAllocations(served, supply), context);
}

function withShortages(
  draft: Order,
  shortages: readonly Shortage[],
  { stocks }: Supply,
  { onShortage, backorderLimits }: ShortageRules,
  context: ChangeContext,
): Order {
  switch (onShortage) {
    case "fail":
      return failOutOfStock(draft, shortages);
    case "cancelLine": {
      const isNothingLeft = shortages.length === draft.lines.length;
      return isNothingLeft ? failOutOfStock(draft, shortages) : withoutLines(draft, shortages, context);
    }
    case "backorder": {
      const tooMany = shortages.filter((short) => !mayWait(short, stocks, backorderLimits));
      if (tooMany.length === 0) return waiting(draft, shortages);
      return failOutOfStock(draft, tooMany, ({ sku }) => `${roomInQueue(sku, stocks, backorderLimits)} more may wait`);
    }
  }
}

/** The draft without the lines that are short; it is paid for what is left. */
function withoutLines(draft: Order, shortages: readonly Shortage[], context: ChangeContext): Order {
  const short = new Set(shortages.map(({ sku }) => sku));
  const lines = draft.lines.map((line) => (short.has(line.sku) ? cancelOpenUnits(line) : line));
  const [attempt] = draft.payment.attempts;
  const unasked = withoutPending({ ...draft, lines, payment: { ...draft.payment, attempts: [] } });
  if (!attempt) return unasked;
  return withFirstAttempt(unasked, paidWith(attempt.method, attempt.customer, attempt.offSession), context);
}

/** Whether the units that are short may be waited for, besides those that others wait for. */
function mayWait(
  { sku, ordered, available }: Shortage,
  stocks: ReadonlyMap<Sku, Stock>,
  limits: ReadonlyMap<Sku, number>,
): boolean {
  return ordered - available <= roomInQueue(sku, stocks, limits);
}

/** How many units of a product may be waited for, besides those that are. */
function roomInQueue(sku: Sku, stocks: ReadonlyMap<Sku, Stock>, limits: ReadonlyMap<Sku, number>): number {
  return Math.max(0, (limits.get(sku) ?? 0) - (stocks.get(sku)?.backordered ?? 0));
}

/** The draft with the units that are short waiting for stock. */
function waiting(draft: Order, shortages: readonly Shortage[]): Order {
  const lines = draft.lines.map((line) => {
    const short = shortages.find(({ sku }) => sku === line.sku);
    return short ? { ...line, backordered: short.ordered - short.available } : line;
  });
  return { ...draft, lines };
}

/** The draft with its units held where the shop serves it from. */
function withAllocations(draft: Order, { stocks, locations }: Supply): Order {
  const units = draft.lines.map((line) => ({ sku: line.sku, quantity: heldUnits(line) }));
  const allocated = allocate(units, stocks, locations);
  const lines = draft.lines.map((line, index) => withHeld(line, allocated[index]?.allocations ?? []));
  return { ...draft, lines };
}
