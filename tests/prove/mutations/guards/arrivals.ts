import type { CarrierEvent } from "../../../../functions/orders/rules/carrier-event.ts";
import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { Shipment } from "../../../../functions/orders/rules/shipment.ts";
import type { stockMoves } from "../../../../functions/orders/stock-moves.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of shipments that arrive or come back, and of what carriers tell of them. */
export const arrivals: readonly Mutation[] = [
  guard<typeof stockMoves>(
    "a shipment comes back: its units are put in stock in the same transaction",
    "stockMoves",
    (original, before, after) => (after.status === "RETURNED" ? [] : original(before, after)),
    "a shipment comes back and is put in stock, twice at the same time",
  ),
  guard<(before: Order | undefined, number: number) => boolean>(
    "a shipment comes back: its units are put in stock once",
    "wasRestocked",
    () => false,
    "money is given back for a shipment that came back",
  ),
  guard<(before: Order | undefined, shipment: Shipment) => boolean>(
    "a shipment leaves the ledger once, also where it is sent again",
    "hadLeft",
    () => false,
    "a shipment is sent again in another way, twice at the same time",
  ),
  guard<() => void>(
    "a shipment comes back: one decision about its units",
    "requireSameReturn",
    () => {},
    "a shipment comes back: it is put in stock and written off at the same time",
  ),
  guard<(lines: Order["lines"]) => "DELIVERED" | "RETURNED" | undefined>(
    "an order is over once nothing of it is on its way",
    "arrivalOf",
    (original, lines) => original(lines) ?? "DELIVERED",
    "of two shipments one arrives, and the other comes back",
  ),
  guard<() => void>(
    "an event of a carrier under a known id is the same event",
    "requireSameEvent",
    () => {},
    "two events of a carrier are told under one id at the same time",
  ),
  guard<(shipment: Shipment, event: CarrierEvent) => boolean>(
    "a failed delivery of an earlier dispatch does not end the next one",
    "isOfThisDispatch",
    (_, { status }) => status === "SHIPPED",
    "a carrier tells late that the first delivery of a shipment failed, which was sent again",
  ),
];
