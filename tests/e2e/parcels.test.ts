import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { eventually } from "./eventually.ts";
import { advance, anOrderWithShipment, cancel, delivered, edit, packed, shipped, split } from "./fulfilment.ts";
import { json, problemIn, raw } from "./raw.ts";
import { aCustomer, aProduct, type NewOrder, orderOf, readOrder, readStock } from "./shop.ts";
import { storedOrder } from "./stored-order.ts";

const euros = (amount: number) => ({ amount, currency: "EUR" });

/** Four units at 10.00 EUR, confirmed. */
async function fourUnits(more: Partial<NewOrder> = {}) {
  const sku = await aProduct({ price: 1_000 });
  const { api, name } = await aCustomer();
  const order = await anOrderWithShipment(await staff(), orderOf(sku, 4, { customerId: name, ...more }));
  return { api, order, id: order.id, sku };
}

async function send(id: string, number: number) {
  dataOf(await advance(id, packed, undefined, number));
  dataOf(await advance(id, shipped, undefined, number));
}

test("a pending shipment is split: the units move to a shipment of their own, 201 with it", async () => {
  const { api, id, sku } = await fourUnits();

  const { response, data } = await split(id, { [sku]: 3 });

  expect(response.status).toBe(201);
  expect(data).toMatchObject({ orderId: id, number: 2, status: "PENDING", lines: [{ sku, quantity: 3 }] });
  expect((await readOrder(api, id)).shipments).toMatchObject([
    { number: 1, status: "PENDING", lines: [{ sku, quantity: 1 }] },
    { number: 2, status: "PENDING", lines: [{ sku, quantity: 3 }] },
  ]);
});

test("all units of a pending shipment: it is CANCELLED, the new one has them", async () => {
  const { api, id, sku } = await fourUnits();

  dataOf(await split(id, { [sku]: 4 }));

  expect((await readOrder(api, id)).shipments).toMatchObject([
    { number: 1, status: "CANCELLED", lines: [] },
    { number: 2, status: "PENDING", lines: [{ sku, quantity: 4 }] },
  ]);
});

test("the same key again, also concurrently: one shipment; with another body: 422", async () => {
  const { api, id, sku } = await fourUnits();
  const key = randomUUID();

  const answers = await Promise.all([split(id, { [sku]: 1 }, key), split(id, { [sku]: 1 }, key)]);
  const other = await split(id, { [sku]: 2 }, key);

  expect(answers.map(({ response }) => response.status)).toEqual([201, 201]);
  expect(answers.map(({ data }) => data?.number)).toEqual([2, 2]);
  expect(answers.filter(({ response }) => response.headers.has("idempotent-replayed"))).toHaveLength(1);
  expect([other.response.status, other.error?.code]).toEqual([422, "idempotency_key_reused"]);
  expect((await readOrder(api, id)).shipments).toHaveLength(2);
});

test("capture at the first shipment: all is captured when the first of two leaves; statuses follow each", async () => {
  const { api, id, sku } = await fourUnits();
  dataOf(await split(id, { [sku]: 1 }));

  await send(id, 2);
  const partly = await readOrder(api, id);
  await send(id, 1);
  const whole = await readOrder(api, id);
  dataOf(await advance(id, delivered, undefined, 1));
  const half = await readOrder(api, id);
  dataOf(await advance(id, delivered, undefined, 2));

  expect(partly).toMatchObject({
    status: "PARTIALLY_SHIPPED",
    shippingStatus: "PARTIALLY_SHIPPED",
    lines: [{ status: "PARTIALLY_SHIPPED", open: 3, shipped: 1 }],
    payment: { captured: euros(4_000) },
  });
  expect(whole).toMatchObject({ status: "SHIPPED", shippingStatus: "SHIPPED", payment: { captured: euros(4_000) } });
  expect(half).toMatchObject({ status: "SHIPPED", shippingStatus: "PARTIALLY_DELIVERED", lines: [{ delivered: 3 }] });
  expect(await readOrder(api, id)).toMatchObject({ status: "DELIVERED", shippingStatus: "DELIVERED" });
  expect(await readStock(sku)).toEqual({ available: 6, reserved: 0 });
});

test("capture at each shipment: each takes its own part, the charge with the first, and the parts add up", async () => {
  const charges = [{ kind: "shipping" as const, name: "Parcel", amount: euros(490) }];
  const discounts = [{ name: "Autumn", amount: euros(101) }];
  const more = { captureAt: "eachShipment", paymentMethod: "pm_sandbox_multicapture", charges, discounts } as const;
  const { api, id, sku } = await fourUnits(more);
  dataOf(await split(id, { [sku]: 3 }));

  await send(id, 2);
  const first = await readOrder(api, id);
  await send(id, 1);
  const second = await readOrder(api, id);

  expect(first).toMatchObject({ status: "PARTIALLY_SHIPPED", paymentStatus: "PARTIALLY_CAPTURED" });
  expect(first.payment.captured).toEqual(euros(3 * 1_000 - 76 + 490));
  expect(second).toMatchObject({ status: "SHIPPED", paymentStatus: "CAPTURED", total: euros(4_389) });
  expect(second.payment.captured).toEqual(euros(4_389));
});

test("capture at each shipment without several captures: the first one takes it all", async () => {
  const { api, id, sku } = await fourUnits({ captureAt: "eachShipment" });
  dataOf(await split(id, { [sku]: 1 }));

  await send(id, 2);

  expect((await readOrder(api, id)).payment.captured).toEqual(euros(4_000));
});

test("a part is shipped, the rest cancelled: SHIPPED, the rest's stock is released and its money given back", async () => {
  const { api, id, sku } = await fourUnits();
  dataOf(await split(id, { [sku]: 1 }));
  await send(id, 2);

  const cancelled = dataOf(await cancel(await staff(), id));
  const again = dataOf(await cancel(await staff(), id));

  expect(again).toEqual(cancelled);
  expect(cancelled).toMatchObject({
    status: "SHIPPED",
    cancellation: { actor: "staff:sam" },
    total: euros(1_000),
    lines: [{ open: 0, shipped: 1, cancelled: 3 }],
    shipments: [{ status: "CANCELLED" }, { status: "SHIPPED" }],
  });
  expect((await readOrder(api, id)).payment).toMatchObject({ captured: euros(4_000), refunded: euros(3_000) });
  expect(await readStock(sku)).toEqual({ available: 9, reserved: 0 });
});

test("with several captures, only what is shipped is captured, and the rest let go of when it is cancelled", async () => {
  const { api, id, sku } = await fourUnits({
    captureAt: "eachShipment",
    paymentMethod: "pm_sandbox_multicapture",
  });
  dataOf(await split(id, { [sku]: 1 }));
  await send(id, 2);

  dataOf(await edit(await staff(), id, { lines: [{ sku, quantity: 1 }] }));

  expect(await readOrder(api, id)).toMatchObject({
    status: "SHIPPED",
    paymentStatus: "CAPTURED",
    payment: { captured: euros(1_000), refunded: euros(0) },
  });
});

test("split concurrent with packing: the packed shipment keeps its units, or packs what is left", async () => {
  for (let round = 0; round < 4; round++) {
    const { api, id, sku } = await fourUnits();

    const [made, packing] = await Promise.all([split(id, { [sku]: 3 }), advance(id, packed)]);

    expect(packing.response.status).toBe(200);
    expect([201, 409]).toContain(made.response.status);
    const { shipments } = await readOrder(api, id);
    const units = shipments.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
    expect(units).toBe(4);
    if (made.response.status === 409) expect(made.error?.code).toBe("units_not_free");
  }
});

describe("refused: exact code and path, the order stays as it is", () => {
  test.each<[string, object, string]>([
    ["no lines", {}, "lines"],
    ["an empty list", { lines: [] }, "lines"],
    ["lines of a wrong type", { lines: "all" }, "lines"],
    ["0 units", { lines: [{ sku: "A", quantity: 0 }] }, "lines.0.quantity"],
    ["a text as quantity", { lines: [{ sku: "A", quantity: "1" }] }, "lines.0.quantity"],
    ["no SKU", { lines: [{ quantity: 1 }] }, "lines.0.sku"],
    [
      "a SKU twice",
      {
        lines: [
          { sku: "A", quantity: 1 },
          { sku: "A", quantity: 1 },
        ],
      },
      "lines",
    ],
    ["an unknown field", { lines: [{ sku: "A", quantity: 1 }], carrier: "DHL" }, "carrier"],
    ["31 lines", { lines: Array.from({ length: 31 }, (_, n) => ({ sku: `A-${n}`, quantity: 1 })) }, "lines"],
  ])("%s: 400", async (_, body, path) => {
    const { id, order } = await theOrder;

    const response = await raw(
      `/orders/${id}/shipments`,
      json("POST", { bearer: await token("staff", "sam"), body, idempotencyKey: randomUUID() }),
    );

    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path }] });
    expect((await storedOrder(id)).version).toBe(order.version);
  });

  test("a SKU that is not in the order: 422; more units than are free: 409", async () => {
    const { id, order, sku } = await theOrder;

    const answers = [await split(id, { "NO-SUCH-SKU": 1 }), await split(id, { [sku]: 5 })];

    expect(answers.map(({ response }) => response.status)).toEqual([422, 409]);
    expect(answers.map(({ error }) => [error?.code, error?.errors?.[0]])).toMatchObject([
      ["unknown_line", { path: "lines.0.sku" }],
      ["units_not_free", { path: "lines.0.quantity", message: "must be at most 4" }],
    ]);
    expect((await storedOrder(id)).version).toBe(order.version);
  });

  test("an order that has ended: 409 invalid_state_transition", async () => {
    const { api, id, sku } = await fourUnits();
    await cancel(api, id);

    const { response, error } = await split(id, { [sku]: 1 });

    expect([response.status, error?.code]).toEqual([409, "invalid_state_transition"]);
  });

  test("a customer: 403", async () => {
    const { id, sku, api } = await theOrder;

    const { response, error } = await api.POST("/orders/{orderId}/shipments", {
      params: { path: { orderId: id }, header: { "Idempotency-Key": randomUUID() } },
      body: { lines: [{ sku, quantity: 1 }] },
    });

    expect([response.status, error?.code]).toEqual([403, "forbidden"]);
  });

  test("more than 20 shipments: 422 too_many_shipments", async () => {
    const sku = await aProduct({ price: 100, stock: 30 });
    const { api } = await aCustomer();
    const { id } = await anOrderWithShipment(api, orderOf(sku, 30));
    for (let number = 2; number <= 20; number++) dataOf(await split(id, { [sku]: 1 }));

    const { response, error } = await split(id, { [sku]: 1 });

    expect([response.status, error?.code]).toEqual([422, "too_many_shipments"]);
    expect((await readOrder(await staff(), id)).allowedActions).not.toContain("splitShipment");
  });
});

/** Of the requests that are refused. */
const theOrder = fourUnits();

test("a SKU that was added while everything is packed gets a shipment of its own", async () => {
  const { id, sku } = await fourUnits();
  const lamp = await aProduct({ price: 500 });
  dataOf(await edit(await staff(), id, { lines: [{ sku, quantity: 3 }] }));
  dataOf(await advance(id, packed));

  dataOf(await edit(await staff(), id, { lines: [{ sku: lamp, quantity: 2 }] }));
  dataOf(await split(id, { [lamp]: 2 }));

  const { shipments } = await eventually(
    async () => readOrder(await staff(), id),
    ({ shipments }) => shipments.length === 2,
  );
  expect(shipments).toMatchObject([{ status: "PACKED" }, { lines: [{ sku: lamp, quantity: 2 }] }]);
});
