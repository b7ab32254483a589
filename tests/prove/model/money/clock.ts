import type { Step } from "../explorer.ts";
import { attemptOf, isAuthorizing, isOpen, type Order } from "./order.ts";
import { amountDue } from "./rules/captures.ts";
import { closeAttempt, isClosing } from "./rules/close-attempt.ts";
import { endOrder } from "./rules/end-order.ts";
import { changeTick, isPastAskUntil, mayPass } from "./ticks.ts";
import type { Model, World } from "./world.ts";
import { write } from "./writes.ts";

/** Time passes, and the sweeper does what is due by it. */
export function* passTime(world: World, model: Model): Generator<Step<World>> {
  const { order } = world;
  const { guards } = model;
  for (const [number, { status }] of order.attempts.entries()) {
    if (mayPass(world, number, model)) yield [`time of attempt ${number} passes`, changeTick(world, number)];
    if (
      status === "ACTION_REQUIRED" &&
      isPastAskUntil(world, number) &&
      !isClosing(order, number) &&
      !isAuthorizing(order, number) &&
      guards.has("attempt: askUntil is due")
    )
      yield [`due: action of attempt ${number} is abandoned`, write(world, closeAttempt(order, number, guards), model)];
    if (
      hasExpiredUnseen(world, number) &&
      !order.refresh &&
      order.pendingEffect?.effect !== "REFRESH" &&
      guards.has("refresh: expiry is due")
    )
      yield ["due: expiresAt", write(world, { ...order, refresh: true }, model)];
  }
  if (order.status === "ABSENT") return;
  if (!world.holdIsOver) yield ["holdUntil passes", { ...world, holdIsOver: true }];
  else if (isUnpaid(order, model) && guards.has("hold: its end is due"))
    yield ["due: the unpaid order ends", endUnpaid(world, model)];
}

/** The authorization has expired at the bank, and the order does not know. */
export function hasExpiredUnseen({ order, bank }: World, attempt: number): boolean {
  return (
    attemptOf(order, attempt).status === "AUTHORIZED" &&
    bank.intents.some((intent) => intent.attempt === attempt && intent.status === "EXPIRED")
  );
}

/** Nothing may still pay: no AUTHORIZE in flight, no hold, no customer who is asked for an action. */
function isUnpaid(order: Order, { guards }: Model): boolean {
  if (!isOpen(order) || amountDue(order, guards) <= 0) return false;
  if (!guards.has("hold: not while something may pay")) return true;
  const mayPay = ({ status }: Order["attempts"][number], number: number): boolean =>
    (status === "AUTHORIZED" || status === "ACTION_REQUIRED" || status === "REQUESTED") && !isClosing(order, number);
  return order.pendingEffect?.effect !== "AUTHORIZE" && !order.attempts.some(mayPay);
}

function endUnpaid(world: World, model: Model): World {
  const { order } = world;
  const isHeld = order.attempts.some(({ status }) => status === "AUTHORIZED");
  const after = endOrder(order, order.status === "PENDING" ? "FAILED" : "CANCELLED", model.guards);
  const ended = write(world, after, model);
  return isHeld ? { ...ended, mistake: "an order is ended for want of money that is held" } : ended;
}
