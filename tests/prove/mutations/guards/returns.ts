import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { stockMoves } from "../../../../functions/orders/stock-moves.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of returns: of what is asked for, what is received, and what is refunded of it. */
export const returns: readonly Mutation[] = [
  guard<() => void>(
    "requestReturn: only units that have shipped and are in no other return",
    "requireReturnable",
    () => {},
    "the return of all units is asked for under two keys at the same time",
    "more units are to be returned than have shipped",
  ),
  guard<() => void>(
    "requestReturn: a customer asks in time",
    "requireReturnInTime",
    () => {},
    "a customer asks for a return that the shop does not offer",
  ),
  guard<() => boolean>(
    "requestReturn: repeating it makes no second return",
    "wasRequested",
    () => false,
    "a return is asked for twice under one key at the same time",
  ),
  guard<() => boolean>(
    "cancelReturn: a customer only one that the customer asked for",
    "mayCancelReturn",
    () => true,
    "a customer cancels a return that the shop made",
  ),
  guard<() => void>(
    "receiveReturn: only a return that was approved",
    "requireApproved",
    () => {},
    "a return is received before it is approved",
    "a return is cancelled while all of it is received",
  ),
  guard<() => void>(
    "receiveReturn: at most what is expected",
    "requireExpectedUnits",
    () => {},
    "more is received of a return under two keys than it has",
  ),
  guard<() => boolean>(
    "receiveReturn: repeating it receives nothing more",
    "wasReceived",
    () => false,
    "a part of a return is received twice under one key at the same time",
  ),
  guard<typeof stockMoves>(
    "receiveReturn: units go back into stock in the same transaction",
    "stockMoves",
    (original, before, after) => original(before, after).filter(({ name }) => name !== "restockUnits"),
    "a return is received in two parts at the same time",
  ),
  guard<() => void>(
    "takeBack: not a parcel whose units came with a return",
    "requireNotReturned",
    () => {},
    "a parcel comes back after a part of it was received with a return, and while more is",
  ),
  guard<() => void>(
    "placeOrder: a return is exchanged once",
    "requireExchangeable",
    () => {},
    "two orders are placed in exchange for one return at the same time",
  ),
  guard<() => void>(
    "placeOrder: a racing duplicate of an exchange becomes a replay",
    "requireNotStored",
    () => {},
    "an order is placed in exchange for a return, twice under one key, while a part of it is received",
  ),
  guard<() => Promise<[]>>(
    "placeOrder: an exchange is named in its return in the same transaction",
    "linkExchange",
    async () => [],
    "an order is placed in exchange for a return, twice under one key, while a part of it is received",
  ),
  guard<(order: Order, sku: string, came: number) => number>(
    "refundReceipt: what was refunded before it came is not refunded again",
    "unitsToRefund",
    (_, _order, _sku, came) => came,
    "units were refunded by hand before they are received",
  ),
  guard<(order: Order) => number>(
    "refundReceipt: the shipping charge is given back once",
    "requireShippingCharge",
    (_, { charges }) => charges.reduce((sum, { amount }) => sum + amount, 0),
    "the shipping charge is given back with two parts at the same time",
  ),
];
