import { readSupply } from "../inventory/read-supply.ts";
import type { Sku } from "../inventory/rules/product.ts";
import { freeToOrder, outOfStock, type Stock } from "../inventory/rules/stock.ts";
import { log } from "../platform/runtime/logging.ts";
import { currentContext } from "../platform/runtime/request-context.ts";
import { type Caller, worksForShop } from "../platform/values/caller.ts";
import { isProblem, problemError } from "../platform/values/problems.ts";
import { requireVersion } from "../platform/values/version.ts";
import { requested } from "./change-context.ts";
import { changeOrder } from "./change-order.ts";
import { OrderChangedError } from "./order-table.ts";
import { readOnSale } from "./read-for-placing.ts";
import { type Resumed, resumeAsFarAsPossible } from "./resume-order.ts";
import { edit } from "./rules/edit-order.ts";
import { type OrderEdit, type RaisedUnits, raisedUnits } from "./rules/edited-lines.ts";
import type { Order, OrderId } from "./rules/order.ts";
import { writeOrder } from "./write-order.ts";

export interface EditRequest {
  readonly id: OrderId;
  readonly caller: Caller;
  readonly wanted: OrderEdit;
  readonly ifMatch: number | undefined;
}

/**
 * Changes an order's lines and details; units that are added hold stock in the same transaction. Without `ifMatch`, the
 * change is applied to the latest version, whichever that is; where it changes nothing, nothing is stored.
 * @throws 404; 412 for a stale version; 409 `out_of_stock` with what is available; what `edit` throws
 */
export async function editOrder({ id, caller, wanted, ifMatch }: EditRequest): Promise<Resumed> {
  const editor = { actor: currentContext().actor, isCustomer: !worksForShop(caller) };
  const edited = await changeOrder(id, caller, async (order) => {
    requireVersion(`The order ${id}`, order.version, ifMatch);
    const raised = raisedUnits(order, wanted);
    const next = edit(order, wanted, editor, await readOnSale(raised), requested());
    if (next !== order) await store(order, next, raised);
    log.result("order edited", { orderId: id, by: caller.role, order: next.status });
    return next;
  });
  return resumeAsFarAsPossible(edited);
}

async function store(order: Order, next: Order, raised: readonly RaisedUnits[]): Promise<void> {
  try {
    await writeOrder(order, next);
  } catch (error) {
    if (!isProblem(error, outOfStock)) throw error;
    throw notEnough(order, raised, (await readSupply(raised)).stocks);
  }
}

/** What is not there; where it is there by now, the order is read and decided again. */
function notEnough({ id }: Order, raised: readonly RaisedUnits[], stocks: ReadonlyMap<Sku, Stock>): Error {
  const short = raised.flatMap(({ sku, quantity, had, index }) => {
    const stock = stocks.get(sku);
    const available = stock ? freeToOrder(stock) : 0;
    return available < quantity - had ? [{ sku, more: quantity - had, available, index, most: had + available }] : [];
  });
  if (short.length === 0) return new OrderChangedError(id);
  const said = short.map(({ sku, more, available }) => `${more} more of ${sku} (${available} available)`).join(", ");
  return problemError(outOfStock, `Not enough stock for ${said}. The order stays as it is.`, {
    errors: short.map(({ index, most }) => ({ path: `lines.${index}.quantity`, message: `must be at most ${most}` })),
  });
}
