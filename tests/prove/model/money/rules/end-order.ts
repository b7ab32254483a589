import type { Guards } from "../guards.ts";
import { changeInstruction, type Order } from "../order.ts";
import { capturesIn, refundable } from "./captures.ts";
import { closeAllAttempts } from "./close-attempt.ts";
import { releaseStock } from "./move-stock.ts";
import { refundCapture } from "./refund-capture.ts";
import { shipIfPaid } from "./ship-parcel.ts";

/** Nothing is to be held or kept for the order any more. Of a partly shipped order only the rest is cancelled. */
export function endOrder(order: Order, status: "CANCELLED" | "FAILED", guards: Guards): Order {
  const ended = order.shipped > 0 ? cancelTheRest(order, guards) : takeBack(order, status, guards);
  if (guards.has("end: voids what may be held")) return closeAllAttempts(ended, guards);
  return ended.pendingEffect?.effect === "AUTHORIZE" ? { ...ended, pendingEffect: undefined } : ended;
}

function cancelTheRest(order: Order, guards: Guards): Order {
  return shipIfPaid(release({ ...order, total: order.shipped }, order.total - order.shipped, guards), guards);
}

function release(order: Order, units: number, guards: Guards): Order {
  return guards.has("end: releases the stock in the same write") ? releaseStock(order, units) : order;
}

function takeBack(order: Order, status: "CANCELLED" | "FAILED", guards: Guards): Order {
  let ended = release({ ...order, status, parcel: cancelParcel(order, guards) }, order.total, guards);
  for (const { number } of capturesIn(ended, "REQUESTED"))
    ended = changeInstruction(ended, number, { state: "DONE", amount: 0 });
  for (const { number, capture } of capturesIn(ended, "DONE", "IN_FLIGHT")) {
    const guard = capture.state === "DONE" ? "end: refunds what is captured" : "end: refunds the capture in flight";
    if (guards.has(guard)) ended = refundCapture(ended, number, refundable(ended, number, guards), "end", guards);
  }
  return ended;
}

function cancelParcel({ parcel }: Order, guards: Guards): Order["parcel"] {
  return parcel && guards.has("end: cancels the parcel") ? { ...parcel, status: "CANCELLED" } : parcel;
}
