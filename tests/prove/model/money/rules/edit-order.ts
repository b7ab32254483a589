import type { Guards } from "../guards.ts";
import { changeInstruction, type Order } from "../order.ts";
import { capturedAmount, capturesIn, nothingLeftToCapture, refundable } from "./captures.ts";
import { closeAllAttempts } from "./close-attempt.ts";
import { releaseStock } from "./move-stock.ts";
import { refundCapture } from "./refund-capture.ts";
import { shipIfPaid } from "./ship-parcel.ts";

/** The total after the edit. */
const EDITED = 1;

/** Takes a unit out of the order: what is not in flight is lowered, what was captured beyond is refunded. */
export function editOrder(order: Order, guards: Guards): Order {
  let edited = lowerQueuedCaptures(takeUnitOut(order, guards), guards);
  let beyond = capturedAmount(edited, ["DONE", "IN_FLIGHT"]) - EDITED;
  for (const { number, capture } of capturesIn(edited, "DONE", "IN_FLIGHT")) {
    if (beyond > 0 && capture.state === "IN_FLIGHT" && !guards.has("edit: only what is not in flight")) {
      edited = changeInstruction(edited, number, { amount: capture.amount - beyond });
      beyond = 0;
    }
    if (beyond > 0 && guards.has("edit: refunds what is captured beyond")) {
      const back = Math.min(beyond, refundable(edited, number, guards));
      edited = refundCapture(edited, number, back, "edit", guards);
      beyond -= back;
    }
  }
  return finishEdit(edited, guards);
}

/** A PENDING parcel shrinks with its line. */
function takeUnitOut(order: Order, guards: Guards): Order {
  const { parcel } = order;
  const shrinks = parcel?.status === "PENDING" && guards.has("edit: shrinks the parcel");
  const edited = { ...order, total: EDITED, parcel: shrinks ? { ...parcel, units: parcel.units - 1 } : parcel };
  return guards.has("edit: releases the stock in the same write") ? releaseStock(edited, 1) : edited;
}

/** The oldest keep what is left to capture. */
function lowerQueuedCaptures(order: Order, guards: Guards): Order {
  if (!guards.has("edit: lowers the queued captures")) return order;
  let left = EDITED - capturedAmount(order, ["DONE", "IN_FLIGHT"]);
  return capturesIn(order, "REQUESTED").reduce((lowered, { number, capture }) => {
    const amount = Math.max(0, Math.min(capture.amount, left));
    if (guards.has("edit: lowers the queued captures together")) left -= amount;
    const isOver = amount === 0 && guards.has("edit: ends a capture of nothing");
    return changeInstruction(lowered, number, { amount, state: isOver ? "DONE" : "REQUESTED" });
  }, order);
}

function finishEdit(order: Order, guards: Guards): Order {
  if (!nothingLeftToCapture(order, guards)) return shipIfPaid(order, guards);
  const confirms = order.status === "PENDING" && guards.has("edit: confirms what it leaves paid");
  const paid: Order = confirms ? { ...order, status: "CONFIRMED" } : order;
  const closes = guards.has("edit: closes when nothing is left to capture");
  return shipIfPaid(closes ? closeAllAttempts(paid, guards) : paid, guards);
}
