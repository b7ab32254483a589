import type { LocationId } from "../../inventory/rules/location.ts";
import type { Sku } from "../../inventory/rules/product.ts";
import { idempotencyKeyReused, problem, problemError } from "../../platform/values/problems.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { tooManyUnits, unknownLine } from "./refund-amount.ts";
import { refundReceipt } from "./refund-receipt.ts";
import {
  expectedOf,
  type Receipt,
  type ReceivedLine,
  type Return,
  type ReturnKey,
  type ReturnRefund,
  returnStates,
  unitsReceived,
} from "./return.ts";
import { requireReturn } from "./return-steps.ts";
import { receivableUnits } from "./returnable.ts";

export const nothingReceived = problem(409, "nothing_received", "No unit of the return has come.");
export const tooManyReceipts = problem(422, "too_many_receipts", "The order's returns came in too many parts.");

/** More parts are not stored, so that the item stays small; a return can always be closed. */
export const MAX_RECEIPTS = 30;

/** Units of a return that have come. */
export interface ReceiveRequest {
  readonly number: number;
  /** Each SKU once; none where only nothing more is expected. */
  readonly lines: readonly ReceivedLine[];
  readonly location: LocationId;
  /** Nothing more is expected. */
  readonly close: boolean;
  /** As the return has it where it is absent. */
  readonly refund: ReturnRefund | undefined;
  readonly refundShipping: boolean;
  readonly request: ReturnKey;
}

/**
 * Units of a return came: they go back into stock or are written off, and are refunded where the return says so.
 * @throws 409 where nothing is expected, or fewer units, or the shipping charge cannot be given back; 422 for a SKU that is
 * not in the return, and for too many parts or refunds
 */
export function receiveReturn(order: Order, wanted: ReceiveRequest, context: ChangeContext): Order {
  const found = requireReturn(order, wanted.number);
  requireApproved(found);
  for (const [index, line] of wanted.lines.entries()) requireExpectedUnits(order, found, line, index);
  if (wanted.lines.length === 0 && found.receipts.length === 0) throw nothingCame(order, found);
  if (!wanted.close) requireFewReceipts(order);
  const { lines, location, request, refund = found.refund ?? "manual" } = wanted;
  const receipt: Receipt = { location, lines: [...lines], refund, at: context.now, request };
  const received = withReceipt(order, found, receipt, wanted.close);
  return nextOrder(order, refundReceipt(received, found.number, receipt, wanted.refundShipping), context);
}

/** The return whose units an earlier request with the same key received. @throws 422 where that had another body. */
export function returnReceivedBy({ returns }: Order, { id, fingerprint }: ReturnKey): Return | undefined {
  const found = returns.find(({ receipts }) => receipts.some(({ request }) => request.id === id));
  const receipt = found?.receipts.find(({ request }) => request.id === id);
  if (!receipt || receipt.request.fingerprint === fingerprint) return found;
  throw problemError(idempotencyKeyReused, "The key received units of this return with another body. Use a new key.");
}

/** @throws 409 `invalid_state_transition` where no units of the return are expected. */
function requireApproved({ status }: Return): void {
  if (status !== "PARTIALLY_RECEIVED") returnStates.transition(status, "PARTIALLY_RECEIVED");
}

/** @throws 422 `unknown_line`; 409 `too_many_units`. */
function requireExpectedUnits(order: Order, found: Return, line: ReceivedLine, index: number): void {
  const { sku } = line;
  if (!found.lines.some((one) => one.sku === sku)) {
    throw problemError(
      unknownLine,
      `Return ${found.number} of the order ${order.id} has no line with the SKU ${sku}. Make another return of what came besides.`,
      { errors: [{ path: `lines.${index}.sku`, message: `${sku} is not in the return` }] },
    );
  }
  const most = receivableUnits(order, found, sku);
  const came = unitsReceived(line);
  if (came <= most) return;
  throw problemError(
    tooManyUnits,
    `${came} units of ${sku} came, and return ${found.number} of the order ${order.id} expects at most ${most}: other units are back already, or in no return. Make another return of the rest.`,
    { errors: [{ path: `lines.${index}`, message: `must be at most ${most} units` }] },
  );
}

function withReceipt(order: Order, found: Return, receipt: Receipt, close: boolean): Order {
  const { lines: came, at } = receipt;
  const received = { ...found, receipts: [...found.receipts, receipt], updatedAt: at };
  const isComplete = close || found.lines.every(({ sku }) => expectedOf(received, sku) === 0);
  const after: Return = { ...received, status: isComplete ? "RECEIVED" : "PARTIALLY_RECEIVED" };
  return {
    ...order,
    lines: order.lines.map((line) => ({ ...line, returned: line.returned + cameOf(came, line.sku) })),
    returns: order.returns.map((one) => (one === found ? after : one)),
  };
}

function cameOf(lines: readonly ReceivedLine[], sku: Sku): number {
  return lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + unitsReceived(line), 0);
}

/** @throws 422 `too_many_receipts`. */
function requireFewReceipts({ id, returns }: Order): void {
  const receipts = returns.reduce((sum, one) => sum + one.receipts.length, 0);
  if (receipts < MAX_RECEIPTS) return;
  throw problemError(
    tooManyReceipts,
    `The returns of the order ${id} came in ${MAX_RECEIPTS} parts already. Send all that comes of this one together, with close: true.`,
  );
}

function nothingCame({ id }: Order, { number }: Return) {
  return problemError(
    nothingReceived,
    `No unit of return ${number} of the order ${id} has come, so that it is not closed but cancelled: POST /orders/${id}/returns/${number}/cancel.`,
  );
}
