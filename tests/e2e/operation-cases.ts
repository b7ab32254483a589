import { dataOf } from "../../client/client.ts";
import { staff } from "./api.ts";
import { berlin, openBerlin } from "./at-locations.ts";
import { eventually } from "./eventually.ts";
import { advance, anOrderWithShipment, packed, shipped } from "./fulfilment.ts";
import { actionIdIn, completeAction, eur, send } from "./payments.ts";
import { requestReturn } from "./returns-shop.ts";
import { aCustomer, aStockedProduct, type Customer, type NewOrder, orderOf, place, readOrder, unique } from "./shop.ts";

/** Two customers, and an order of the first one. */
export interface Shop {
  readonly owner: Customer;
  readonly other: Customer;
  readonly orderId: string;
  readonly sku: string;
  /** Of another order of the owner: an action that was completed. */
  readonly actionId?: string;
  /** Units of the product that are reserved. */
  readonly reservationId?: string;
}

export async function aShop(): Promise<Shop> {
  const [owner, other, sku] = await Promise.all([aCustomer(), aCustomer(), aStockedProduct({ stock: 100 })]);
  const { id: orderId } = await anOrderWithShipment(owner.api, orderOf(sku, 1));
  return { owner, other, orderId, sku };
}

/** A shop whose order keeps its stock without a payment. */
async function aHeldShop(paymentMethod: string): Promise<Shop> {
  const [owner, other, sku] = await Promise.all([aCustomer(), aCustomer(), aStockedProduct({ stock: 100 })]);
  const more: Partial<NewOrder> = { customerId: owner.name, paymentHoldSeconds: 3_600, paymentMethod };
  const { id: orderId, status } = dataOf(await place(await staff(), orderOf(sku, 1, more)));
  if (status === "CONFIRMED") await shipmentOf(orderId);
  return { owner, other, orderId, sku };
}

/** Waits until the order has its shipment, so that nothing about it changes by itself. */
async function shipmentOf(orderId: string): Promise<void> {
  const api = await staff();
  await eventually(
    () => readOrder(api, orderId),
    ({ shipments }) => shipments.length > 0,
  );
}

async function aShopWithBerlin(): Promise<Shop> {
  await openBerlin();
  return aShop();
}

async function aPaidShop(): Promise<Shop> {
  const shop = await aHeldShop("pm_sandbox_ok");
  await send(shop.orderId, "capture", {});
  return shop;
}

async function aShopWithAction(): Promise<Shop> {
  const shop = await aShop();
  const { owner, sku } = shop;
  const [key, body] = [unique("key"), orderOf(sku, 1, { paymentMethod: "pm_sandbox_action" })];
  const actionId = actionIdIn(dataOf(await place(owner.api, body, key)).payment);
  await completeAction(actionId, "completed", owner.bearer);
  const { id } = dataOf(await place(owner.api, body, key));
  await shipmentOf(id);
  return { ...shop, actionId };
}

/** A shop with a reservation of its customer, or of sam of its staff. */
async function aShopWithReservation(by: "customer" | "staff"): Promise<Shop> {
  const shop = await aShop();
  const api = by === "staff" ? await staff() : shop.owner.api;
  const body = { items: [{ sku: shop.sku, quantity: 1 }], expiresInSeconds: 86_400 };
  const made = await api.POST("/reservations", { params: { header: { "Idempotency-Key": unique("key") } }, body });
  return { ...shop, reservationId: dataOf(made).id };
}

/** A shop whose order of many units has left. */
async function aShippedShop(): Promise<Shop> {
  const [owner, other, sku] = await Promise.all([
    aCustomer(),
    aCustomer(),
    aStockedProduct({ stock: 100, price: 100 }),
  ]);
  const { id: orderId } = await anOrderWithShipment(owner.api, orderOf(sku, 80));
  const shop = { owner, other, orderId, sku };
  dataOf(await advance(shop.orderId, packed));
  dataOf(await advance(shop.orderId, shipped));
  return shop;
}

/** A shop whose customer wants to send its order back. */
async function aShopWithReturn(): Promise<Shop> {
  const shop = await aShippedShop();
  dataOf(await requestReturn(shop.owner.api, shop.orderId, { [shop.sku]: 40 }));
  return shop;
}

async function aShopWithApprovedReturn(): Promise<Shop> {
  const shop = await aShopWithReturn();
  const path = { orderId: shop.orderId, number: 1 };
  dataOf(await (await staff()).POST("/orders/{orderId}/returns/{number}/approve", { params: { path }, body: {} }));
  return shop;
}

/** What is sent: the parameters of the path and the body. */
export interface Parts {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A valid request of an operation, and what customers are answered; the shop's roles get what the operation declares. */
export interface OperationCase {
  /** What it is tried in. @default aShop */
  readonly shop?: () => Promise<Shop>;
  /** The request, about what belongs to the shop's owner. Sent again it does no harm. */
  readonly request: (shop: Shop) => Parts | Promise<Parts>;
  /** The statuses for its owner and for another customer; left out where no customer may call. */
  readonly customers?: { readonly owner: number; readonly other: number };
  /** What another role of the shop is answered where it may only reach its own. @default what is declared */
  readonly others?: Readonly<Partial<Record<"operator" | "service", number>>>;
}

const onProduct = ({ sku }: Shop) => ({ path: { sku } });
const onReservation = ({ reservationId = "" }: Shop) => ({ path: { reservationId } });
const onOrder = ({ orderId }: Shop) => ({ path: { orderId } });
const onReturn = ({ orderId }: Shop) => ({ path: { orderId, number: "1" } });
const nothing = () => ({});

const everybody = { owner: 200, other: 200 };
const ownerOnly = { owner: 200, other: 404 };

/** Every operation by its operationId: a new one has to say here what an owner and another customer are answered. */
export const operationCases: Readonly<Record<string, OperationCase>> = {
  createProduct: { request: () => ({ body: newProduct }) },
  listProducts: { request: nothing, customers: everybody },
  getProduct: { request: onProduct, customers: everybody },
  putProduct: { request: (shop) => ({ ...onProduct(shop), body: replacedProduct }) },
  changeProduct: { request: (shop) => ({ ...onProduct(shop), body: { name: "Another name" } }) },
  archiveProduct: { request: onProduct },
  getStock: { request: onProduct, customers: everybody },
  adjustStock: { request: (shop) => ({ ...onProduct(shop), body: { quantity: 1, reason: "received" } }) },
  countStock: { request: (shop) => ({ ...onProduct(shop), body: { counted: 100 } }) },
  transferStock: {
    shop: aShopWithBerlin,
    request: (shop) => ({ ...onProduct(shop), body: { quantity: 1, from: "main", to: berlin.id } }),
  },
  listMovements: { request: onProduct },
  createLocation: { request: () => ({ body: berlin }) },
  listLocations: { request: nothing },
  getLocation: { request: () => ({ path: { locationId: "main" } }) },
  changeLocation: { request: () => ({ path: { locationId: "main" }, body: { name: "Main warehouse" } }) },
  createReservation: {
    request: ({ sku }) => ({ body: { items: [{ sku, quantity: 1 }] } }),
    customers: { owner: 201, other: 201 },
  },
  getReservation: {
    shop: () => aShopWithReservation("customer"),
    request: onReservation,
    customers: ownerOnly,
    others: { service: 404 },
  },
  releaseReservation: {
    shop: () => aShopWithReservation("customer"),
    request: onReservation,
    customers: ownerOnly,
    others: { service: 404 },
  },
  commitReservation: {
    shop: () => aShopWithReservation("staff"),
    request: onReservation,
    others: { operator: 403, service: 404 },
  },

  placeOrder: {
    request: ({ sku, owner }) => ({ body: orderOf(sku, 1, { customerId: owner.name }) }),
    customers: { owner: 201, other: 403 },
  },
  getOrder: { request: onOrder, customers: ownerOnly },
  listOrders: { request: nothing },
  listMyOrders: { request: nothing, customers: everybody },
  listCustomerOrders: { request: ({ owner }) => ({ path: { customerId: owner.name } }), customers: ownerOnly },
  cancelOrder: {
    request: (shop) => ({ ...onOrder(shop), body: { reason: "Ordered twice by mistake" } }),
    customers: ownerOnly,
  },
  editOrder: {
    request: (shop) => ({ ...onOrder(shop), body: { email: "alice@example.com" } }),
    customers: ownerOnly,
  },
  getTimeline: { request: onOrder, customers: ownerOnly },
  getPayment: { request: onOrder, customers: ownerOnly },
  authorizePayment: {
    shop: () => aHeldShop("pm_sandbox_declined"),
    request: (shop) => ({ ...onOrder(shop), body: { paymentMethod: "pm_sandbox_declined" } }),
    customers: ownerOnly,
  },
  capturePayment: {
    shop: () => aHeldShop("pm_sandbox_multicapture"),
    request: (shop) => ({ ...onOrder(shop), body: { amount: eur(1) } }),
  },
  voidPayment: {
    shop: () => aHeldShop("pm_sandbox_ok"),
    request: async (shop) => {
      await send(shop.orderId, "authorize", { paymentMethod: "pm_sandbox_ok" }); // where it was let go of
      return onOrder(shop);
    },
  },
  refundPayment: {
    shop: aPaidShop,
    request: (shop) => ({ ...onOrder(shop), body: { amount: eur(1), reason: "One cup arrived broken" } }),
  },
  recordManualPayment: {
    shop: () => aHeldShop("pm_sandbox_declined"),
    request: (shop) => ({ ...onOrder(shop), body: { amount: eur(1), reference: "transfer 4711" } }),
  },
  refreshPayment: { request: onOrder },
  completeSandboxAction: {
    shop: aShopWithAction,
    request: ({ actionId = "" }) => ({ path: { actionId }, body: { result: "completed" } }),
    customers: everybody,
  },
  listShipments: { request: onOrder, customers: ownerOnly },
  advanceShipmentStatus: {
    request: ({ orderId }) => ({ path: { orderId, number: "1" }, body: { status: "PACKED" } }),
  },
  getPackingList: { request: nothing },
  recordCarrierEvent: {
    request: ({ orderId }) => ({
      path: { orderId, number: "1" },
      body: { id: "event-1", status: "IN_TRANSIT", at: "2026-11-21T08:00:00.000Z" },
    }),
  },
  listCarrierEvents: {
    request: ({ orderId }) => ({ path: { orderId, number: "1" } }),
    customers: ownerOnly,
  },
  getPackingSlip: { request: ({ orderId }) => ({ path: { orderId, number: "1" } }) },
  splitShipment: {
    request: ({ orderId, sku }) => ({ path: { orderId }, body: { lines: [{ sku, quantity: 1 }] } }),
  },
  requestReturn: {
    shop: aShippedShop,
    request: ({ orderId, sku }) => ({
      path: { orderId },
      body: { lines: [{ sku, quantity: 1 }], reason: "Too small" },
    }),
    customers: { owner: 201, other: 404 },
  },
  listReturns: { shop: aShopWithReturn, request: onOrder, customers: ownerOnly },
  getReturn: { shop: aShopWithReturn, request: onReturn, customers: ownerOnly },
  approveReturn: { shop: aShopWithReturn, request: (shop) => ({ ...onReturn(shop), body: {} }) },
  rejectReturn: { shop: aShopWithReturn, request: (shop) => ({ ...onReturn(shop), body: { reason: "Worn" } }) },
  cancelReturn: { shop: aShopWithReturn, request: onReturn, customers: ownerOnly },
  receiveReturn: {
    shop: aShopWithApprovedReturn,
    request: (shop) => ({ ...onReturn(shop), body: { lines: [{ sku: shop.sku, restock: 1 }] } }),
  },
  checkInvariants: { request: nothing },

  getHealth: { request: nothing, customers: everybody },
  getOpenapi: { request: nothing, customers: everybody },
  getDocs: { request: nothing, customers: everybody },
  getDocsAsset: { request: () => ({ path: { asset: "start.js" } }), customers: everybody },
};

const replacedProduct = { name: "A replaced product", price: { amount: 25_000, currency: "EUR" } };

const newProduct = {
  sku: unique("NEW").toUpperCase(),
  name: "A new product",
  price: { amount: 100, currency: "EUR" },
};

/** What a refused request must leave as it is. */
export async function stateOf({ owner, orderId, sku }: Shop) {
  const [order, product, stock, orders] = await Promise.all([
    owner.api.GET("/orders/{orderId}", { params: { path: { orderId } } }),
    owner.api.GET("/products/{sku}", { params: { path: { sku } } }),
    owner.api.GET("/products/{sku}/stock", { params: { path: { sku } } }),
    owner.api.GET("/customers/me/orders"),
  ]);
  return [dataOf(order), dataOf(product), dataOf(stock), dataOf(orders)];
}
