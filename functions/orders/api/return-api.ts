import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import type { Caller } from "../../platform/values/caller.ts";
import { Count } from "../../platform/values/count.ts";
import { Money } from "../../platform/values/money.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { amountOf, refundsOf } from "../rules/instructions.ts";
import type { Order } from "../rules/order.ts";
import { RETURN_REASONS, RETURN_REFUNDS, RETURN_STATUSES, type Return, receivedOf } from "../rules/return.ts";
import { actorView } from "./actor-view.ts";

export const ReturnReason = z
  .enum(RETURN_REASONS)
  .check(z.meta({ id: "ReturnReason", description: "Why the units are sent back" }));

export const ReturnRefund = z.enum(RETURN_REFUNDS).check(
  z.meta({
    id: "ReturnRefund",
    description: "auto: what is received is refunded by itself; manual: a person refunds it",
  }),
);

export const ReturnView = z
  .strictObject({
    orderId: z.string(),
    number: z.int().check(z.minimum(1)),
    status: z.enum(RETURN_STATUSES),
    lines: z.array(
      z
        .strictObject({
          sku: Sku,
          quantity: Count,
          reason: z.exactOptional(ReturnReason),
          restocked: Count.check(z.meta({ description: "Of those that came: put back into stock" })),
          writtenOff: Count.check(z.meta({ description: "Of those that came: not to be sold" })),
        })
        .check(z.meta({ id: "ReturnLine" })),
    ),
    reason: z.string(),
    requestedBy: z
      .string()
      .check(z.meta({ description: "Who asked for it. To a customer, others than itself are named by role only" })),
    refund: z.exactOptional(ReturnRefund).check(z.meta({ description: "Left out until it is approved" })),
    rejectionReason: z.exactOptional(z.string()),
    refunded: Money,
    exchangeOrderId: z
      .exactOptional(z.string())
      .check(z.meta({ description: "The order that was placed in exchange" })),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .check(
    z.meta({
      id: "Return",
      description:
        "RECEIVED: nothing more is expected, also where fewer units came than were to. `refunded`: what was given back when it was received, or is about to be.",
    }),
  );
export type ReturnView = z.output<typeof ReturnView>;

/** A return of an order as the caller sees it. */
export function returnView(order: Order, one: Return, caller: Caller): ReturnView {
  const { number, status, lines, reason, requestedBy, refund, rejectionReason, exchangeOrderId, createdAt, updatedAt } =
    one;
  const refunds = refundsOf(order).filter(({ returnNumber }) => returnNumber === number);
  return {
    orderId: order.id,
    number,
    status,
    lines: lines.map((line) => ({
      sku: line.sku,
      quantity: line.quantity,
      ...(line.reason !== undefined && { reason: line.reason }),
      ...receivedOf(one, line.sku),
    })),
    reason,
    requestedBy: actorView(requestedBy, caller),
    ...(refund !== undefined && { refund }),
    ...(rejectionReason !== undefined && { rejectionReason }),
    refunded: { amount: amountOf(refunds), currency: order.currency },
    ...(exchangeOrderId !== undefined && { exchangeOrderId }),
    createdAt,
    updatedAt,
  };
}
