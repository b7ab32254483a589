import { problem, problemError } from "../../platform/values/problems.ts";
import { type OrderEdit, raisedUnits } from "./edited-lines.ts";
import type { Order } from "./order.ts";
import { isOpenOrder } from "./order-lists.ts";
import { customerMayCancel, isCancellable, requireNotLeaving } from "./order-transitions.ts";
import { orderEnded } from "./payment-requests.ts";
import { staffOnly } from "./staff-only.ts";

export const tooLateToEdit = problem(409, "too_late_to_edit", "The order can no longer be changed by its customer.");
export const alreadyPacked = problem(409, "already_packed", "A shipment of the order is packed already.");

const STAFF_FIELDS = ["reference", "metadata"] as const;

/** Whether some edit would succeed for this caller: staff may keep the notes of any order. */
export function mayBeEdited(order: Order, isCustomer: boolean): boolean {
  return !isCustomer || (isCancellable(order) && customerMayCancel(order));
}

/**
 * @throws 403 for what is the shop's to change; 409 where it is too late for its customer, where the order has ended, or
 * where a shipment is packed or leaving
 */
export function requireMayEdit(order: Order, wanted: OrderEdit, isCustomer: boolean): void {
  if (isCustomer) requireCustomersEdit(order, wanted);
  if (wanted.lines || wanted.shippingAddress) requireGoingOn(order);
  if (wanted.lines) requireNotLeaving(order);
  if (wanted.shippingAddress) requireNothingPacked(order);
}

function requireCustomersEdit(order: Order, wanted: OrderEdit): void {
  const errors = [
    ...STAFF_FIELDS.filter((field) => wanted[field] !== undefined).map((path) => ({
      path,
      message: "is for staff and services only",
    })),
    ...raisedUnits(order, wanted).map(({ index, had }) => ({
      path: `lines.${index}.quantity`,
      message: `must be at most ${had}: only staff and services add units`,
    })),
  ];
  if (errors.length > 0) {
    throw problemError(
      staffOnly,
      "A customer may take units out of an order and change its addresses and e-mail. Ask the shop for the rest, or place another order.",
      { errors },
    );
  }
  if (mayBeEdited(order, true)) return;
  const { id, status, customerMayCancelUntil: until } = order;
  throw problemError(
    tooLateToEdit,
    `The order ${id} is ${status} and can no longer be changed by its customer: that is possible while its shipments are at most ${until}. Ask the shop.`,
  );
}

function requireGoingOn(order: Order): void {
  if (isOpenOrder(order)) return;
  throw problemError(
    orderEnded,
    `The order ${order.id} is ${order.status}: its lines and its shipping address can no longer be changed.`,
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
