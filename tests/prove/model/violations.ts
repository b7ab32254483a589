import {
  STATUS_MATRIX,
  STATUSES_HOLDING_STOCK,
  type StatusRow,
} from "../../../functions/orders/rules/status-matrix.ts";
import { type Authorization, isAtRest, type Order, type World } from "./world.ts";
import { invalidTransition } from "./writes.ts";

/** What is wrong with a world; undefined if nothing is. */
export function violation(world: World): string | undefined {
  return wrongNow(world) ?? (isAtRest(world) ? wrongAtRest(world) : undefined);
}

/** What is wrong with the step from one world to the next; undefined if nothing is. */
export function stepViolation(before: World, after: World): string | undefined {
  return wrongSince(after.order, before.order);
}

function wrongNow({ authorizations, captured, stock, order }: World): string | undefined {
  if (authorizations.filter(isCharge).length > 1) return "money is authorized twice";
  if (captured.length > 1) return "money is captured twice";
  if (stock.available < 0) return "available is below 0";
  if (stock.reserved < 0) return "reserved is below 0";
  if (captured.length > 0 && order?.shipment !== "PACKED" && order?.shipment !== "SHIPPED")
    return `money is captured for a shipment that is ${order?.shipment}`;
  if (order && order.shipments > 1) return "the order has two shipments";
  return undefined;
}

function isCharge(one: Authorization): boolean {
  return one === "HELD" || one === "CAPTURED";
}

/** The order made a transition that its state machines do not allow. */
function wrongSince(order: Order | undefined, before: Order | undefined): string | undefined {
  if (!order || !before || order === before) return undefined;
  const { status, payment, shipment } = order;
  const step = invalidTransition(before, {
    ...(status !== before.status && { status }),
    ...(payment !== before.payment && { payment }),
    ...(shipment !== before.shipment && { shipment }),
  });
  return step && `a ${step}`;
}

/**
 * The row of the matrix that the order is in; the model has no lines. Only the matrix is shared with the code: the model's
 * steps are its own, so that each confirms the other where both reach the same rows.
 */
export function statusRowOf({ status, shipment, payment, pending }: Order): StatusRow | undefined {
  return STATUS_MATRIX.find(
    (row) => row.order === status && row.shipments === shipment && row.payment === payment && row.pending === pending,
  );
}

function wrongAtRest({ order, stock, rival, authorizations }: World): string | undefined {
  if (!order) return undefined;
  const { status, payment, shipment } = order;
  const isOpen = STATUSES_HOLDING_STOCK.includes(status);
  const money = authorizations.find(isCharge) ?? authorizations.find((one) => one !== "ABSENT") ?? "ABSENT";
  if (!MONEY[payment]?.includes(money))
    return `the payment of the ${status} order is ${payment}, at the provider ${money}`;
  if (!statusRowOf(order)) return `the order is ${status}, its payment ${payment}, its shipment ${shipment}`;
  if (stock.reserved !== Number(isOpen) + Number(rival === "HOLDS"))
    return `the order is ${status}, and ${stock.reserved} reserved`;
  if (stock.shipped !== Number(status === "SHIPPED")) return `the order is ${status}, and ${stock.shipped} shipped`;
  if (stock.available + stock.reserved + stock.shipped !== 1) return "the stock does not add up";
  return undefined;
}

/** The possible authorizations for each payment status. An authorization may expire before the order records it. */
const MONEY: Readonly<Partial<Record<Order["payment"], readonly Authorization[]>>> = {
  AUTHORIZED: ["HELD", "EXPIRED"],
  DECLINED: ["DECLINED"],
  VOIDED: ["VOIDED", "EXPIRED"],
  NONE: ["ABSENT", "DECLINED"],
  CAPTURED: ["CAPTURED"],
  EXPIRED: ["EXPIRED"],
};
