import { dataOf } from "../../client/client.ts";
import { anOrderWithShipment } from "./fulfilment.ts";
import { aCustomer, aProduct, type Customer, orderOf, unique } from "./shop.ts";

/** Two customers, and an order of the first one. */
export interface Shop {
  readonly owner: Customer;
  readonly other: Customer;
  readonly orderId: string;
  readonly sku: string;
}

export async function aShop(): Promise<Shop> {
  const [owner, other, sku] = await Promise.all([aCustomer(), aCustomer(), aProduct({ stock: 100 })]);
  const { id: orderId } = await anOrderWithShipment(owner.api, orderOf(sku, 1));
  return { owner, other, orderId, sku };
}

/** What is sent: the parameters of the path and the body. */
export interface Parts {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A valid request of an operation, and what customers are answered; the shop's roles get what the operation declares. */
export interface OperationCase {
  /** The request, about what belongs to the shop's owner. Sent again it does no harm. */
  readonly request: (shop: Shop) => Parts | Promise<Parts>;
  /** The statuses for its owner and for another customer; left out where no customer may call. */
  readonly customers?: { readonly owner: number; readonly other: number };
}

const onProduct = ({ sku }: Shop) => ({ path: { sku } });
const onOrder = ({ orderId }: Shop) => ({ path: { orderId } });
const nothing = () => ({});

const everybody = { owner: 200, other: 200 };
const ownerOnly = { owner: 200, other: 404 };

/** Every operation by its operationId: a new one has to say here what an owner and another customer are answered. */
export const operationCases: Readonly<Record<string, OperationCase>> = {
  createProduct: { request: () => ({ body: newProduct }) },
  listProducts: { request: nothing, customers: everybody },
  getProduct: { request: onProduct, customers: everybody },
  changeProduct: { request: (shop) => ({ ...onProduct(shop), body: { name: "Another name" } }) },
  archiveProduct: { request: onProduct },
  getStock: { request: onProduct, customers: everybody },
  adjustStock: { request: (shop) => ({ ...onProduct(shop), body: { quantity: 1, reason: "received" } }) },

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
  listShipments: { request: onOrder, customers: ownerOnly },
  advanceShipmentStatus: {
    request: ({ orderId }) => ({ path: { orderId, number: "1" }, body: { status: "PACKED" } }),
  },
  splitShipment: {
    request: ({ orderId, sku }) => ({ path: { orderId }, body: { lines: [{ sku, quantity: 1 }] } }),
  },
  checkInvariants: { request: nothing },

  getHealth: { request: nothing, customers: everybody },
  getOpenapi: { request: nothing, customers: everybody },
  getDocs: { request: nothing, customers: everybody },
  getDocsAsset: { request: () => ({ path: { asset: "start.js" } }), customers: everybody },
};

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
