import { OrderId } from "../../functions/orders/rules/order.ts";
import { orderNumber } from "../../functions/orders/rules/order-number.ts";
import { measureChanges } from "./measure-changes.ts";
import { measurePayments } from "./measure-payments.ts";
import { measureReservations } from "./measure-reservations.ts";
import { measureReturns } from "./measure-returns.ts";
import { measureShipments } from "./measure-shipments.ts";
import { measureStock } from "./measure-stock.ts";
import type { MeasuredShop } from "./measured-shop.ts";
import type { CountedStep } from "./meter.ts";

/** The lines of the reference order. */
const threeLines = [
  { sku: "TARP-3X3", quantity: 1 },
  { sku: "BAG-SYN-P5", quantity: 2 },
  { sku: "MAT-FOAM", quantity: 2 },
];
const oneLine = [{ sku: "MAT-FOAM", quantity: 1 }];

export const EMPTY_SWEEP = "a sweep with nothing due";

/** A full page, and more. */
const ORDERS = 21;

export interface CountedOperations {
  /** The reference order until its shipment is made. */
  readonly order: readonly CountedStep[];
  /** What may happen to it later. */
  readonly later: Readonly<Record<string, readonly CountedStep[]>>;
  /** Every other operation. */
  readonly others: Readonly<Record<string, readonly CountedStep[]>>;
}

/** Calls each operation once, on a shop with orders and products, and counts what it uses. */
export async function measureOperations(shop: MeasuredShop): Promise<CountedOperations> {
  const { staff, customer, operator } = shop;
  await shop.loadCatalogue();
  for (let order = 0; order < ORDERS; order++) await shop.place(oneLine);

  const { id: orderId, steps: order } = await shop.placing({ items: threeLines, more: { email: "alice@example.com" } });
  const path = { orderId };
  const shipmentPath = { orderId, number: "1" };
  const advance = (body: object) =>
    shop.request(staff, { operation: "advanceShipmentStatus", path: shipmentPath, body });
  const reads = {
    getOrder: await shop.request(customer, { operation: "getOrder", path }),
    getPayment: await shop.request(customer, { operation: "getPayment", path }),
    listShipments: await shop.request(customer, { operation: "listShipments", path }),
  };
  const later = {
    "advanceShipmentStatus: PACKED": await advance({ status: "PACKED" }),
    "advanceShipmentStatus: SHIPPED, captured": await advance({
      status: "SHIPPED",
      carrier: "DHL",
      trackingNumbers: ["00340434161094021501"],
    }),
    "advanceShipmentStatus: DELIVERED": await advance({ status: "DELIVERED" }),
    "cancelOrder, instead of packing": await shop.request(customer, {
      operation: "cancelOrder",
      path: { orderId: await shop.place(threeLines) },
      body: { reason: "changed my mind" },
    }),
  };

  const changes = await measureChanges(shop, threeLines);
  const payments = await measurePayments(shop, threeLines);

  const product = { sku: "MUG-BLUE-350", name: "Blue mug, 350 ml", price: { amount: 1_290, currency: "EUR" } };
  const sku = { sku: product.sku };
  const fields = { name: product.name, price: product.price, taxRate: 1_900, weight: 340 };
  const received = { quantity: 50, reason: "received" };
  const others = {
    "placeOrder, sent again": await shop.placingAgain({ items: threeLines }),
    "placeOrder, declined": (await shop.placing({ items: threeLines, method: "pm_sandbox_declined" })).steps,
    "placeOrder, out of stock": (await shop.placing({ items: [{ sku: "MAT-FOAM", quantity: 100_000 }] })).steps,
    ...reads,
    ...changes,
    ...payments,
    "listOrders, a page of 20": await shop.request(staff, { operation: "listOrders" }),
    "listOrders, a page of one status": await shop.request(staff, {
      operation: "listOrders",
      query: { status: "CONFIRMED" },
    }),
    "listOrders, by number": await shop.request(staff, {
      operation: "listOrders",
      query: { number: orderNumber(OrderId.parse(orderId)) },
    }),
    "listMyOrders, a page of 20": await shop.request(customer, { operation: "listMyOrders" }),
    "listCustomerOrders, a page of 20": await shop.request(staff, {
      operation: "listCustomerOrders",
      path: { customerId: customer.subject },
    }),
    createProduct: await shop.request(staff, { operation: "createProduct", body: { ...product, taxRate: 1_900 } }),
    "adjustStock, the first units": await shop.request(staff, {
      operation: "adjustStock",
      path: sku,
      key: "first",
      body: received,
    }),
    "adjustStock, more units": await shop.request(staff, {
      operation: "adjustStock",
      path: sku,
      key: "more",
      body: received,
    }),
    getProduct: await shop.request(customer, { operation: "getProduct", path: sku }),
    getStock: await shop.request(staff, { operation: "getStock", path: sku }),
    "listProducts, a page of 20": await shop.request(customer, { operation: "listProducts" }),
    "listProducts, out of stock": await shop.request(staff, { operation: "listProducts", query: { stock: "out" } }),
    "listProducts, searched": await shop.request(customer, { operation: "listProducts", query: { search: "mug bl" } }),
    changeProduct: await shop.request(staff, { operation: "changeProduct", path: sku, body: { name: "Mug, blue" } }),
    "putProduct, replaced": await shop.request(staff, { operation: "putProduct", path: sku, body: fields }),
    "putProduct, created": await shop.request(staff, {
      operation: "putProduct",
      path: { sku: "MUG-GREEN-350" },
      body: { ...fields, name: "Green mug, 350 ml" },
    }),
    archiveProduct: await shop.request(staff, { operation: "archiveProduct", path: sku }),
    "checkInvariants, a step of 20 products": await shop.request(operator, { operation: "checkInvariants" }),
    getHealth: await shop.request(customer, { operation: "getHealth" }),
    [EMPTY_SWEEP]: await shop.emptySweep(),
    // Last, because the shop has two locations from then on.
    ...(await measureReservations(shop, threeLines)),
    ...(await measureStock(shop)),
  };
  // At last: another order would be in the lists that are measured before.
  const shipments = await measureShipments(shop, threeLines);
  const returns = await measureReturns(shop, "MAT-FOAM");
  return { order, later, others: { ...others, ...shipments, ...returns } };
}
