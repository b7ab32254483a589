import type { Product, Sku } from "../../inventory/rules/product.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import { spellMoney } from "../../platform/values/money.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { withoutRest } from "./end-order.ts";
import { amountDue, capturable, isClosed, isClosing, mayStillBePaid } from "./instructions.ts";
import { type OrderLine, openUnits } from "./line.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Address, Order } from "./order.ts";
import { requireNotLeaving } from "./order-transitions.ts";
import { orderEnded } from "./payment-requests.ts";
import { settleCaptures } from "./settle-captures.ts";
import { takeFreeUnits } from "./shipment-units.ts";
import { orderTotal } from "./total.ts";

export const aboveAuthorized = problem(409, "above_authorized", "The order would cost more than is authorized for it.");
export const alreadyPacked = problem(409, "already_packed", "A shipment of the order is packed already.");

/** What of an order is to be changed; what is absent stays as it is. */
export interface OrderEdit {
  /** For each SKU, the units that are wanted from now on, those shipped included; 0 cancels the line. */
  readonly lines?: readonly Units[];
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
  readonly email?: string;
  readonly reference?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The edited order: units that are taken out leave shipments that are not packed, and what is captured for them is given
 * back; units that are added hold stock, within the money that is authorized.
 * @param products what can be added, by SKU
 * @throws 409 where units are packed, a shipment is leaving, or the total would exceed what is authorized
 */
export function edit(
  order: Order,
  wanted: OrderEdit,
  products: ReadonlyMap<Sku, Product>,
  context: ChangeContext,
): Order {
  const { lines = [], ...fields } = wanted;
  if (fields.shippingAddress) requireNothingPacked(order);
  if (lines.length > 0) {
    requireOpen(order);
    requireNotLeaving(order);
  }
  const counted = lines.reduce((changed, units) => withUnits(changed, units, products), order);
  requireAuthorized(order, counted);
  const isDone = order.status === "PARTIALLY_SHIPPED" && counted.lines.every((line) => openUnits(line) === 0);
  const settled = settleCaptures(isDone ? withoutRest(counted) : counted);
  return nextOrder(order, { ...settled, ...fields }, context);
}

/** Whether the edit takes out all that is left, before anything has shipped: that is a cancellation. */
export function cancelsEverything(order: Order, { lines = [] }: OrderEdit): boolean {
  const left = (line: OrderLine) =>
    lines.find(({ sku }) => sku === line.sku)?.quantity ?? line.quantity - line.cancelled;
  const adds = lines.some(({ sku, quantity }) => quantity > 0 && !order.lines.some((line) => line.sku === sku));
  return lines.length > 0 && !adds && order.lines.every((line) => left(line) === 0);
}

/** The SKUs whose units the edit raises or adds: staff's to decide, and read from the catalogue. */
export function raisedSkus(order: Order, { lines = [] }: OrderEdit): Sku[] {
  return lines.filter(({ sku, quantity }) => quantity > unitsOf(order, sku)).map(({ sku }) => sku);
}

function unitsOf({ lines }: Order, sku: Sku): number {
  const line = lines.find((one) => one.sku === sku);
  return line ? line.quantity - line.cancelled : 0;
}

function withUnits(order: Order, { sku, quantity }: Units, products: ReadonlyMap<Sku, Product>): Order {
  const more = quantity - unitsOf(order, sku);
  if (more === 0) return order;
  if (more < 0)
    return withLine(takeFreeUnits(order, sku, -more), sku, (line) => ({ ...line, cancelled: line.cancelled - more }));
  if (order.lines.some((line) => line.sku === sku)) {
    return withLine(order, sku, (line) => ({ ...line, quantity: line.quantity + more, added: line.added + more }));
  }
  return { ...order, lines: [...order.lines, addedLine(requireProduct(products, sku), more)] };
}

function withLine(order: Order, sku: Sku, change: (line: OrderLine) => OrderLine): Order {
  return { ...order, lines: order.lines.map((line) => (line.sku === sku ? change(line) : line)) };
}

function addedLine({ sku, name, price, taxRate }: Product, quantity: number): OrderLine {
  const counts = { quantity, added: quantity, cancelled: 0, shipped: 0, delivered: 0 };
  return { sku, name, unitPrice: price.amount, taxRate, ...counts };
}

function requireProduct(products: ReadonlyMap<Sku, Product>, sku: Sku): Product {
  const product = products.get(sku);
  if (product) return product;
  throw new Error(`The product ${sku} was not read before it was added.`);
}

/** @throws 409 `order_ended`. */
function requireOpen({ id, status }: Order): void {
  if (status === "PENDING" || status === "CONFIRMED" || status === "PARTIALLY_SHIPPED") return;
  throw problemError(
    orderEnded,
    `The order ${id} is ${status}: its lines can no longer be changed. Place another order.`,
  );
}

/** @throws 409 where the order would call for more money than its payment holds, or is still asked for. */
function requireAuthorized(before: Order, after: Order): void {
  const raised = orderTotal(after).amount - orderTotal(before).amount;
  if (raised <= 0 || (amountDue(before) > 0 && !mayStillBePaid(before))) return;
  const live = before.payment.attempts
    .filter((attempt) => !isClosed(attempt) && !isClosing(before, attempt))
    .reduce((sum, attempt) => sum + capturable(before, attempt), 0);
  if (amountDue(after) <= live) return;
  const { currency } = before;
  throw problemError(
    aboveAuthorized,
    `The order would call for ${spellMoney({ amount: amountDue(after), currency })} more, and ${spellMoney({ amount: live, currency })} are authorized. Place another order for the rest.`,
  );
}

function requireNothingPacked({ id, shipments }: Order): void {
  const packed = shipments.find(({ status }) => status !== "PENDING" && status !== "CANCELLED");
  if (!packed) return;
  throw problemError(
    alreadyPacked,
    `Shipment ${packed.number} of the order ${id} is ${packed.status}: its address can no longer be changed.`,
  );
}
