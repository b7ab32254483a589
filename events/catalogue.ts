import type * as z from "zod/mini";
import {
  orderCancelled,
  orderDelivered,
  orderEdited,
  orderFailed,
  orderPartiallyShipped,
  orderPlaced,
  orderReturned,
  orderShipped,
} from "./orders.ts";
import {
  paymentActionRequired,
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentDisputed,
  paymentDisputeLost,
  paymentDisputeWon,
  paymentExpired,
  paymentInstructionRefused,
  paymentRefunded,
  paymentRefundFailed,
  paymentVoided,
} from "./payments.ts";
import { productArchived, productChanged, productCreated, productRestored } from "./products.ts";
import { reservationExpired } from "./reservations.ts";
import { returnApproved, returnCancelled, returnReceived, returnRejected, returnRequested } from "./returns.ts";
import {
  shipmentCancelled,
  shipmentCreated,
  shipmentDelivered,
  shipmentDeliveryFailed,
  shipmentDispatched,
  shipmentPacked,
  shipmentReturned,
} from "./shipments.ts";
import {
  awaitedStockArrived,
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
  OrderEdited: orderEdited,
  OrderPartiallyShipped: orderPartiallyShipped,
  OrderShipped: orderShipped,
  OrderDelivered: orderDelivered,
  OrderReturned: orderReturned,
  PaymentActionRequired: paymentActionRequired,
  PaymentAuthorized: paymentAuthorized,
  PaymentDeclined: paymentDeclined,
  PaymentCaptured: paymentCaptured,
  PaymentRefunded: paymentRefunded,
  PaymentRefundFailed: paymentRefundFailed,
  PaymentInstructionRefused: paymentInstructionRefused,
  PaymentDisputed: paymentDisputed,
  PaymentDisputeWon: paymentDisputeWon,
  PaymentDisputeLost: paymentDisputeLost,
  PaymentVoided: paymentVoided,
  PaymentExpired: paymentExpired,
  ProductCreated: productCreated,
  ProductChanged: productChanged,
  ProductArchived: productArchived,
  ProductRestored: productRestored,
  StockReserved: stockReserved,
  StockReleased: stockReleased,
  StockShipped: stockShipped,
  StockAdjusted: stockAdjusted,
  AwaitedStockArrived: awaitedStockArrived,
  StockLow: stockLow,
  StockDepleted: stockDepleted,
  StockReplenished: stockReplenished,
  ReservationExpired: reservationExpired,
  ShipmentCreated: shipmentCreated,
  ShipmentPacked: shipmentPacked,
  ShipmentDispatched: shipmentDispatched,
  ShipmentDelivered: shipmentDelivered,
  ShipmentDeliveryFailed: shipmentDeliveryFailed,
  ShipmentReturned: shipmentReturned,
  ShipmentCancelled: shipmentCancelled,
  ReturnRequested: returnRequested,
  ReturnApproved: returnApproved,
  ReturnRejected: returnRejected,
  ReturnCancelled: returnCancelled,
  ReturnReceived: returnReceived,
} as const;

export type EventType = keyof typeof catalogue;
export type EventData<Type extends EventType> = z.core.output<(typeof catalogue)[Type]["data"]>;

/** Something that happened, before it has its envelope. */
export type DomainEvent = { [Type in EventType]: { readonly type: Type; readonly data: EventData<Type> } }[EventType];
