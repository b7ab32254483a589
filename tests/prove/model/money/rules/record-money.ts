import type { Guards } from "../guards.ts";
import { type AttemptStatus, addInstruction, changeAttempt, changeInstruction, type Order } from "../order.ts";
import type { Scenario } from "../scenarios.ts";
import { amountDue, nothingLeftToCapture } from "./captures.ts";
import { closeAllAttempts } from "./close-attempt.ts";
import { shipIfPaid } from "./ship-parcel.ts";

/** An attempt holds the money: the order is confirmed, and captured, if its policy says so. */
export function recordAuthorized(
  order: Order,
  attempt: number,
  { captureAtPlacement }: Scenario,
  guards: Guards,
): Order {
  const held = changeAttempt(order, attempt, { status: "AUTHORIZED" });
  const confirmed: Order = held.status === "PENDING" ? { ...held, status: "CONFIRMED" } : held;
  const amount = amountDue(confirmed, guards);
  if (!captureAtPlacement || confirmed.status !== "CONFIRMED" || amount <= 0) return confirmed;
  return addInstruction(confirmed, {
    kind: "CAPTURE",
    amount,
    target: attempt,
    state: "REQUESTED",
    cause: "placement",
  });
}

/** A capture is done; `status`: the attempt's after it. */
export function recordCaptured(
  order: Order,
  capture: number,
  attempt: number,
  status: AttemptStatus,
  guards: Guards,
): Order {
  const recorded = changeAttempt(changeInstruction(order, capture, { state: "DONE" }), attempt, { status });
  const done = shipIfPaid(recorded, guards);
  const closes = nothingLeftToCapture(done, guards) && guards.has("capture: closes when nothing is left to capture");
  return closes ? closeAllAttempts(done, guards) : done;
}
