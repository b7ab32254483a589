import type { OrderInput } from "../../tests/prove/world/shop.ts";
import type { MeasuredShop } from "./measured-shop.ts";
import type { CountedStep } from "./meter.ts";

/** Calls what the warehouse and carriers call once, beside the way of every shipment, and counts what it uses. */
export async function measureShipments(
  shop: MeasuredShop,
  items: OrderInput["items"],
): Promise<Readonly<Record<string, readonly CountedStep[]>>> {
  const { staff, customer } = shop;
  const path = { orderId: await shop.place(items), number: "1" };
  const advance = (body: object) => shop.request(staff, { operation: "advanceShipmentStatus", path, body });
  const send = (trackingNumber: string) =>
    advance({ status: "SHIPPED", carrier: "DHL", trackingNumbers: [trackingNumber] });
  const slip = await shop.request(staff, { operation: "getPackingSlip", path });
  await advance({ status: "PACKED" });
  await send("00340434161094021501");
  return {
    getPackingSlip: slip,
    "getPackingList, a page of 20": await shop.request(staff, { operation: "getPackingList" }),
    "advanceShipmentStatus: DELIVERY_FAILED": await advance({ status: "DELIVERY_FAILED" }),
    "advanceShipmentStatus: SHIPPED, sent again": await send("00340434161094021518"),
    recordCarrierEvent: await shop.request(staff, {
      operation: "recordCarrierEvent",
      path,
      body: { id: "JJD000390007882823546", status: "OUT_FOR_DELIVERY", at: "2026-11-21T07:00:00.000Z" },
    }),
    listCarrierEvents: await shop.request(customer, { operation: "listCarrierEvents", path }),
    "recordCarrierEvent, of a failed delivery": await shop.request(staff, {
      operation: "recordCarrierEvent",
      path,
      body: {
        id: "JJD000390007882823547",
        status: "DELIVERY_FAILED",
        description: "The recipient was not at home",
        at: "2030-11-21T11:00:00.000Z",
      },
    }),
    "advanceShipmentStatus: RETURNED, restocked": await advance({ status: "RETURNED", restock: true }),
  };
}
