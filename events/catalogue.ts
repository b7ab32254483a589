import type * as z from "zod/mini";
import { orderCancelled } from "./order-cancelled.ts";
import { orderDelivered } from "./order-delivered.ts";
import { orderFailed } from "./order-failed.ts";
import { orderPlaced } from "./order-placed.ts";
import { orderShipped } from "./order-shipped.ts";
import { paymentAuthorized } from "./payment-authorized.ts";
import { paymentCaptured } from "./payment-captured.ts";
import { paymentDeclined } from "./payment-declined.ts";
import { paymentExpired } from "./payment-expired.ts";
import { paymentVoided } from "./payment-voided.ts";
import { shipmentCancelled } from "./shipment-cancelled.ts";
import { shipmentCreated } from "./shipment-created.ts";
import { shipmentDelivered } from "./shipment-delivered.ts";
import { shipmentDispatched } from "./shipment-dispatched.ts";
import { stockAdjusted } from "./stock-adjusted.ts";
import { stockDepleted } from "./stock-depleted.ts";
import { stockLow } from "./stock-low.ts";
import { stockReleased } from "./stock-released.ts";
import { stockReplenished } from "./stock-replenished.ts";
import { stockReserved } from "./stock-reserved.ts";
import { stockShipped } from "./stock-shipped.ts";

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
