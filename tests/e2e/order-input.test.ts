import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { json, problemIn, raw } from "./raw.ts";
import { aCustomer, address, aProduct, orderOf, place, readStock } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

const euros = (amount: number) => ({ amount, currency: "EUR" });

test("staff place with own prices, charges, discounts and details: amounts add up, and all is shown", async () => {
  const [mug, pen] = await Promise.all([aProduct({ price: 1_000 }), aProduct({ price: 500 })]);
  const { name, api } = await aCustomer();
  const details = {
    email: "alice@example.com",
    billingAddress: { ...address, city: "Bonn" },
    reference: "PO-4711",
    metadata: { channel: "phone" },
  };
  const body = orderOf(mug, 1, {
    customerId: name,
    items: [
      { sku: mug, quantity: 2, unitPrice: euros(800), taxRate: 700 },
      { sku: pen, quantity: 1 },
    ],
    charges: [{ kind: "shipping", name: "Parcel", amount: euros(490), taxRate: 1_900 }],
    discounts: [{ name: "Autumn", amount: euros(210) }],
    expectedTotal: euros(2_380),
    captureAt: "eachShipment",
    paymentHoldSeconds: 3_600,
    customerMayCancelUntil: "PENDING",
    returnWithinDays: 14,
    ...details,
  });

  const order = dataOf(await place(await staff(), body));
  const shown = dataOf(await api.GET("/orders/{orderId}", { params: { path: { orderId: order.id } } }));

  expect(order).toMatchObject({
    ...details,
    status: "CONFIRMED",
    placedBy: "staff:sam",
    policy: {
      captureAt: "eachShipment",
      paymentHoldSeconds: 3_600,
      customerMayCancelUntil: "PENDING",
      returnWithinDays: 14,
    },
    holdUntil: expect.any(String),
    lines: [
      { unitPrice: euros(800), gross: euros(1_600), discount: euros(160), total: euros(1_440), taxRate: 700 },
      { unitPrice: euros(500), gross: euros(500), discount: euros(50), total: euros(450), taxRate: 1_900 },
    ],
    charges: [{ kind: "shipping", name: "Parcel", amount: euros(490), taxRate: 1_900 }],
    discounts: [{ name: "Autumn", amount: euros(210) }],
    subtotal: euros(2_100),
    discountTotal: euros(210),
    chargeTotal: euros(490),
    total: euros(2_380),
  });
  const taxes = [...order.lines, ...order.charges].map(({ tax }) => tax.amount);
  expect(order.taxTotal.amount).toBe(taxes.reduce((sum, tax) => sum + tax, 0));
  for (const { total, net, tax } of order.lines) expect(net.amount + tax.amount).toBe(total.amount);
  expect(shown).not.toHaveProperty("placedBy");
  expect(await authorizationsOf(order.id)).toMatchObject([{ amount: euros(2_380) }]);
});

test("an order that costs nothing is confirmed at once: no provider is asked", async () => {
  const sku = await aProduct({ price: 1_000 });
  const { name } = await aCustomer();
  const items = [{ sku, quantity: 2, unitPrice: euros(0) }];

  const { response, data } = await place(await staff(), orderOf(sku, 2, { customerId: name, items }));

  expect(response.status).toBe(201);
  expect(data).toMatchObject({ status: "CONFIRMED", paymentStatus: "NOT_REQUIRED", total: euros(0) });
  expect(await authorizationsOf(data?.id ?? "")).toEqual([]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("onShortage cancelLine: the line that is short is cancelled, the rest is placed and paid", async () => {
  const [few, many] = await Promise.all([aProduct({ price: 1_000, stock: 1 }), aProduct({ price: 500, stock: 9 })]);
  const { api } = await aCustomer();
  const items = [
    { sku: few, quantity: 2 },
    { sku: many, quantity: 3 },
  ];

  const order = dataOf(await place(api, orderOf(few, 2, { items, onShortage: "cancelLine" })));

  expect(order).toMatchObject({
    status: "CONFIRMED",
    total: euros(1_500),
    lines: [
      { status: "CANCELLED", cancelled: 2 },
      { status: "RESERVED", open: 3 },
    ],
  });
  expect(await authorizationsOf(order.id)).toMatchObject([{ amount: euros(1_500) }]);
  expect(await readStock(few)).toEqual({ available: 1, reserved: 0 });
});

test("onShortage cancelLine with nothing left: FAILED, out of stock", async () => {
  const sku = await aProduct({ stock: 1 });
  const { api } = await aCustomer();

  const order = dataOf(await place(api, orderOf(sku, 2, { onShortage: "cancelLine" })));

  expect(order).toMatchObject({ status: "FAILED", failure: { reason: "OUT_OF_STOCK" }, total: euros(50_000) });
});

test("expectedTotal of another total: 409 price_changed that says what it costs, nothing is stored", async () => {
  const sku = await aProduct({ price: 1_000 });
  const { api } = await aCustomer();

  const { response, error } = await place(api, orderOf(sku, 2, { expectedTotal: euros(1_999) }));

  expect(response.status).toBe(409);
  expect(error).toMatchObject({
    code: "price_changed",
    errors: [{ path: "expectedTotal", message: "must be 2000 EUR" }],
  });
  expect(dataOf(await api.GET("/customers/me/orders")).data).toEqual([]);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("a service pays by hand: the order is PENDING and holds its stock until it is paid", async () => {
  const sku = await aProduct({ price: 1_000 });
  const { name } = await aCustomer();

  const { response, data } = await place(await staff(), orderOf(sku, 1, { customerId: name, paymentMethod: "manual" }));

  expect(response.status).toBe(202);
  expect(data).toMatchObject({ status: "PENDING", holdUntil: expect.any(String) });
  expect(data?.allowedActions).toContain("recordPayment");
  expect(await readStock(sku)).toEqual({ available: 9, reserved: 1 });
});

const saved = { paymentCustomer: "cus_1", offSession: true };

test("staff pay with a saved method: authorized; staff see whose it is, the customer does not", async () => {
  const sku = await aProduct({ price: 1_000 });
  const { name, api } = await aCustomer();

  const order = dataOf(await place(await staff(), orderOf(sku, 1, { customerId: name, ...saved })));
  const shown = dataOf(await api.GET("/orders/{orderId}", { params: { path: { orderId: order.id } } }));

  expect(order).toMatchObject({
    status: "CONFIRMED",
    payment: { attempts: [{ customer: "cus_1", offSession: true }] },
  });
  expect(JSON.stringify(shown)).not.toMatch(/cus_1|offSession/);
});

test("off-session, and the bank asks the customer: FAILED, the stock is released", async () => {
  const sku = await aProduct({ price: 1_000 });
  const { name } = await aCustomer();
  const body = orderOf(sku, 1, { customerId: name, paymentMethod: "pm_sandbox_action", ...saved });

  const { response, data } = await place(await staff(), body);

  expect(response.status).toBe(201);
  expect(data).toMatchObject({
    status: "FAILED",
    failure: { reason: "PAYMENT_DECLINED" },
    payment: { declineReason: "the customer is not there to act" },
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("a customer who sends what the shop decides: 403 staff_only with each path, nothing is stored", async () => {
  const sku = await aProduct({ price: 1_000 });
  const { api } = await aCustomer();
  const body = orderOf(sku, 1, {
    items: [
      { sku, quantity: 1 },
      { sku, quantity: 1, unitPrice: euros(1), taxRate: 0 },
    ],
    charges: [],
    discounts: [],
    captureAt: "placement",
    paymentHoldSeconds: 0,
    customerMayCancelUntil: "SHIPPED",
    returnWithinDays: 100,
    ...saved,
  });

  const { response, error } = await place(api, body);

  expect(response.status).toBe(403);
  expect(error?.code).toBe("staff_only");
  expect(error?.errors?.map(({ path }) => path)).toEqual([
    "items.1.unitPrice",
    "items.1.taxRate",
    "charges",
    "discounts",
    "captureAt",
    "paymentHoldSeconds",
    "customerMayCancelUntil",
    "returnWithinDays",
    "paymentCustomer",
    "offSession",
  ]);
  expect(dataOf(await api.GET("/customers/me/orders")).data).toEqual([]);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

describe("each field, refused: exact status, code and path", () => {
  const charge = { kind: "shipping", name: "Parcel", amount: euros(1), taxRate: 0 };
  const discount = { name: "Autumn", amount: euros(1) };
  const many = (count: number, one: object) => Array.from({ length: count }, () => one);

  test.each<[string, object, string]>([
    ["a charge of an unknown kind", { charges: [{ ...charge, kind: "tip" }] }, "charges.0.kind"],
    ["a charge of an unknown field", { charges: [{ ...charge, note: "x" }] }, "charges.0.note"],
    ["a negative charge", { charges: [{ ...charge, amount: euros(-1) }] }, "charges.0.amount.amount"],
    ["a charge without a name", { charges: [{ ...charge, name: "" }] }, "charges.0.name"],
    ["a tax rate above 100 %", { charges: [{ ...charge, taxRate: 10_001 }] }, "charges.0.taxRate"],
    ["eleven charges", { charges: many(11, charge) }, "charges"],
    ["charges of a wrong type", { charges: charge }, "charges"],
    ["a discount of half a cent", { discounts: [{ ...discount, amount: euros(0.5) }] }, "discounts.0.amount.amount"],
    ["eleven discounts", { discounts: many(11, discount) }, "discounts"],
    ["an e-mail of a wrong type", { email: 7 }, "email"],
    ["an e-mail that is none", { email: "alice@" }, "email"],
    ["an empty reference", { reference: "" }, "reference"],
    ["metadata of a wrong type", { metadata: ["a"] }, "metadata"],
    ["a total in words", { expectedTotal: "10 EUR" }, "expectedTotal"],
    ["an unknown onShortage", { onShortage: "wait" }, "onShortage"],
    ["an unknown captureAt", { captureAt: "delivery" }, "captureAt"],
    ["a negative hold", { paymentHoldSeconds: -1 }, "paymentHoldSeconds"],
    ["a hold of more than 30 days", { paymentHoldSeconds: 2_592_001 }, "paymentHoldSeconds"],
    ["a payment customer of a wrong type", { paymentCustomer: 7 }, "paymentCustomer"],
    ["a payment customer of 65 characters", { paymentCustomer: "c".repeat(65) }, "paymentCustomer"],
    ["offSession of a wrong type", { ...saved, offSession: "yes" }, "offSession"],
    ["offSession without a payment customer", { offSession: true }, "paymentCustomer"],
    ["a negative returnWithinDays", { returnWithinDays: -1 }, "returnWithinDays"],
    ["an unknown customerMayCancelUntil", { customerMayCancelUntil: "DELIVERED" }, "customerMayCancelUntil"],
    [
      "a unit price without currency",
      { items: [{ sku: "A", quantity: 1, unitPrice: { amount: 1 } }] },
      "items.0.unitPrice.currency",
    ],
    ["a tax rate of a wrong type", { items: [{ sku: "A", quantity: 1, taxRate: "19" }] }, "items.0.taxRate"],
  ])("%s: 400", async (_, more, path) => {
    const body = { ...orderOf("A", 1), customerId: "somebody", ...more };

    const response = await raw(
      "/orders",
      json("POST", { bearer: await token("staff", "sam"), body, idempotencyKey: randomUUID() }),
    );

    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path }] });
  });

  test.each<[string, (sku: string) => object, string, string]>([
    [
      "discounts above the lines",
      () => ({ discounts: [{ name: "All", amount: euros(1_001) }] }),
      "discount_too_large",
      "discounts",
    ],
    [
      "two prices of one SKU",
      (sku) => ({
        items: [
          { sku, quantity: 1 },
          { sku, quantity: 1, unitPrice: euros(1) },
        ],
      }),
      "several_prices",
      "items.1",
    ],
    [
      "a payment customer for money that comes another way",
      () => ({ paymentMethod: "manual", ...saved }),
      "unknown_payment_method",
      "paymentCustomer",
    ],
    ["an unknown payment method", () => ({ paymentMethod: "pm_unknown" }), "unknown_payment_method", "paymentMethod"],
  ])("%s: 422", async (_, more, code, path) => {
    const sku = await aProduct({ price: 1_000 });

    const { response, error } = await place(await staff(), orderOf(sku, 1, { customerId: "somebody", ...more(sku) }));

    expect(response.status).toBe(422);
    expect(error).toMatchObject({ code, errors: [{ path }] });
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  test("a charge in another currency: 422 mixed_currencies", async () => {
    const sku = await aProduct({ price: 1_000 });
    const charges = [{ kind: "fee" as const, name: "Gift wrap", amount: { amount: 100, currency: "USD" } }];

    const { response, error } = await place(await staff(), orderOf(sku, 1, { customerId: "somebody", charges }));

    expect([response.status, error?.code]).toEqual([422, "mixed_currencies"]);
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });
});
