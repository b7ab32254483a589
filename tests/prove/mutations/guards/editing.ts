import type { amountForShipment } from "../../../../functions/orders/rules/amount-for-shipment.ts";
import type { stockMoves } from "../../../../functions/orders/stock-moves.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of editing and splitting, and of what only the shop may send. */
export const editing: readonly Mutation[] = [
  guard<() => number>(
    "splitShipment: only units that are not packed",
    "freeUnits",
    () => Number.POSITIVE_INFINITY,
    "a shipment is split after it is packed",
    "units that are packed are taken out of an order",
  ),
  guard<() => boolean>(
    "splitShipment: repeating it makes no second shipment",
    "wasMade",
    () => false,
    "a shipment is split twice under one key at the same time",
  ),
  guard<() => void>(
    "edit: at most what is authorized",
    "requireAuthorized",
    () => {},
    "staff add more units than are authorized",
  ),
  guard<() => void>(
    "edit: a customer adds nothing",
    "requireCustomersEdit",
    () => {},
    "a customer replaces units of an order with another product",
  ),
  guard<typeof stockMoves>(
    "edit: units that are added hold stock in the same transaction",
    "stockMoves",
    (original, before, after, decidedOn) =>
      original(before, after, decidedOn).filter(({ name }) => name !== "holdStock"),
    "staff replace units of an order with another product",
  ),
  guard<typeof stockMoves>(
    "edit: units that are taken out release stock in the same transaction",
    "stockMoves",
    (original, before, after) =>
      after.status === "CONFIRMED"
        ? original(before, after).filter(({ name }) => name !== "releaseStock")
        : original(before, after),
    "a customer takes units out of an order",
  ),
  guard<() => boolean>(
    "edit: taking out everything cancels the order",
    "cancelsEverything",
    () => false,
    "a customer takes the last unit out of an order",
  ),
  guard<typeof amountForShipment>(
    "amountForShipment: at most what is due",
    "amountForShipment",
    (_, { lines }, shipment) =>
      shipment.lines.reduce((sum, { sku, quantity }) => {
        const { unitPrice = 0 } = lines.find((line) => line.sku === sku) ?? {};
        return sum + quantity * unitPrice;
      }, 0),
    "a shipment leaves after most of the order was paid by hand",
  ),
  guard<() => void>(
    "placeOrder: a customer sends only what a customer may decide",
    "requireCustomersFields",
    () => {},
    "a customer names the price of their order",
  ),
];
