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

export const OTHER_STEPS: Steps = { askProvider, timePasses: afterDue };

/** How long it takes until the next step, in seconds: from at once to after every time limit. */
export const WAITS = [1, 1, 1, 1, 1, 1, 1, 1, 40, 1_000, 4_000, 700_000] as const;

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
