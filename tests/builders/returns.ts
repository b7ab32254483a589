import { MAIN } from "../../functions/inventory/rules/location.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import { type ReceiveRequest, receiveReturn } from "../../functions/orders/rules/receive-return.ts";
import { type ReturnRequest, requestReturn } from "../../functions/orders/rules/request-return.ts";
import type { Receipt, ReceivedLine, Return } from "../../functions/orders/rules/return.ts";
import { at, changed } from "./orders.ts";
import { units } from "./products.ts";

/** A customer's return of one mug, not decided yet. */
export function aReturn(changes: Partial<Return> = {}): Return {
  return {
    number: 1,
    status: "REQUESTED",
    lines: [{ sku: units("MUG", 1).sku, quantity: 1 }],
    reason: "Too small",
    requestedBy: "customer:alice",
    receipts: [],
    createdAt: at(10),
    updatedAt: at(10),
    request: { id: "req-return", fingerprint: "body-return" },
    ...changes,
  };
}

/** One mug back in stock. */
export function aReceipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    location: MAIN,
    lines: [came("MUG", 1)],
    refund: "auto",
    at: at(20),
    request: { id: "req-receipt", fingerprint: "body-receipt" },
    ...changes,
  };
}

/** Units that came: to be sold again, and not. */
export function came(sku: string, restocked: number, writtenOff = 0): ReceivedLine {
  return { sku: units(sku, 1).sku, restocked, writtenOff };
}

/** The order with a return of these units that the shop made, or its customer asked for. */
export function withReturnOf(
  order: Order,
  lines: Readonly<Record<string, number>>,
  { seconds = 10, ...more }: Partial<ReturnRequest> & { readonly seconds?: number } = {},
): Order {
  const isCustomer = more.isCustomer ?? false;
  const requestedBy = isCustomer ? "customer:alice" : "staff:sam";
  const asked: ReturnRequest = {
    lines: Object.entries(lines).map(([sku, quantity]) => ({ sku: units(sku, 1).sku, quantity })),
    reason: "Too small",
    requestedBy,
    isCustomer,
    refund: "auto",
    request: { id: `req-return-${order.returns.length + 1}`, fingerprint: "body-return" },
    ...more,
  };
  return requestReturn(order, asked, changed(seconds, requestedBy));
}

/** The order with what came of its newest return. */
export function withReceived(
  order: Order,
  lines: readonly ReceivedLine[],
  { seconds = 20, ...more }: Partial<ReceiveRequest> & { readonly seconds?: number } = {},
): Order {
  const received: ReceiveRequest = {
    number: order.returns.length,
    lines,
    location: MAIN,
    close: false,
    refund: undefined,
    refundShipping: false,
    request: { id: `req-receipt-${order.version}`, fingerprint: "body-receipt" },
    ...more,
  };
  return receiveReturn(order, received, changed(seconds, "staff:sam"));
}
