import type { OrderInput } from "../../tests/prove/world/shop.ts";
import type { MeasuredShop } from "./measured-shop.ts";
import type { CountedStep } from "./meter.ts";

/** Calls each operation of returns once, of an order of two units of one product, and counts what it uses. */
export async function measureReturns(
  shop: MeasuredShop,
  sku: string,
): Promise<Readonly<Record<string, readonly CountedStep[]>>> {
  const { staff, customer } = shop;
  const items: OrderInput["items"] = [{ sku, quantity: 2 }];
  const orderId = await shop.place(items);
  const path = { orderId };
  const advance = (body: object) =>
    shop.request(staff, { operation: "advanceShipmentStatus", path: { orderId, number: "1" }, body });
  await advance({ status: "PACKED" });
  await advance({ status: "SHIPPED", carrier: "DHL", trackingNumbers: ["00340434161094021501"] });
  const ask = (key: string) =>
    shop.request(customer, {
      operation: "requestReturn",
      path,
      key,
      body: { lines: [{ sku, quantity: 1 }], reason: "Too small" },
    });
  const asked = await ask("one");
  await ask("two");
  const on = (number: number) => ({ orderId, number: String(number) });
  return {
    requestReturn: asked,
    listReturns: await shop.request(customer, { operation: "listReturns", path }),
    getReturn: await shop.request(customer, { operation: "getReturn", path: on(1) }),
    approveReturn: await shop.request(staff, { operation: "approveReturn", path: on(1), body: {} }),
    rejectReturn: await shop.request(staff, { operation: "rejectReturn", path: on(2), body: { reason: "Worn" } }),
    "receiveReturn, one unit, refunded": await shop.request(staff, {
      operation: "receiveReturn",
      path: on(1),
      key: "receipt",
      body: { lines: [{ sku, restock: 1 }] },
    }),
    cancelReturn: await ask("three").then(() => shop.request(customer, { operation: "cancelReturn", path: on(3) })),
  };
}
