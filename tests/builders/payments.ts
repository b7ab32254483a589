import type { Order } from "../../functions/orders/rules/order.ts";
import type { Attempt, Instruction, Payment } from "../../functions/orders/rules/payment.ts";
import { at } from "./orders.ts";

/** Changes of a part; attributes of later versions of the code are not among them. */
type Changes<Part> = { readonly [Name in keyof Part as string extends Name ? never : Name]?: Part[Name] };

/** An attempt that holds the money of the builders' order. */
export function anAttempt(changes: Changes<Attempt> = {}): Attempt {
  return {
    id: 1,
    method: "pm_sandbox_ok",
    status: "AUTHORIZED",
    amount: 3_870,
    askUntil: at(900),
    tries: 0,
    reference: "auth-1",
    refundedElsewhere: 0,
    externalRefunds: [],
    disputes: [],
    ...changes,
  };
}

/** A capture of the first attempt that is done. */
export function aCapture(id: number, amount: number, changes: Changes<Instruction> = {}): Instruction {
  return { id, kind: "CAPTURE", state: "DONE", amount, tries: 0, attempt: 1, ...changes };
}

/** A refund of a capture that is done. */
export function aRefund(id: number, capture: number, amount: number, changes: Changes<Instruction> = {}): Instruction {
  return { id, kind: "REFUND", state: "DONE", amount, tries: 0, capture, ...changes };
}

/** A void of the first attempt that is still to be carried out. */
export function aVoid(id: number, changes: Changes<Instruction> = {}): Instruction {
  return { id, kind: "VOID", state: "REQUESTED", amount: 0, tries: 0, attempt: 1, ...changes };
}

/** The order with other attempts or instructions. */
export function withPayment(order: Order, changes: Changes<Payment>): Order {
  return { ...order, payment: { ...order.payment, ...changes } };
}

/** The order with these instructions, and with nothing pending. */
export function withInstructions({ pending: _, ...order }: Order, ...instructions: readonly Instruction[]): Order {
  return withPayment(order, { instructions: [...instructions] });
}
