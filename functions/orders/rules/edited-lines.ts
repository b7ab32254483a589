import type { Allocation } from "../../inventory/rules/location.ts";
import { type Product, type Sku, unknownProduct } from "../../inventory/rules/product.ts";
import { isOnSale } from "../../inventory/rules/requested-units.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import type { Address } from "../../platform/values/address.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { NO_UNITS, type OrderLine, withHeld, withoutHeld } from "./line.ts";
import { MAX_ORDER_LINES, type Order } from "./order.ts";
import { unknownLine } from "./refund-amount.ts";
import { requireOneCurrency } from "./requested-lines.ts";
import { freeUnits, takeFreeUnits, unitsNotFree } from "./shipment-units.ts";

export const tooManyLines = problem(422, "too_many_lines", "The order has too many lines.");

/** What of an order is to be changed; what is absent stays as it is, what is null is taken away. */
export interface OrderEdit {
  /** For each SKU, the units that are wanted from now on, those shipped included; 0 cancels the line. */
  readonly lines?: readonly Units[];
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address | null;
  readonly email?: string | null;
  readonly reference?: string | null;
  readonly metadata?: Record<string, string> | null;
}

/** An entry of an edit that asks for more than the order has. */
export interface RaisedUnits extends Units {
  /** Its place in the edit. */
  readonly index: number;
  /** What the order has now. */
  readonly had: number;
}

/** The entries that raise a line or add one: the shop's to decide, and read from the catalogue. */
export function raisedUnits(order: Order, { lines = [] }: OrderEdit): RaisedUnits[] {
  return lines
    .map((units, index) => ({ ...units, index, had: unitsWanted(order, units.sku) }))
    .filter(({ quantity, had }) => quantity > had);
}

/** What can be added to an order: products, and where their units are taken from. */
export interface OnSale {
  readonly products: ReadonlyMap<Sku, Product>;
  readonly allocate: (units: Units) => readonly Allocation[];
}

/** Whether the edit takes out all that is left, before anything has shipped: that is a cancellation. */
export function cancelsEverything(order: Order, { lines = [] }: OrderEdit): boolean {
  const adds = lines.some(({ sku, quantity }) => quantity > 0 && !hasLine(order, sku));
  const left = (line: OrderLine) => lines.find(({ sku }) => sku === line.sku)?.quantity ?? unitsWanted(order, line.sku);
  return lines.length > 0 && !adds && order.lines.every((line) => left(line) === 0);
}

/**
 * The order with so many units of each SKU. Units that are taken out leave shipments that are not packed.
 * @throws 409 where units are packed; 422 for what is not in the order or cannot be sold, and for too many lines
 */
export function withLines(order: Order, wanted: readonly Units[], onSale: OnSale): Order {
  const edited = wanted.reduce((changed, units, index) => withUnits(changed, units, index, onSale), order);
  if (edited.lines.length <= MAX_ORDER_LINES) return edited;
  throw problemError(
    tooManyLines,
    `The order ${order.id} would have ${edited.lines.length} lines, cancelled ones included. The maximum is ${MAX_ORDER_LINES}: place another order for the rest.`,
    { errors: [{ path: "lines", message: `must add at most ${MAX_ORDER_LINES - order.lines.length} lines` }] },
  );
}

function withUnits(order: Order, { sku, quantity }: Units, index: number, onSale: OnSale): Order {
  const more = quantity - unitsWanted(order, sku);
  if (quantity === 0) requireLine(order, sku, index);
  if (more === 0) return order;
  if (more < 0) return withCancelled(order, sku, -more, index);
  const product = requireOnSale(onSale.products, sku, index);
  const held = onSale.allocate({ sku, quantity: more });
  if (!hasLine(order, sku)) {
    return { ...order, lines: [...order.lines, withHeld(addedLine(order, product, more), held)] };
  }
  return withLine(order, sku, (line) =>
    withHeld({ ...line, quantity: line.quantity + more, added: line.added + more }, held),
  );
}

/** The order with so many units of a line cancelled. @throws 409 `units_not_free` where fewer are neither packed nor shipped. */
function withCancelled(order: Order, sku: Sku, quantity: number, index: number): Order {
  const waiting = Math.min(quantity, backorderedOf(order, sku));
  const held = quantity - waiting;
  const free = freeUnits(order, sku);
  if (held > free) {
    const least = unitsWanted(order, sku) - free - waiting;
    throw problemError(
      unitsNotFree,
      `${least} of ${sku} are packed or shipped already, so that the order ${order.id} cannot have fewer.`,
      { errors: [{ path: `lines.${index}.quantity`, message: `must be at least ${least}` }] },
    );
  }
  const { order: rest, taken } = takeFreeUnits(order, { sku, quantity: held });
  return withLine(rest, sku, (line) => ({
    ...withoutHeld(line, taken),
    cancelled: line.cancelled + quantity,
    backordered: line.backordered - waiting,
  }));
}

/** Units that wait for stock: they are cancelled first. */
function backorderedOf({ lines }: Order, sku: Sku): number {
  return lines.find((line) => line.sku === sku)?.backordered ?? 0;
}

function unitsWanted({ lines }: Order, sku: Sku): number {
  const line = lines.find((one) => one.sku === sku);
  return line ? line.quantity - line.cancelled : 0;
}

function hasLine({ lines }: Order, sku: Sku): boolean {
  return lines.some((line) => line.sku === sku);
}

function withLine(order: Order, sku: Sku, change: (line: OrderLine) => OrderLine): Order {
  return { ...order, lines: order.lines.map((line) => (line.sku === sku ? change(line) : line)) };
}

function addedLine(order: Order, { sku, name, price, taxRate }: Product, quantity: number): OrderLine {
  requireOneCurrency([order.currency, price.currency]);
  return { ...NO_UNITS, sku, name, unitPrice: price.amount, taxRate, quantity, added: quantity };
}

/** @throws 422 `unknown_line`. */
export function requireLine(order: Order, sku: Sku, index: number): void {
  if (hasLine(order, sku)) return;
  throw problemError(unknownLine, `The order ${order.id} has no line with the SKU ${sku}.`, {
    errors: [{ path: `lines.${index}.sku`, message: `${sku} is not in the order` }],
  });
}

function requireOnSale(products: ReadonlyMap<Sku, Product>, sku: Sku, index: number): Product {
  const product = products.get(sku);
  if (isOnSale(product)) return product;
  const message = product ? `${sku} is archived` : `${sku} does not exist`;
  throw problemError(unknownProduct, `The units cannot be added: ${message}.`, {
    errors: [{ path: `lines.${index}.sku`, message }],
  });
}
