import type { OrderInput } from "../../tests/prove/world/shop.ts";
import type { MeasuredShop } from "./measured-shop.ts";
import type { CountedStep } from "./meter.ts";

/** Calls each operation that changes an order's lines or shipments once, and counts what it uses. */
export async function measureChanges(
  shop: MeasuredShop,
  items: OrderInput["items"],
): Promise<Readonly<Record<string, readonly CountedStep[]>>> {
  const { staff, customer } = shop;
  const path = { orderId: await shop.place(items) };
  const edit = (body: object, by = customer) => shop.request(by, { operation: "editOrder", path, body });
  return {
    "splitShipment, one unit": await shop.request(staff, {
      operation: "splitShipment",
      path,
      key: "one unit",
      body: { lines: [{ sku: "MAT-FOAM", quantity: 1 }] },
    }),
    "editOrder, one unit less": await edit({ lines: [{ sku: "MAT-FOAM", quantity: 1 }] }),
    "editOrder, one unit more": await edit({ lines: [{ sku: "MAT-FOAM", quantity: 2 }] }, staff),
    "editOrder, its e-mail": await edit({ email: "alice@example.com" }),
    getTimeline: await shop.request(customer, { operation: "getTimeline", path }),
  };
}
