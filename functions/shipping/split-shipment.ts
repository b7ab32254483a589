import { requested } from "../orders/change-context.ts";
import { changeOrder } from "../orders/change-order.ts";
import { resumeAsFarAsPossible } from "../orders/resume-order.ts";
import type { Order, OrderId } from "../orders/rules/order.ts";
import { shipmentMadeBy, splitShipment as split } from "../orders/rules/parcels.ts";
import type { Shipment, ShipmentLine, ShipmentRequest } from "../orders/rules/shipment.ts";
import { writeOrder } from "../orders/write-order.ts";
import type { Caller } from "../platform/values/caller.ts";
import { idFromKey } from "../platform/values/ids.ts";

export interface SplitRequest {
  readonly orderId: OrderId;
  readonly caller: Caller;
  readonly lines: readonly ShipmentLine[];
  readonly idempotencyKey: string;
  readonly fingerprint: string;
}

export interface SplitShipment {
  readonly order: Order;
  readonly shipment: Shipment;
  /** An earlier request with the same idempotency key had made it. */
  readonly replayed: boolean;
}

/** Makes a shipment of some units, once for each idempotency key. @throws 404; what `splitShipment` of the rules throws. */
export async function splitShipment(request: SplitRequest): Promise<SplitShipment> {
  const { orderId, caller, lines, idempotencyKey: key, fingerprint } = request;
  const asked = { id: idFromKey("req", { caller, operation: "splitShipment", target: orderId, key }), fingerprint };
  let replayed = false;
  const changed = await changeOrder(orderId, caller, async (order) => {
    replayed = wasMade(order, asked);
    if (replayed) return order;
    const next = split(order, lines, asked, requested());
    await writeOrder(order, next);
    return next;
  });
  const { order } = await resumeAsFarAsPossible(changed);
  const shipment = shipmentMadeBy(order, asked);
  if (!shipment) throw new Error(`The order ${orderId} lost a shipment that was stored.`);
  return { order, shipment, replayed };
}

function wasMade(order: Order, asked: ShipmentRequest): boolean {
  return shipmentMadeBy(order, asked) !== undefined;
}
