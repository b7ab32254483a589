import * as z from "zod/mini";
import { loadLocations } from "../inventory/location-table.ts";
import { type LocationId, MAIN } from "../inventory/rules/location.ts";
import { locationOf } from "../inventory/rules/locations.ts";
import { requireOrder } from "../orders/change-order.ts";
import { OrderId } from "../orders/rules/order.ts";
import { requireShipment } from "../orders/rules/shipment-steps.ts";
import { binary } from "../platform/http/answer-codecs.ts";
import { answer, operation } from "../platform/http/operation.ts";
import { wholeNumber } from "../platform/http/whole-number.ts";
import { now } from "../platform/runtime/request-context.ts";
import { loggedIds } from "../platform/values/logged-ids.ts";
import { drawPackingSlip } from "./draw-packing-slip.ts";
import { packingSlip, shipmentCancelled } from "./packing-slip.ts";

const ShipmentNumber = wholeNumber({
  least: 1,
  most: 9_999,
  rule: "must be a shipment's number, from 1",
  description: "Counts an order's shipments from 1",
  example: 1,
}).register(loggedIds, {});

export const getPackingSlip = operation({
  summary: "Print the packing slip of a shipment",
  description:
    "A PDF to be put into the parcel: where it goes and what is in it, without prices. Characters that the font does not " +
    "have are printed as \ufffd.",
  route: "GET /shipments/{orderId}/{number}/packing-slip",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId, number: ShipmentNumber },
  answers: { 200: binary("application/pdf") },
  answerHeaders: { "Content-Disposition": z.string() },
  problems: [shipmentCancelled],
  handle: async ({ path: { orderId, number }, caller }) => {
    const order = await requireOrder(orderId, caller);
    const shipment = requireShipment(order, number);
    const slip = packingSlip(order, shipment, await nameOf(shipment.location));
    const name = `packing-slip-${slip.orderNumber}-${number}.pdf`;
    return answer(200, await drawPackingSlip(slip, now()), {
      headers: { "Content-Disposition": `inline; filename="${name}"` },
    });
  },
});

/** The name of a location; `main` needs none, so that a shop with one location does not read them. */
async function nameOf(location: LocationId): Promise<string | undefined> {
  if (location === MAIN) return undefined;
  const { locations = [] } = (await loadLocations()) ?? {};
  return locationOf(locations, location)?.name;
}
