import { capturedAmountOf, isFinal } from "./bank-books.ts";
import { hasExpiredUnseen } from "./clock.ts";
import { hasEnded, type Instruction, isOpen, isOver, MANUAL, type Order, UNITS } from "./order.ts";
import { amountDue, capturedAmount } from "./rules/captures.ts";
import { isClosed } from "./rules/close-attempt.ts";
import type { Model, World } from "./world.ts";

/** Nothing is left to do. An order that waits for a dispatch rests, one that waits for money does not. */
export function isAtRest(world: World, { guards }: Model): boolean {
  const { order, bank, calls, workers } = world;
  if (order.status === "ABSENT" || order.status === "PENDING" || order.pendingEffect || order.refresh) return false;
  if (calls.length > 0 || bank.webhook || world.decided) return false;
  if (workers.some((worker) => worker.at !== "IDLE" && worker.at !== "GONE")) return false;
  const waits = ({ status }: Order["attempts"][number], number: number): boolean =>
    status === "ACTION_REQUIRED" || hasExpiredUnseen(world, number);
  if (order.attempts.some(waits) && guards.has("refresh: expiry is due")) return false;
  if (order.status !== "CONFIRMED" || amountDue(order, guards) <= 0) return true;
  return order.attempts.some(({ status }) => status === "AUTHORIZED");
}

/** What is wrong with a world at rest; undefined if nothing is. */
export function violationAtRest(world: World, model: Model): string | undefined {
  const { order, bank } = world;
  if (order.instructions.some((one) => isUnfinished(one) && !waitsForDispute(one, order)))
    return "an instruction is neither DONE nor REFUSED";
  if (order.leaving > 0) return "a parcel waits for a capture that nobody makes";
  if (order.dispute !== bank.dispute) return `the dispute is ${bank.dispute}, in the order ${order.dispute}`;
  return wrongAttempts(world, model) ?? wrongBooks(world) ?? wrongStock(world) ?? wrongParcel(order, model);
}

function isUnfinished({ state }: Instruction): boolean {
  return state !== "DONE" && state !== "REFUSED";
}

/** A refund waits until the dispute is over. */
function waitsForDispute({ kind }: Instruction, { dispute }: Order): boolean {
  return kind === "REFUND" && dispute === "OPEN";
}

function wrongAttempts({ order, bank }: World, { guards }: Model): string | undefined {
  for (const [number, attempt] of order.attempts.entries()) {
    const found = bank.intents.filter((intent) => intent.attempt === number);
    const statuses = found.map(({ status }) => status).join(", ") || "absent";
    const holds = found.some(({ status }) => status === "AUTHORIZED");
    const isHeld = attempt.status === "AUTHORIZED";
    const mayStillHold = isOver(attempt) && found.some(({ status }) => !isFinal(status));
    if (holds !== isHeld || (!isHeld && (!isClosed(order, number, guards) || mayStillHold)))
      return `attempt ${number} is ${attempt.status}, at the bank ${statuses}`;
    if (capturedAmountOf(bank, number) !== capturedAmount(order, ["DONE"], number))
      return `the captures of attempt ${number} differ`;
    const due = amountDue(order, guards);
    if (holds && (hasEnded(order) || order.status === "SHIPPED" || due <= 0))
      return `money is held for nothing: the order is ${order.status}, due is ${due}`;
  }
  return undefined;
}

function wrongBooks({ order, bank }: World): string | undefined {
  // What came of a refund that waits for a dispute is read when that is over.
  const isRead = (refund: number): boolean => {
    const instruction = order.instructions[refund];
    return instruction === undefined || !isUnfinished(instruction);
  };
  const given = bank.refunds.reduce((sum, { instruction, amount }) => (isRead(instruction) ? sum + amount : sum), 0);
  const paid = capturedAmount(order, ["DONE"]);
  let booked = order.refundedElsewhere;
  let waiting = 0;
  for (const { kind, state, target, amount } of order.instructions) {
    if (kind !== "REFUND") continue;
    if (state !== "DONE") waiting += amount;
    else if (order.instructions[target]?.target !== MANUAL) booked += amount;
  }
  if (given !== booked) return `the bank refunded ${given}, the order says ${booked}`;
  const lost = order.dispute === "LOST" ? 1 : 0;
  const callsFor = hasEnded(order) ? 0 : order.total;
  if (paid - booked - waiting - lost > callsFor)
    return `the customer paid ${paid}, got ${booked} back, the order is ${order.status} and calls for ${callsFor}`;
  return order.status === "SHIPPED" && paid < order.total ? "shipped, not paid" : undefined;
}

function wrongStock({ order, rival }: World): string | undefined {
  const { stock, status, total, shipped } = order;
  const reserved = (isOpen(order) ? total - shipped : 0) + (rival === "HOLDS" ? 1 : 0);
  if (stock.reserved !== reserved) return `the order is ${status}, and ${stock.reserved} reserved`;
  if (stock.shipped !== shipped) return `${shipped} have left, and ${stock.shipped} are taken out of the stock`;
  return stock.available + stock.reserved + stock.shipped === UNITS ? undefined : "the stock does not add up";
}

function wrongParcel(order: Order, { scenario }: Model): string | undefined {
  const { status, parcel, parcels } = order;
  if (scenario.ships && status === "CONFIRMED" && parcels === 0) return "nobody makes the parcel";
  if (parcel && hasEnded(order) && parcel.status !== "CANCELLED")
    return `the ${status} order has a ${parcel.status} parcel`;
  return undefined;
}
