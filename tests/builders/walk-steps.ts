import { MAIN } from "../../functions/inventory/rules/location.ts";
import type { Units } from "../../functions/inventory/rules/stock.ts";
import { deliver, failDelivery, takeBack } from "../../functions/orders/rules/arrivals.ts";
import { capture, releasePayment } from "../../functions/orders/rules/capture-and-release.ts";
import { afterDue, askProvider } from "../../functions/orders/rules/due.ts";
import { edit } from "../../functions/orders/rules/edit-order.ts";
import { giveBack } from "../../functions/orders/rules/give-back.ts";
import { amountDue } from "../../functions/orders/rules/instructions.ts";
import { recordGivenBack, recordReceived } from "../../functions/orders/rules/money-by-hand.ts";
import type { ChangeContext } from "../../functions/orders/rules/next-order.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import { cancel } from "../../functions/orders/rules/order-transitions.ts";
import { splitShipment } from "../../functions/orders/rules/parcels.ts";
import { payAgain } from "../../functions/orders/rules/pay-again.ts";
import { type ReceiveRequest, receiveReturn } from "../../functions/orders/rules/receive-return.ts";
import { type ReturnRequest, requestReturn } from "../../functions/orders/rules/request-return.ts";
import { expectedOf, type ReceivedLine } from "../../functions/orders/rules/return.ts";
import { approveReturn, cancelReturn, rejectReturn } from "../../functions/orders/rules/return-steps.ts";
import { returnableUnits } from "../../functions/orders/rules/returnable.ts";
import type { Shipment } from "../../functions/orders/rules/shipment.ts";
import { dispatch, pack } from "../../functions/orders/rules/shipment-transitions.ts";
import { allOnSale, aProduct, units } from "./products.ts";

export type Step = (order: Order, context: ChangeContext) => Order;

/** What can be added to an order of a walk: one product costs nothing. */
const ON_SALE = allOnSale(
  new Map(
    ["MUG", "PEN", "LAMP", "GIFT"].map((sku) => {
      const product = aProduct(sku, sku === "GIFT" ? { price: { amount: 0, currency: "EUR" } } : {});
      return [product.sku, product];
    }),
  ),
);

const STAFF = { actor: "staff:sam", isCustomer: false };

function shipmentRequest({ version }: Order) {
  return { id: `request-${version}`, fingerprint: "fingerprint-of-the-request" };
}

type Steps = Readonly<Record<string, Step>>;

/** Steps that end the order. */
export const ENDING_STEPS: Steps = {
  cancelAsCustomer: (order, context) =>
    cancel(order, { reason: "Changed my mind", actor: "customer:alice", isCustomer: true }, context),
  cancelAsStaff: (order, context) => cancel(order, { reason: "Fraud", actor: "staff:sam", isCustomer: false }, context),
  cancelOpenUnits: (order, context) =>
    editLines(
      order,
      order.lines.map(({ sku, shipped }) => ({ sku, quantity: shipped })),
      context,
    ),
};

export const SHIPPING_STEPS: Steps = {
  pack: (order, context) => pack(order, inStatus(order, "PENDING"), context),
  dispatch: (order, context) => dispatchWith(order, inStatus(order, "PACKED"), context),
  dispatchNewest: (order, context) => dispatchWith(order, newest(order), context),
  deliver: (order, context) => deliver(order, inStatus(order, "SHIPPED"), context),
  deliverAfterAll: (order, context) => deliver(order, inStatus(order, "DELIVERY_FAILED"), context),
  failDelivery: (order, context) => failDelivery(order, inStatus(order, "SHIPPED"), "Nobody was at home", context),
  sendAgain: (order, context) => dispatchWith(order, inStatus(order, "DELIVERY_FAILED"), context),
  restock: (order, context) => takeBack(order, inStatus(order, "DELIVERY_FAILED"), MAIN, context),
  writeOff: (order, context) => takeBack(order, inStatus(order, "DELIVERY_FAILED"), undefined, context),
  splitFirstLine: (order, context) => splitShipment(order, [oneOf(order, 0)], shipmentRequest(order), context),
  splitLastLine: (order, context) => splitShipment(order, [oneOf(order, -1)], shipmentRequest(order), context),
};

export const MONEY_STEPS: Steps = {
  payAgain: (order, context) => payAgain(order, { ...requestOf(order), method: "pm_sandbox_ok" }, context),
  captureAll: (order, context) => capture(order, { ...requestOf(order), amount: undefined, final: true }, context),
  captureAPart: (order, context) => capture(order, { ...requestOf(order), amount: 500, final: false }, context),
  captureAPartAtLast: (order, context) => capture(order, { ...requestOf(order), amount: 700, final: true }, context),
  releasePayment: (order, context) => releasePayment(order, requestOf(order), context),
  giveBackAll: (order, context) =>
    giveBack(order, { ...requestOf(order), amount: undefined, lines: undefined, reason: "Sorry" }, context),
  giveBackAPart: (order, context) =>
    giveBack(order, { ...requestOf(order), amount: 300, lines: undefined, reason: "A scratch" }, context),
  giveBackAUnit: (order, context) =>
    giveBack(order, { ...requestOf(order), amount: undefined, lines: [oneOf(order, 0)], reason: "Broken" }, context),
  receiveAPart: (order, context) =>
    recordReceived(order, { ...requestOf(order), amount: 400, reference: "R-1" }, context),
  receiveAll: (order, context) =>
    recordReceived(order, { ...requestOf(order), amount: amountDue(order), reference: "R-2" }, context),
  gaveBackByHand: (order, context) =>
    recordGivenBack(order, { ...requestOf(order), refund: refusedRefund(order), reference: "R-3" }, context),
};

export const EDITING_STEPS: Steps = {
  reduceFirstLine: (order, context) => editTo(order, 0, -1, context),
  reduceLastLine: (order, context) => editTo(order, -1, -1, context),
  cancelFirstLine: (order, context) => editTo(order, 0, -100, context),
  raiseFirstLine: (order, context) => editTo(order, 0, 1, context),
  addALine: (order, context) => editLines(order, [units("LAMP", 1)], context),
  addAGift: (order, context) => editLines(order, [units("GIFT", 1)], context),
  exchange: (order, context) => editLines(order, [wanted(order, 0, -1), units("LAMP", 2)], context),
  moveHouse: (order, context) =>
    edit(
      order,
      { shippingAddress: { ...order.shippingAddress, city: `City ${order.version}` } },
      STAFF,
      ON_SALE,
      context,
    ),
  note: (order, context) =>
    edit(order, { reference: `R-${order.version}`, metadata: { a: "b" } }, STAFF, ON_SALE, context),
};

export const RETURN_STEPS: Steps = {
  requestReturn: (order, context) => request(order, { lines: [oneOf(order, 0)], isCustomer: true }, context),
  makeReturn: (order, context) => request(order, { lines: [oneOf(order, 0)] }, context),
  makeReturnOfAll: (order, context) => request(order, { lines: allReturnable(order) }, context),
  makeManualReturn: (order, context) => request(order, { lines: [oneOf(order, -1)], refund: "manual" }, context),
  approveReturn: (order, context) =>
    approveReturn(order, { number: newestReturn(order), refund: undefined, refundByDefault: "auto" }, context),
  rejectReturn: (order, context) => rejectReturn(order, newestReturn(order), "Worn", context),
  cancelReturn: (order, context) => cancelReturn(order, newestReturn(order), false, context),
  cancelReturnAsCustomer: (order, context) => cancelReturn(order, newestReturn(order), true, context),
  receiveAUnit: (order, context) => receive(order, { lines: expected(order).slice(0, 1).map(aUnit) }, context),
  writeOffAUnit: (order, context) =>
    receive(
      order,
      {
        lines: expected(order)
          .slice(-1)
          .map(({ sku }) => ({ sku, restocked: 0, writtenOff: 1 })),
      },
      context,
    ),
  receiveAllOfReturn: (order, context) =>
    receive(order, { lines: expected(order), refundShipping: hasShipping(order) }, context),
  receiveWithoutRefund: (order, context) => receive(order, { lines: expected(order), refund: "manual" }, context),
  closeReturn: (order, context) => receive(order, { lines: [], close: true }, context),
};

export const OTHER_STEPS: Steps = { askProvider, timePasses: afterDue };

/** How long it takes until the next step, in seconds: from at once to after every time limit. */
export const WAITS = [1, 1, 1, 1, 1, 1, 1, 1, 40, 1_000, 4_000, 700_000] as const;

function request(
  order: Order,
  { isCustomer = false, ...more }: { readonly lines: readonly Units[] } & Partial<Omit<ReturnRequest, "lines">>,
  context: ChangeContext,
): Order {
  const requestedBy = isCustomer ? "customer:alice" : "staff:sam";
  const rest = { reason: "Too small", refund: "auto" as const, request: returnKey(order) };
  return requestReturn(order, { ...rest, requestedBy, isCustomer, ...more, lines: more.lines.map(copyOf) }, context);
}

function receive(
  order: Order,
  more: Pick<ReceiveRequest, "lines"> & Partial<ReceiveRequest>,
  context: ChangeContext,
): Order {
  const rest = { location: MAIN, close: false, refund: undefined, refundShipping: false };
  return receiveReturn(order, { ...rest, number: newestReturn(order), request: returnKey(order), ...more }, context);
}

function returnKey({ version }: Order) {
  return { id: `request-${version}`, fingerprint: "fingerprint-of-the-request" };
}

/** The number of the order's newest return; that of none where it has none. */
function newestReturn({ returns }: Order): number {
  return returns.at(-1)?.number ?? 1;
}

/** One unit where there is none, which is refused. */
function allReturnable(order: Order): Units[] {
  const lines = order.lines.map((line) => ({ sku: line.sku, quantity: returnableUnits(order, line) }));
  const returnable = lines.filter(({ quantity }) => quantity > 0);
  return returnable.length > 0 ? returnable : [oneOf(order, 0)];
}

function copyOf({ sku, quantity }: Units) {
  return { sku, quantity };
}

/** All that the newest return expects, to be put back into stock. */
function expected({ returns }: Order): ReceivedLine[] {
  const newest = returns.at(-1);
  const lines = newest?.lines.map(({ sku }) => ({ sku, restocked: expectedOf(newest, sku), writtenOff: 0 })) ?? [];
  return lines.filter(({ restocked }) => restocked > 0);
}

function aUnit({ sku }: ReceivedLine): ReceivedLine {
  return { sku, restocked: 1, writtenOff: 0 };
}

function hasShipping({ charges }: Order): boolean {
  return charges.some(({ kind }) => kind === "shipping");
}

function dispatchWith(order: Order, shipment: Shipment, context: ChangeContext): Order {
  return dispatch(order, shipment, { number: shipment.number, carrier: "DHL", trackingNumbers: ["123"] }, context);
}

/** The order's first shipment that has the status; its first one where none has. */
function inStatus(order: Order, status: Shipment["status"]): Shipment {
  const found = order.shipments.find((one) => one.status === status && !one.leaving) ?? order.shipments[0];
  if (!found) throw noShipment(order);
  return found;
}

function newest(order: Order): Shipment {
  const found = order.shipments.at(-1);
  if (!found) throw noShipment(order);
  return found;
}

function noShipment({ id }: Order): Error {
  return new Error(`The order ${id} has no shipment.`);
}

function refusedRefund({ payment }: Order): number {
  return payment.instructions.find(({ kind, state }) => kind === "REFUND" && state === "REFUSED")?.id ?? 1;
}

/** Every request of a walk is another one. */
function requestOf({ version }: Order) {
  return { request: `request-${version}`, fingerprint: "fingerprint-of-the-request" };
}

function lineOf(order: Order, index: number) {
  const line = order.lines.at(index);
  if (!line) throw new Error(`The order ${order.id} has no line.`);
  return line;
}

function oneOf(order: Order, index: number): Units {
  return { sku: lineOf(order, index).sku, quantity: 1 };
}

function wanted(order: Order, index: number, more: number): Units {
  const { sku, quantity, cancelled, shipped } = lineOf(order, index);
  return { sku, quantity: Math.max(shipped, quantity - cancelled + more) };
}

function editTo(order: Order, index: number, more: number, context: ChangeContext): Order {
  return editLines(order, [wanted(order, index, more)], context);
}

function editLines(order: Order, lines: readonly Units[], context: ChangeContext): Order {
  return edit(order, { lines }, STAFF, ON_SALE, context);
}
