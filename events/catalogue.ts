import type * as z from "zod/mini";
import { orderCancelled, orderDelivered, orderFailed, orderPlaced, orderShipped } from "./orders.ts";
import { paymentAuthorized, paymentCaptured, paymentDeclined, paymentExpired, paymentVoided } from "./payments.ts";
import { shipmentCancelled, shipmentCreated, shipmentDelivered, shipmentDispatched } from "./shipments.ts";
import {
  stockAdjusted,
  stockDepleted,
  stockLow,
  stockReleased,
  stockReplenished,
  stockReserved,
  stockShipped,
} from "./stock.ts";

/** Every event that Waybill publishes, by its name on the bus. */
export const catalogue = {
  OrderPlaced: orderPlaced,
  OrderFailed: orderFailed,
  OrderCancelled: orderCancelled,
  OrderShipped: orderShipped,
  OrderDelivered: orderDelivered,
  PaymentAuthorized: paymentAuthorized,
  PaymentDeclined: paymentDeclined,
  PaymentCaptured: paymentCaptured,
  PaymentVoided: paymentVoided,
  PaymentExpired: paymentExpired,
  StockReserved: stockReserved,
  StockReleased: stockReleased,
  StockShipped: stockShipped,
  StockAdjusted: stockAdjusted,
  StockLow: stockLow,
  StockDepleted: stockDepleted,
  StockReplenished: stockReplenished,
  ShipmentCreated: shipmentCreated,
  ShipmentDispatched: shipmentDispatched,
  ShipmentDelivered: shipmentDelivered,
  ShipmentCancelled: shipmentCancelled,
} as const;

export type EventType = keyof typeof catalogue;
export type EventData<Type extends EventType> = z.core.output<(typeof catalogue)[Type]["data"]>;

/** Something that happened, before it has its envelope. */
export type DomainEvent = { [Type in EventType]: { readonly type: Type; readonly data: EventData<Type> } }[EventType];
