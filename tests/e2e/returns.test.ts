import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { apiAs, staff, token } from "./api.ts";
import { eventually } from "./eventually.ts";
import { advance, anOrderWithShipment, aPackedOrder, cancel, delivered, packed, shipped, split } from "./fulfilment.ts";
import { json, postOrder, problemIn, raw } from "./raw.ts";
import {
  aShippedOrder,
  readAsStaff,
  readReturn,
  receive,
  requestReturn,
  type ShippedOrder,
  step,
} from "./returns-shop.ts";
import { aCustomer, aProduct, orderOf, place, readOrder, readStock, unique } from "./shop.ts";
import { storedOrder } from "./stored-order.ts";

const euros = (amount: number) => ({ amount, currency: "EUR" });

/** A shipped order with a return of units that the shop made. */
async function expecting(quantity = 3, more: Parameters<typeof requestReturn>[3] = {}, order?: ShippedOrder) {
  const shippedOrder = order ?? (await aShippedOrder());
  dataOf(await requestReturn(await staff(), shippedOrder.id, { [shippedOrder.sku]: quantity }, more));
  return shippedOrder;
}

/** A shipped order with a return that waits for the shop's decision. */
async function anAskedFor(): Promise<ShippedOrder> {
  const order = await aShippedOrder();
  dataOf(await requestReturn(order.customer.api, order.id, { [order.sku]: 1 }));
  return order;
}

async function readLedger(sku: string) {
  const page = dataOf(await (await staff()).GET("/products/{sku}/stock/movements", { params: { path: { sku } } }));
  return page.data.filter(({ kind }) => kind === "returned");
}

test("the customer asks, the shop approves, all of it comes: stock and money are back, the order stays as it is", async () => {
  const charges = [{ kind: "shipping" as const, name: "Parcel", amount: euros(490) }];
  const { customer, id, sku } = await aShippedOrder({ charges });
  dataOf(await advance(id, delivered));

  const asked = await requestReturn(customer.api, id, { [sku]: 4 }, { reason: "Too small" });
  const approved = await step(id, "approve", {});
  const received = await receive(id, { [sku]: 4 }, { refundShipping: true });

  expect(asked.response.status).toBe(201);
  expect(asked.data).toMatchObject({
    orderId: id,
    number: 1,
    status: "REQUESTED",
    lines: [{ sku, quantity: 4, restocked: 0, writtenOff: 0 }],
    reason: "Too small",
    requestedBy: `customer:${customer.name}`,
    refunded: euros(0),
  });
  expect(asked.data).not.toHaveProperty("refund");
  expect([approved.status, await approved.json()]).toMatchObject([200, { status: "APPROVED", refund: "auto" }]);
  expect(received.response.status).toBe(200);
  expect(received.data).toMatchObject({ status: "RECEIVED", lines: [{ restocked: 4 }], refunded: euros(4_490) });
  expect(await readOrder(customer.api, id)).toMatchObject({
    status: "DELIVERED",
    returnStatus: "RETURNED",
    paymentStatus: "REFUNDED",
    lines: [{ shipped: 4, delivered: 4, returned: 4 }],
    returns: [{ number: 1, status: "RECEIVED" }],
    payment: { refunded: euros(4_490), refunds: [{ returnNumber: 1, lines: [{ sku, quantity: 4 }] }] },
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  expect(await readLedger(sku)).toMatchObject([{ quantity: 4, orderId: id, returnNumber: 1 }]);
});

test("received in parts: each is refunded, what is written off is not in stock, the rest is closed", async () => {
  const { id, sku } = await expecting(4);

  const first = dataOf(await receive(id, {}, { lines: [{ sku, restock: 1, writeOff: 1 }] }));
  const second = dataOf(await receive(id, { [sku]: 1 }, { refund: "manual" }));
  const closed = dataOf(await receive(id, {}, { close: true }));

  expect(first).toMatchObject({ status: "PARTIALLY_RECEIVED", refunded: euros(2_000) });
  expect(second).toMatchObject({ status: "PARTIALLY_RECEIVED", refunded: euros(2_000) });
  expect(closed).toMatchObject({ status: "RECEIVED", lines: [{ quantity: 4, restocked: 2, writtenOff: 1 }] });
  expect(await readAsStaff(id)).toMatchObject({ returnStatus: "PARTIALLY_RETURNED", lines: [{ returned: 3 }] });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});

test("the timeline and the events tell each step", async () => {
  const { customer, id, sku } = await aShippedOrder();
  dataOf(await requestReturn(customer.api, id, { [sku]: 1 }));
  await step(id, "reject", { reason: "Worn" });
  await expecting(2, {}, { customer, id, sku });
  dataOf(await receive(id, { [sku]: 1 }, {}, undefined, 2));

  const { data } = dataOf(
    await (await staff()).GET("/orders/{orderId}/timeline", { params: { path: { orderId: id } } }),
  );

  expect(data.map(({ type }) => type).filter((type) => type.startsWith("Return"))).toEqual([
    "ReturnRequested",
    "ReturnRejected",
    "ReturnApproved",
    "ReturnReceived",
  ]);
});

describe("asking", () => {
  test("the same key again, also concurrently: one return; with another body: 422", async () => {
    const { customer, id, sku } = await aShippedOrder();
    const key = randomUUID();
    const ask = (quantity: number) => requestReturn(customer.api, id, { [sku]: quantity }, {}, key);

    const answers = await Promise.all([ask(1), ask(1)]);
    const other = await ask(2);

    expect(answers.map(({ response, data }) => [response.status, data?.number])).toEqual([
      [201, 1],
      [201, 1],
    ]);
    expect(answers.filter(({ response }) => response.headers.has("idempotent-replayed"))).toHaveLength(1);
    expect([other.response.status, other.error?.code]).toEqual([422, "idempotency_key_reused"]);
    expect((await readOrder(customer.api, id)).returns).toHaveLength(1);
  });

  test("the last units under two keys: one return", async () => {
    const { customer, id, sku } = await aShippedOrder();

    const answers = await Promise.all([1, 2].map(() => requestReturn(customer.api, id, { [sku]: 4 })));

    expect(answers.map(({ response }) => response.status).toSorted()).toEqual([201, 409]);
    expect((await readOrder(customer.api, id)).returns).toHaveLength(1);
  });

  test("more than shipped, an unknown SKU, an order that has not left: refused, and nothing is stored", async () => {
    const { customer, id, sku } = await aShippedOrder();
    const { id: unshipped } = dataOf(await place(customer.api, orderOf(sku, 1)));
    const { version } = await storedOrder(id);

    const tooMany = await requestReturn(customer.api, id, { [sku]: 5 });
    const unknown = await requestReturn(await staff(), id, { [sku]: 1, [unique("SKU").toUpperCase()]: 1 });
    const early = await requestReturn(customer.api, unshipped, { [sku]: 1 });

    expect([tooMany.response.status, tooMany.error?.code, tooMany.error?.errors]).toEqual([
      409,
      "too_many_units",
      [{ path: "lines.0.quantity", message: "must be at most 4" }],
    ]);
    expect([unknown.response.status, unknown.error?.code, unknown.error?.errors?.[0]?.path]).toEqual([
      422,
      "unknown_line",
      "lines.1.sku",
    ]);
    expect([early.response.status, early.error?.code]).toEqual([409, "too_many_units"]);
    expect((await storedOrder(id)).version).toBe(version);
  });

  test("a shop that offers no returns: the customer is refused, the shop is not", async () => {
    const { customer, id, sku } = await aShippedOrder({ returnWithinDays: 0 });

    const refused = await requestReturn(customer.api, id, { [sku]: 1 });
    const made = await requestReturn(await staff(), id, { [sku]: 1 }, { refund: "manual" });

    expect([refused.response.status, refused.error?.code, refused.error?.errors?.[0]?.path]).toEqual([
      409,
      "too_late_to_return",
      "lines.0.sku",
    ]);
    expect(made.data).toMatchObject({ status: "APPROVED", refund: "manual", requestedBy: "staff:sam" });
    const asCustomer = await readOrder(customer.api, id);
    expect(asCustomer.policy.returnWithinDays).toBe(0);
    expect(asCustomer.allowedActions).not.toContain("requestReturn");
    expect(asCustomer.returns).toMatchObject([{ requestedBy: "staff" }]);
    expect((await readAsStaff(id)).allowedActions).toEqual(expect.arrayContaining(["requestReturn", "receiveReturn"]));
  });

  test("a customer who says how it is refunded: 403 staff_only", async () => {
    const { customer, id, sku } = await aShippedOrder();

    const { response, error } = await requestReturn(customer.api, id, { [sku]: 1 }, { refund: "auto" });

    expect([response.status, error?.code, error?.errors?.[0]?.path]).toEqual([403, "staff_only", "refund"]);
    expect((await readOrder(customer.api, id)).returns).toEqual([]);
  });

  test("the 21st return: 422 too_many_returns", async () => {
    const order = await aShippedOrder();
    for (let number = 1; number <= 20; number++) {
      await expecting(1, {}, order);
      await step(order.id, "cancel", undefined, undefined, number);
    }

    const { response, error } = await requestReturn(await staff(), order.id, { [order.sku]: 1 });

    expect([response.status, error?.code]).toEqual([422, "too_many_returns"]);
  }, 60_000);
});

describe("deciding", () => {
  test("approved and rejected at the same time: one of them, the other is refused; repeating it changes nothing", async () => {
    const { customer, id, sku } = await aShippedOrder();
    dataOf(await requestReturn(customer.api, id, { [sku]: 1 }));

    const answers = await Promise.all([
      step(id, "approve", { refund: "manual" }),
      step(id, "reject", { reason: "Worn" }),
    ]);
    const { status } = await readReturn(id);
    const { version } = await storedOrder(id);
    const [approve, reject] = await Promise.all([
      step(id, "approve", { refund: "manual" }),
      step(id, "reject", { reason: "Worn" }),
    ]);

    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 409]);
    const [again, refused] = status === "APPROVED" ? [approve, reject] : [reject, approve];
    expect(again?.status).toBe(200);
    expect([refused?.status, refused && (await problemIn(refused)).code]).toEqual([409, "invalid_state_transition"]);
    expect((await storedOrder(id)).version).toBe(version);
  });

  test("a rejected return shows its reason to the customer, and its units may be asked for again", async () => {
    const { customer, id, sku } = await aShippedOrder();
    dataOf(await requestReturn(customer.api, id, { [sku]: 4 }));

    await step(id, "reject", { reason: "The seal is broken" });
    const { returns } = await readOrder(customer.api, id);

    expect(returns).toMatchObject([{ status: "REJECTED", rejectionReason: "The seal is broken" }]);
    expect((await requestReturn(customer.api, id, { [sku]: 4 })).data?.number).toBe(2);
  });

  test("cancelled by its customer, who cannot cancel one that the shop made, nor anybody one of which units came", async () => {
    const order = await aShippedOrder();
    const { customer, id, sku } = order;
    dataOf(await requestReturn(customer.api, id, { [sku]: 1 }));
    await expecting(2, {}, order);

    const own = await step(id, "cancel", undefined, customer.bearer);
    const again = await step(id, "cancel", undefined, customer.bearer);
    const shops = await step(id, "cancel", undefined, customer.bearer, 2);
    dataOf(await receive(id, { [sku]: 1 }, {}, undefined, 2));
    const received = await step(id, "cancel", undefined, undefined, 2);

    expect([own.status, again.status]).toEqual([200, 200]);
    expect([shops.status, (await problemIn(shops)).code]).toEqual([403, "staff_only"]);
    expect([received.status, (await problemIn(received)).code]).toEqual([409, "invalid_state_transition"]);
  });

  test.each<[string, string, unknown]>([
    ["rejected", "reject", { reason: "Worn" }],
    ["cancelled", "cancel", undefined],
  ])("one that was %s is approved, or received: 409, nothing is stored", async (_, end, reason) => {
    const { id, sku } = await anAskedFor();
    await step(id, end, reason);
    const { version } = await storedOrder(id);

    const approved = await problemIn(await step(id, "approve", {}));
    const received = await receive(id, { [sku]: 1 });

    expect([approved.status, approved.code]).toEqual([409, "invalid_state_transition"]);
    expect([received.response.status, received.error?.code]).toEqual([409, "invalid_state_transition"]);
    expect((await storedOrder(id)).version).toBe(version);
    expect(await readStock(sku)).toEqual({ available: 6, reserved: 0 });
  });

  test("a return that the order does not have, or of another customer: 404", async () => {
    const { id } = await aShippedOrder();
    const stranger = await aCustomer();

    const missing = await step(id, "approve", {});
    const strange = await stranger.api.GET("/orders/{orderId}/returns", { params: { path: { orderId: id } } });

    expect([missing.status, (await problemIn(missing)).code]).toEqual([404, "not_found"]);
    expect([strange.response.status, strange.error?.code]).toEqual([404, "not_found"]);
  });
});

describe("receiving", () => {
  test("the same key again: nothing more is received or refunded; with another body: 422", async () => {
    const { id, sku } = await expecting();
    const key = randomUUID();

    const answers = await Promise.all([1, 2].map(() => receive(id, { [sku]: 1 }, {}, key)));
    const { version } = await storedOrder(id);
    const again = await receive(id, { [sku]: 1 }, {}, key);
    const other = await receive(id, { [sku]: 2 }, {}, key);

    expect(answers.map(({ response }) => response.ok)).toEqual([true, true]);
    expect([again.response.status, again.response.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
    expect([other.response.status, other.error?.code]).toEqual([422, "idempotency_key_reused"]);
    expect((await storedOrder(id)).version).toBe(version);
    expect(await readReturn(id)).toMatchObject({ lines: [{ restocked: 1 }], refunded: euros(1_000) });
    expect(await readStock(sku)).toEqual({ available: 7, reserved: 0 });
  });

  test("two parts at the same time: both are received", async () => {
    const { id, sku } = await expecting();

    const answers = await Promise.all([receive(id, { [sku]: 1 }), receive(id, { [sku]: 2 })]);

    for (const { response } of answers) expect(response.ok).toBe(true);
    expect(await readReturn(id)).toMatchObject({ status: "RECEIVED", refunded: euros(3_000) });
    expect(await readStock(sku)).toEqual({ available: 9, reserved: 0 });
  });

  test("at another location: its stock has them, an unknown one is refused", async () => {
    const { id, sku } = await expecting();
    const location = unique("hall").toLowerCase();
    const api = await staff();
    dataOf(await api.POST("/locations", { body: { id: location, name: "Hall", priority: 900 } }));

    const unknown = await receive(id, { [sku]: 1 }, { location: unique("nowhere") });
    dataOf(await receive(id, { [sku]: 1 }, { location }));

    expect([unknown.response.status, unknown.error?.code, unknown.error?.errors?.[0]?.path]).toEqual([
      422,
      "unknown_location",
      "location",
    ]);
    expect(await readLedger(sku)).toMatchObject([{ location, quantity: 1, returnNumber: 1 }]);
  });

  test("more than expected, another SKU, before its approval, after its end: refused, and nothing is stored", async () => {
    const order = await aShippedOrder();
    const { customer, id, sku } = order;
    dataOf(await requestReturn(customer.api, id, { [sku]: 1 }));
    await expecting(2, {}, order);
    const { version } = await storedOrder(id);

    const unapproved = await receive(id, { [sku]: 1 });
    const tooMany = await receive(id, { [sku]: 3 }, {}, undefined, 2);
    const unknown = await receive(id, { [unique("SKU").toUpperCase()]: 1 }, {}, undefined, 2);
    const nothing = await receive(id, {}, { close: true }, undefined, 2);
    const stillStored = (await storedOrder(id)).version;
    dataOf(await receive(id, { [sku]: 2 }, {}, undefined, 2));
    const after = await receive(id, { [sku]: 1 }, {}, undefined, 2);

    expect([unapproved.response.status, unapproved.error?.code]).toEqual([409, "invalid_state_transition"]);
    expect([tooMany.response.status, tooMany.error?.code, tooMany.error?.errors?.[0]?.path]).toEqual([
      409,
      "too_many_units",
      "lines.0",
    ]);
    expect([unknown.response.status, unknown.error?.code, unknown.error?.errors?.[0]?.path]).toEqual([
      422,
      "unknown_line",
      "lines.0.sku",
    ]);
    expect([nothing.response.status, nothing.error?.code]).toEqual([409, "nothing_received"]);
    expect(stillStored).toBe(version);
    expect([after.response.status, after.error?.code]).toEqual([409, "invalid_state_transition"]);
  });

  test("the 31st part: 422 too_many_receipts, nothing is stored; with close it is received", async () => {
    const [sku, customer] = [await aProduct({ price: 100, stock: 32 }), await aCustomer()];
    const { id } = await aPackedOrder(customer.api, orderOf(sku, 32));
    dataOf(await advance(id, shipped));
    await expecting(32, { refund: "manual" }, { customer, id, sku });
    for (let part = 1; part <= 30; part++) dataOf(await receive(id, { [sku]: 1 }));
    const { version } = await storedOrder(id);

    const { response, error } = await receive(id, { [sku]: 1 });

    expect([response.status, error?.code]).toEqual([422, "too_many_receipts"]);
    expect((await storedOrder(id)).version).toBe(version);
    expect(await readStock(sku)).toEqual({ available: 30, reserved: 0 });
    expect(dataOf(await receive(id, { [sku]: 1 }, { close: true }))).toMatchObject({
      status: "RECEIVED",
      lines: [{ quantity: 32, restocked: 31 }],
    });
  });

  test("units that were refunded by hand before they came are not refunded again", async () => {
    const { id, sku } = await expecting(2);
    const refund = { lines: [{ sku, quantity: 1 }], reason: "Returned" };
    const bearer = await token("staff", "sam");
    await raw(`/payments/${id}/refund`, json("POST", { bearer, body: refund, idempotencyKey: randomUUID() }));

    dataOf(await receive(id, { [sku]: 2 }));

    expect((await readAsStaff(id)).payment.refunded).toEqual(euros(2_000));
    expect(await readReturn(id)).toMatchObject({ refunded: euros(1_000) });
  });

  test("the shipping charge: once for each order, and only where it is refunded by itself", async () => {
    const charges = [{ kind: "shipping" as const, name: "Parcel", amount: euros(490) }];
    const order = await expecting(3, {}, await aShippedOrder({ charges }));
    const { id, sku } = order;

    const manual = await receive(id, { [sku]: 1 }, { refundShipping: true, refund: "manual" });
    dataOf(await receive(id, { [sku]: 1 }, { refundShipping: true }));
    const again = await receive(id, { [sku]: 1 }, { refundShipping: true });
    const without = await expecting();
    const none = await receive(without.id, { [without.sku]: 1 }, { refundShipping: true });

    for (const { response, error } of [manual, again, none]) {
      expect([response.status, error?.code, error?.errors?.[0]?.path]).toEqual([
        409,
        "shipping_not_refundable",
        "refundShipping",
      ]);
    }
    expect((await readReturn(id)).refunded).toEqual(euros(1_490));
  });

  test("a refund that the bank refuses: the units are received, a person decides about the money", async () => {
    const order = await aShippedOrder({ paymentMethod: "pm_sandbox_refund_refused" });
    const { id, sku } = await expecting(3, {}, order);

    const received = dataOf(await receive(id, { [sku]: 3 }));

    expect(received).toMatchObject({ status: "RECEIVED", refunded: euros(0) });
    expect((await readAsStaff(id)).payment.refunds).toMatchObject([{ state: "REFUSED", returnNumber: 1 }]);
  });

  test("everything of an order that was captured in 13 parts: each part is given back", async () => {
    const [sku, customer] = [await aProduct({ price: 1_000, stock: 13 }), await aCustomer()];
    const policy = { captureAt: "eachShipment", paymentMethod: "pm_sandbox_multicapture" } as const;
    const body = orderOf(sku, 13, { customerId: customer.name, ...policy });
    const { id } = await anOrderWithShipment(await staff(), body);
    const leave = async (number: number) => {
      dataOf(await advance(id, packed, undefined, number));
      dataOf(await advance(id, shipped, undefined, number));
    };
    for (let parcels = 1; parcels < 13; parcels++) await leave(dataOf(await split(id, { [sku]: 1 })).number);
    await leave(1);
    await expecting(13, {}, { customer, id, sku });

    const received = await receive(id, { [sku]: 13 });

    // The client sends a request again that is answered with 500.
    expect([received.response.status, received.response.headers.has("idempotent-replayed")]).toEqual([200, false]);
    expect(received.data).toMatchObject({ status: "RECEIVED", refunded: euros(13_000) });
    const { payment } = await readAsStaff(id);
    expect(payment.refunds.map(({ amount, state }) => [amount.amount, state])).toEqual(
      Array.from({ length: 13 }, () => [1_000, "DONE"]),
    );
  }, 60_000);

  test("while the rest of the order is cancelled: each unit is refunded once", async () => {
    const sku = await aProduct({ price: 1_000 });
    const customer = await aCustomer();
    const body = orderOf(sku, 4, { customerId: customer.name });
    const api = await staff();
    const { id } = dataOf(await place(api, body));
    await eventually(
      () => readOrder(api, id),
      ({ shipments }) => shipments.length > 0,
    );
    dataOf(await split(id, { [sku]: 3 }));
    dataOf(await advance(id, { status: "PACKED" }, undefined, 2));
    dataOf(await advance(id, { status: "SHIPPED", carrier: "DHL", trackingNumbers: ["1"] }, undefined, 2));
    await expecting(2, {}, { customer, id, sku });

    await Promise.all([receive(id, { [sku]: 2 }), cancel(api, id)]);

    const settled = await eventually(
      () => readOrder(api, id),
      ({ payment }) => payment.refunded.amount === 3_000,
    );
    expect(settled).toMatchObject({ status: "SHIPPED", lines: [{ shipped: 3, cancelled: 1, returned: 2 }] });
    expect(await readStock(sku)).toEqual({ available: 9, reserved: 0 });
  });
});

describe("an exchange", () => {
  const inExchange = ({ customer, id }: ShippedOrder, returnNumber = 1) => ({
    customerId: customer.name,
    exchangeFor: { orderId: id, returnNumber },
  });

  test("both orders name each other; the same key again changes nothing, another order is refused", async () => {
    const order = await expecting();
    const other = await aProduct();
    const [api, key] = [await staff(), randomUUID()];
    const body = orderOf(other, 1, inExchange(order));

    const placed = dataOf(await place(api, body, key));
    const { version } = await storedOrder(order.id);
    const again = await place(api, body, key);
    const second = await place(api, body);

    expect(placed.exchangeFor).toEqual({ orderId: order.id, returnNumber: 1 });
    expect((await readReturn(order.id)).exchangeOrderId).toBe(placed.id);
    expect(again.data?.id).toBe(placed.id);
    expect([second.response.status, second.error?.code]).toEqual([409, "not_exchangeable"]);
    expect((await storedOrder(order.id)).version).toBe(version);
    expect(await readStock(other)).toEqual({ available: 9, reserved: 1 });
  });

  test("the same request four times at the same time: one order, and everybody is told of it", async () => {
    const order = await expecting();
    const sku = await aProduct();
    const [api, key, body] = [await staff(), randomUUID(), orderOf(sku, 1, inExchange(order))];

    const answers = await Promise.all(Array.from({ length: 4 }, () => place(api, body, key)));

    const { exchangeOrderId } = await readReturn(order.id);
    for (const { data } of answers) expect(data?.id).toBe(exchangeOrderId);
    expect(await readStock(sku)).toEqual({ available: 9, reserved: 1 });
  });

  test("of a return that is not approved: refused; one that was exchanged is the shop's to cancel", async () => {
    const order = await aShippedOrder();
    dataOf(await requestReturn(order.customer.api, order.id, { [order.sku]: 1 }));
    const [api, body] = [await staff(), orderOf(await aProduct(), 1, inExchange(order))];

    const early = await place(api, body);
    await step(order.id, "approve", {});
    dataOf(await place(api, body));
    const cancelled = await step(order.id, "cancel", undefined, order.customer.bearer);

    expect([early.response.status, early.error?.code]).toEqual([409, "not_exchangeable"]);
    expect([cancelled.status, (await problemIn(cancelled)).code]).toEqual([403, "staff_only"]);
    expect(await readReturn(order.id)).toMatchObject({ status: "APPROVED" });
  });

  test("out of stock: FAILED, and the return names no order", async () => {
    const order = await expecting();

    const failed = dataOf(await place(await staff(), orderOf(order.sku, 999, inExchange(order))));

    expect(failed.status).toBe("FAILED");
    expect(await readReturn(order.id)).not.toHaveProperty("exchangeOrderId");
  });

  test("a return that there is not, of another customer, or rejected: refused, and nothing is held", async () => {
    const order = await expecting();
    const stranger = await aCustomer();
    const api = await staff();
    const sku = await aProduct();

    const missing = await place(api, orderOf(sku, 1, inExchange(order, 2)));
    const strange = await place(api, orderOf(sku, 1, { ...inExchange(order), customerId: stranger.name }));
    await step(order.id, "cancel");
    const over = await place(api, orderOf(sku, 1, inExchange(order)));

    for (const { response, error } of [missing, strange]) {
      expect([response.status, error?.code, error?.errors?.[0]?.path]).toEqual([422, "unknown_return", "exchangeFor"]);
    }
    expect([over.response.status, over.error?.code]).toEqual([409, "not_exchangeable"]);
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  const orderId = "ord_p1g2ky6srvh47rjeyt4av8nsevjm13dc";
  test.each<[string, unknown, string]>([
    ["no order", { returnNumber: 1 }, "exchangeFor.orderId"],
    ["an order that is none", { orderId: "ord_1", returnNumber: 1 }, "exchangeFor.orderId"],
    ["return 0", { orderId, returnNumber: 0 }, "exchangeFor.returnNumber"],
    ["return 10000", { orderId, returnNumber: 10_000 }, "exchangeFor.returnNumber"],
    ["return 1.5", { orderId, returnNumber: 1.5 }, "exchangeFor.returnNumber"],
    ["a text as number", { orderId, returnNumber: "1" }, "exchangeFor.returnNumber"],
    ["an unknown field", { orderId, returnNumber: 1, sku: "A" }, "exchangeFor.sku"],
    ["a text", orderId, "exchangeFor"],
  ])("for %s: 400, and nothing is held", async (_, exchangeFor, path) => {
    const sku = await theProduct;
    const body = { ...orderOf(sku, 1, { customerId: "alice" }), exchangeFor };

    const answer = await postOrder(await token("staff", "sam"), body, randomUUID());

    const { status, code, errors } = await problemIn(answer);
    expect([status, code, errors?.map((one) => one.path)]).toEqual([400, "invalid_request", [path]]);
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  test("a customer: 403 staff_only", async () => {
    const order = await expecting();
    const { exchangeFor } = inExchange(order);

    const { response, error } = await place(order.customer.api, orderOf(order.sku, 1, { exchangeFor }));

    expect([response.status, error?.code, error?.errors?.[0]?.path]).toEqual([403, "staff_only", "exchangeFor"]);
  });
});

describe("each field, refused: exact status, code and path", () => {
  const aLine = (sku: string) => ({ sku, quantity: 1 });

  test.each<[string, (sku: string) => unknown, string]>([
    ["no lines", () => ({ lines: [], reason: "R" }), "lines"],
    ["31 lines", () => ({ lines: Array.from({ length: 31 }, (_, n) => aLine(`S-${n}`)), reason: "R" }), "lines"],
    ["a SKU twice", (sku) => ({ lines: [aLine(sku), aLine(sku)], reason: "R" }), "lines"],
    ["no unit", (sku) => ({ lines: [{ sku, quantity: 0 }], reason: "R" }), "lines.0.quantity"],
    ["half a unit", (sku) => ({ lines: [{ sku, quantity: 0.5 }], reason: "R" }), "lines.0.quantity"],
    ["a text as quantity", (sku) => ({ lines: [{ sku, quantity: "1" }], reason: "R" }), "lines.0.quantity"],
    ["too many units", (sku) => ({ lines: [{ sku, quantity: 100_001 }], reason: "R" }), "lines.0.quantity"],
    ["lines as a text", (sku) => ({ lines: sku, reason: "R" }), "lines"],
    ["an unknown reason", (sku) => ({ lines: [{ ...aLine(sku), reason: "ugly" }], reason: "R" }), "lines.0.reason"],
    ["an unknown field of a line", (sku) => ({ lines: [{ ...aLine(sku), price: 1 }], reason: "R" }), "lines.0.price"],
    ["no reason", (sku) => ({ lines: [aLine(sku)] }), "reason"],
    ["a blank reason", (sku) => ({ lines: [aLine(sku)], reason: " " }), "reason"],
    ["a number as reason", (sku) => ({ lines: [aLine(sku)], reason: 7 }), "reason"],
    ["a long reason", (sku) => ({ lines: [aLine(sku)], reason: "r".repeat(501) }), "reason"],
    ["an unknown refund", (sku) => ({ lines: [aLine(sku)], reason: "R", refund: "never" }), "refund"],
    ["an unknown field", (sku) => ({ lines: [aLine(sku)], reason: "R", close: true }), "close"],
  ])("a new return with %s", async (_, body, path) => {
    const { id, sku } = await theOrder;
    const { version } = await storedOrder(id);
    const bearer = await token("staff", "sam");

    const answer = await raw(`/orders/${id}/returns`, json("POST", { bearer, body: body(sku), idempotencyKey: "k-1" }));

    const { status, code, errors } = await problemIn(answer);
    expect([status, code, errors?.map((one) => one.path)]).toEqual([400, "invalid_request", [path]]);
    expect(await storedOrder(id)).toMatchObject({ version, returns: [] });
  });

  test.each<[string, (sku: string) => unknown, string]>([
    ["nothing, and not closed", () => ({ lines: [] }), "lines"],
    ["no lines", () => ({ close: true }), "lines"],
    ["a SKU twice", (sku) => ({ lines: [1, 1].map((restock) => ({ sku, restock })) }), "lines"],
    ["no unit", (sku) => ({ lines: [{ sku }] }), "lines.0.restock"],
    ["fewer than none", (sku) => ({ lines: [{ sku, restock: -1, writeOff: 2 }] }), "lines.0.restock"],
    ["a text as units", (sku) => ({ lines: [{ sku, restock: "1" }] }), "lines.0.restock"],
    ["half a unit", (sku) => ({ lines: [{ sku, restock: 0.5 }] }), "lines.0.restock"],
    ["fewer than none written off", (sku) => ({ lines: [{ sku, restock: 2, writeOff: -1 }] }), "lines.0.writeOff"],
    ["too many", (sku) => ({ lines: [{ sku, writeOff: 100_001 }] }), "lines.0.writeOff"],
    ["an unknown field of a line", (sku) => ({ lines: [{ sku, restock: 1, price: 1 }] }), "lines.0.price"],
    ["31 lines", () => ({ lines: Array.from({ length: 31 }, (_, n) => ({ sku: `S-${n}`, restock: 1 })) }), "lines"],
    ["a location that is none", (sku) => ({ lines: [{ sku, restock: 1 }], location: "Berlin!" }), "location"],
    ["close as a text", (sku) => ({ lines: [{ sku, restock: 1 }], close: "yes" }), "close"],
    ["an unknown refund", (sku) => ({ lines: [{ sku, restock: 1 }], refund: true }), "refund"],
    ["refundShipping as a number", (sku) => ({ lines: [{ sku, restock: 1 }], refundShipping: 490 }), "refundShipping"],
    ["an unknown field", (sku) => ({ lines: [{ sku, restock: 1 }], amount: 1 }), "amount"],
  ])("a receipt with %s", async (_, body, path) => {
    const { id, sku } = await theExpected;
    const { version } = await storedOrder(id);
    const bearer = await token("staff", "sam");

    const answer = await raw(
      `/orders/${id}/returns/1/receive`,
      json("POST", { bearer, body: body(sku), idempotencyKey: "k-1" }),
    );

    const { status, code, errors } = await problemIn(answer);
    expect([status, code, errors?.map((one) => one.path)]).toEqual([400, "invalid_request", [path]]);
    expect(await storedOrder(id)).toMatchObject({ version, returns: [{ status: "APPROVED", receipts: [] }] });
    expect(await readStock(sku)).toEqual({ available: 6, reserved: 0 });
  });

  test.each<[string, string, object, string]>([
    ["approve", "an unknown refund", { refund: "later" }, "refund"],
    ["approve", "a refund that is no text", { refund: true }, "refund"],
    ["approve", "an unknown field", { reason: "Fine" }, "reason"],
    ["reject", "no reason", {}, "reason"],
    ["reject", "an empty reason", { reason: "" }, "reason"],
    ["reject", "a reason of 501 characters", { reason: "r".repeat(501) }, "reason"],
    ["reject", "an unknown field", { reason: "Worn", refund: "auto" }, "refund"],
  ])("%s with %s", async (name, _, body, path) => {
    const { id } = await theRequested;
    const { version } = await storedOrder(id);

    const { status, code, errors } = await problemIn(await step(id, name, body));

    expect([status, code, errors?.map((one) => one.path)]).toEqual([400, "invalid_request", [path]]);
    expect(await storedOrder(id)).toMatchObject({ version, returns: [{ status: "REQUESTED" }] });
  });

  test("a number that is none: 404; no Idempotency-Key: 400", async () => {
    const { id, sku } = await expecting();
    const bearer = await token("staff", "sam");
    const body = { lines: [{ sku, restock: 1 }] };

    const zero = await problemIn(await step(id, "approve", {}, undefined, 0));
    const keyless = await problemIn(await raw(`/orders/${id}/returns/1/receive`, json("POST", { bearer, body })));

    expect([zero.status, zero.code]).toEqual([404, "not_found"]);
    expect([keyless.status, keyless.code]).toEqual([400, "idempotency_key_missing"]);
  });

  test("a customer approves, rejects or receives: 403, nothing is stored", async () => {
    const { customer, id, sku } = await expecting();
    const { version } = await storedOrder(id);
    const receipt = { lines: [{ sku, restock: 1 }] };

    const steps = await Promise.all([
      step(id, "approve", {}, customer.bearer),
      step(id, "reject", { reason: "Worn" }, customer.bearer),
      raw(
        `/orders/${id}/returns/1/receive`,
        json("POST", { bearer: customer.bearer, body: receipt, idempotencyKey: "k-1" }),
      ),
    ]);

    const problems = await Promise.all(steps.map(problemIn));
    expect(problems.map(({ status, code }) => [status, code])).toEqual([1, 2, 3].map(() => [403, "forbidden"]));
    expect(await storedOrder(id)).toMatchObject({ version, returns: [{ status: "APPROVED", receipts: [] }] });
    expect(await readStock(sku)).toEqual({ available: 6, reserved: 0 });
  });
});

/** Of the requests that are refused: with no return, with one that waits for a decision, and with one that is expected. */
const [theOrder, theRequested, theExpected] = [aShippedOrder(), anAskedFor(), expecting()];
const theProduct = aProduct();

test("a service makes, approves and receives returns", async () => {
  const { customer, id, sku } = await aShippedOrder();
  const service = apiAs(await token("service", "erp"));
  dataOf(await requestReturn(customer.api, id, { [sku]: 1 }));
  const path = { orderId: id, number: 1 };

  dataOf(await service.POST("/orders/{orderId}/returns/{number}/approve", { params: { path }, body: {} }));
  const received = await service.POST("/orders/{orderId}/returns/{number}/receive", {
    params: { path, header: { "Idempotency-Key": randomUUID() } },
    body: { lines: [{ sku, restock: 1 }] },
  });

  expect(received.data).toMatchObject({ status: "RECEIVED" });
});
