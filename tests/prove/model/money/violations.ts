import { capturedAmountOf, ELSEWHERE, keptAmount, refundedAmountOf } from "./bank-books.ts";
import { hasEnded, MANUAL, type Order } from "./order.ts";
import { capturedAmount, capturesIn, PROMISED, refundAmount } from "./rules/captures.ts";
import { isAtRest, violationAtRest } from "./violations-at-rest.ts";
import type { Model, World } from "./world.ts";

/** What is wrong with a world; undefined if nothing is. */
export function violation(world: World, model: Model): string | undefined {
  const wrongNow = world.mistake ?? wrongAtBank(world) ?? wrongRefunds(world) ?? wrongStock(world.order);
  return wrongNow ?? (isAtRest(world, model) ? violationAtRest(world, model) : undefined);
}

function wrongAtBank({ order, bank }: World): string | undefined {
  if (bank.intents.filter(({ status }) => status === "AUTHORIZED").length > 1) return "two attempts hold at once";
  let charged = 0;
  for (const { captured } of bank.intents) charged += captured;
  for (const { kind, target, amount } of order.instructions)
    if (kind === "CAPTURE" && target === MANUAL) charged += amount;
  if (charged > 2) return "the customer is charged twice";
  for (const [number, { amount }] of order.attempts.entries()) {
    const booked = capturedAmount(order, ["DONE", "IN_FLIGHT"], number);
    if (Math.max(capturedAmountOf(bank, number), booked) > amount) return "more is captured than authorized";
  }
  for (const { instruction } of bank.refunds) {
    const promised = order.instructions[instruction]?.amount ?? 0;
    if (instruction !== ELSEWHERE && refundedAmountOf(bank, instruction) > promised) return "a refund is given twice";
  }
  return keptAmount(bank) < 0 ? "a dispute takes what was refunded" : undefined;
}

function wrongRefunds({ order, bank }: World): string | undefined {
  const elsewhere = Math.max(order.refundedElsewhere, refundedAmountOf(bank, ELSEWHERE));
  const lost = bank.dispute === "LOST" || order.dispute === "LOST" ? 1 : 0;
  for (const { number, capture } of capturesIn(order, "DONE", "IN_FLIGHT")) {
    const promised = refundAmount(order, number, PROMISED);
    if (promised > capture.amount) return "more refunds are promised than was captured";
    const isAsked = refundAmount(order, number, ["REQUESTED"]) === 0;
    if (capture.target !== MANUAL && order.dispute === "LOST" && !isAsked && promised + lost > capture.amount)
      return "a refund is promised of what a dispute took";
    const takenBack = capture.target === MANUAL ? 0 : elsewhere + lost;
    if (hasEnded(order) && promised + refundAmount(order, number, ["REFUSED"]) + takenBack < capture.amount)
      return `captured for a ${order.status} order without a refund instruction`;
  }
  return undefined;
}

function wrongStock({ stock, parcel, parcels, status }: Order): string | undefined {
  if (stock.available < 0) return "available is below 0";
  if (stock.reserved < 0) return "reserved is below 0";
  if (parcels > 1) return "the order has two parcels";
  if (parcel?.status === "PENDING" && status !== "CONFIRMED") return `the ${status} order has a parcel to be packed`;
  return undefined;
}
