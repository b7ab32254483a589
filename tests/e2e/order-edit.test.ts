import { describe, expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { advance, anOrderWithShipment, aPackedOrder, cancel, edit, packed, shipped, split } from "./fulfilment.ts";
import { json, problemIn, raw } from "./raw.ts";
import { aCustomer, address, aProduct, orderOf, readOrder, readStock, unique } from "./shop.ts";
import { authorizationsOf, storedOrder } from "./stored-order.ts";

const euros = (amount: number) => ({ amount, currency: "EUR" });

/** Three mugs and two pens at 10.00 EUR each, confirmed. */
async function anOrder(more: object = {}) {
  const [mug, pen] = await Promise.all([aProduct({ price: 1_000 }), aProduct({ price: 1_000 })]);
  const { api, name, bearer } = await aCustomer();
  const items = [
    { sku: mug, quantity: 3 },
    { sku: pen, quantity: 2 },
  ];
  const order = await anOrderWithShipment(api, orderOf(mug, 1, { items, ...more }));
  return { api, name, bearer, order, id: order.id, mug, pen };
}

describe("lines", () => {
  test("a customer takes units out: they leave the shipment and the total, and their stock is released", async () => {
    const { api, order, id, mug, pen } = await anOrder();

    const edited = dataOf(await edit(api, id, { lines: [{ sku: mug, quantity: 1 }] }, order.version));

    expect(edited).toMatchObject({
      status: "CONFIRMED",
      total: euros(3_000),
      lines: [
        { sku: mug, quantity: 3, open: 1, cancelled: 2, total: euros(1_000) },
        { sku: pen, open: 2, cancelled: 0 },
      ],
      shipments: [
        {
          status: "PENDING",
          lines: [
            { sku: mug, quantity: 1 },
            { sku: pen, quantity: 2 },
          ],
        },
      ],
    });
    expect(await readStock(mug)).toEqual({ available: 9, reserved: 1 });
    expect(await authorizationsOf(id)).toMatchObject([{ status: "AUTHORIZED", amount: euros(5_000) }]);
  });

  test("what is captured after an edit is what the order costs then", async () => {
    const { api, id, mug } = await anOrder();
    dataOf(await edit(api, id, { lines: [{ sku: mug, quantity: 0 }] }));
    dataOf(await advance(id, packed));

    const { data } = await advance(id, shipped);

    expect(data?.status).toBe("SHIPPED");
    expect(await readOrder(api, id)).toMatchObject({
      status: "SHIPPED",
      paymentStatus: "CAPTURED",
      total: euros(2_000),
      payment: { captured: euros(2_000) },
    });
  });

  test("units taken out of an order that is captured at placement are given back", async () => {
    const sku = await aProduct({ price: 1_000 });
    const { api, name } = await aCustomer();
    const body = orderOf(sku, 3, { customerId: name, captureAt: "placement" });
    const { id } = await anOrderWithShipment(await staff(), body);

    const edited = dataOf(await edit(api, id, { lines: [{ sku, quantity: 1 }] }));

    expect(edited).toMatchObject({
      total: euros(1_000),
      payment: { captured: euros(3_000), refunded: euros(2_000) },
    });
  });

  test("the last unit taken out: the order is cancelled, stock released, payment voided", async () => {
    const { api, name, id, mug, pen } = await anOrder();

    const lines = [mug, pen].map((sku) => ({ sku, quantity: 0 }));
    const edited = dataOf(await edit(api, id, { lines }));

    expect(edited).toMatchObject({
      status: "CANCELLED",
      cancellation: { reason: "Every line was cancelled", actor: `customer:${name}` },
      shippingStatus: "CANCELLED",
      paymentStatus: "VOIDED",
      total: euros(5_000),
      allowedActions: [],
    });
    expect(await readStock(mug)).toEqual({ available: 10, reserved: 0 });
  });

  test("staff add a SKU in place of units taken out: its stock is held, it is shipped with the next shipment", async () => {
    const { api, id, mug } = await anOrder();
    const lamp = await aProduct({ price: 500, stock: 4 });

    const lines = [
      { sku: mug, quantity: 1 },
      { sku: lamp, quantity: 4 },
    ];
    const edited = dataOf(await edit(await staff(), id, { lines }));

    expect(edited).toMatchObject({
      total: euros(5_000),
      lines: [{}, {}, { sku: lamp, open: 4, unitPrice: euros(500) }],
    });
    expect(await readStock(lamp)).toEqual({ available: 0, reserved: 4 });
    expect((await readOrder(api, id)).lines).toHaveLength(3);
  });

  test("more than is authorized: 409 above_authorized, nothing changes", async () => {
    const { order, id, mug } = await anOrder();

    const { response, error } = await edit(await staff(), id, { lines: [{ sku: mug, quantity: 4 }] });

    expect(response.status).toBe(409);
    expect(error).toMatchObject({ code: "above_authorized", detail: expect.stringContaining("50.00 EUR") });
    expect((await storedOrder(id)).version).toBe(order.version);
    expect(await readStock(mug)).toEqual({ available: 7, reserved: 3 });
  });

  test("more units than there are: 409 out_of_stock that says how many are available, nothing changes", async () => {
    const { order, id, mug } = await anOrder();
    const lamp = await aProduct({ price: 100, stock: 2 });

    const lines = [
      { sku: mug, quantity: 1 },
      { sku: lamp, quantity: 3 },
    ];
    const { response, error } = await edit(await staff(), id, { lines });

    expect(response.status).toBe(409);
    expect(error).toMatchObject({
      code: "out_of_stock",
      detail: `Not enough stock for 3 more of ${lamp} (2 available). The order stays as it is.`,
      errors: [{ path: "lines.1.quantity", message: "must be at most 2" }],
    });
    expect((await storedOrder(id)).version).toBe(order.version);
    expect(await readStock(mug)).toEqual({ available: 7, reserved: 3 });
    expect(await readStock(lamp)).toEqual({ available: 2, reserved: 0 });
  });

  test("packed units stay: 409 units_not_free that says how many", async () => {
    const { api, id, mug, pen } = await anOrder();
    dataOf(await split(id, { [mug]: 2 }));
    dataOf(await advance(id, packed, undefined, 2));

    const { response, error } = await edit(api, id, { lines: [{ sku: mug, quantity: 1 }] });
    const possible = await edit(api, id, {
      lines: [
        { sku: mug, quantity: 2 },
        { sku: pen, quantity: 2 },
      ],
    });

    expect(response.status).toBe(409);
    expect(error).toMatchObject({
      code: "units_not_free",
      errors: [{ path: "lines.0.quantity", message: "must be at least 2" }],
    });
    expect(possible.data).toMatchObject({ total: euros(4_000) });
  });

  test("the rest of a partly shipped order taken out: the order is SHIPPED, and nothing more is held", async () => {
    const { api, id, mug, pen } = await anOrder();
    dataOf(await split(id, { [mug]: 3 }));
    dataOf(await advance(id, packed, undefined, 2));
    dataOf(await advance(id, shipped, undefined, 2));

    const { data } = await edit(await staff(), id, { lines: [{ sku: pen, quantity: 0 }] });

    expect(data).toMatchObject({ status: "SHIPPED", shippingStatus: "SHIPPED", total: euros(3_000) });
    expect(await readOrder(api, id)).toMatchObject({ payment: { captured: euros(5_000), refunded: euros(2_000) } });
    expect(await readStock(pen)).toEqual({ available: 10, reserved: 0 });
  });
});

describe("details", () => {
  test("addresses, e-mail, reference and metadata are set, and cleared by null", async () => {
    const { id } = await anOrder();
    const api = await staff();
    const moved = { ...address, line1: "Nebenstr. 2" };
    const details = {
      billingAddress: moved,
      email: "alice@example.com",
      reference: "PO-1",
      metadata: { channel: "web" },
    };

    const set = dataOf(await edit(api, id, { shippingAddress: moved, ...details }));
    const cleared = dataOf(await edit(api, id, { billingAddress: null, email: null, reference: null, metadata: null }));

    expect(set).toMatchObject({ shippingAddress: moved, ...details });
    expect(cleared.shippingAddress).toEqual(moved);
    for (const name of Object.keys(details)) expect(cleared).not.toHaveProperty(name);
  });

  test("a change that is there already: 200, nothing is stored", async () => {
    const { api, order, id } = await anOrder({ email: "alice@example.com" });

    const { response, data } = await edit(api, id, { email: "alice@example.com" }, order.version);

    expect(response.status).toBe(200);
    expect(data?.version).toBe(order.version);
  });

  test("shipping address once a shipment is packed: 409 already_packed; the e-mail can still be changed", async () => {
    const { api } = await aCustomer();
    const { id } = await aPackedOrder(api, orderOf(await aProduct(), 1));

    const { error } = await edit(api, id, { shippingAddress: { ...address, city: "Bonn" } });

    expect(error).toMatchObject({ code: "already_packed" });
    expect((await edit(api, id, { email: "bob@example.com" })).data).toMatchObject({ email: "bob@example.com" });
  });

  test("an order that has ended: staff keep its notes, its lines and shipping address stay", async () => {
    const { api, id, mug } = await anOrder();
    await cancel(api, id);
    const clerk = await staff();

    const refused = [
      await edit(clerk, id, { lines: [{ sku: mug, quantity: 0 }] }),
      await edit(clerk, id, { shippingAddress: { ...address, city: "Bonn" } }),
      await edit(api, id, { email: "bob@example.com" }),
    ];

    expect(refused.map(({ error }) => error?.code)).toEqual(["order_ended", "order_ended", "too_late_to_edit"]);
    expect((await edit(clerk, id, { metadata: { closed: "yes" } })).data).toMatchObject({
      metadata: { closed: "yes" },
    });
  });
});

describe("versions", () => {
  test("If-Match of an older version, and a repetition with the same one: 412, nothing changes", async () => {
    const { api, order, id, mug } = await anOrder();
    const lines = [{ sku: mug, quantity: 2 }];
    const first = dataOf(await edit(api, id, { lines }, order.version));

    const again = await edit(api, id, { lines }, order.version);

    expect(again.response.status).toBe(412);
    expect((await readOrder(api, id)).version).toBe(first.version);
    expect(await readStock(mug)).toEqual({ available: 8, reserved: 2 });
  });

  test("five edits at once without If-Match: each is applied to the latest version, units are released once", async () => {
    const { api, id, mug } = await anOrder();

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => edit(api, id, { lines: [{ sku: mug, quantity: 1 }] })),
    );

    expect(answers.map(({ response }) => response.status)).toEqual(answers.map(() => 200));
    expect(await readStock(mug)).toEqual({ available: 9, reserved: 1 });
  });

  test("edit concurrent with a dispatch: either is decided on what the other left, and the money matches", async () => {
    for (let round = 0; round < 4; round++) {
      const { api, id, mug, pen } = await anOrder();
      dataOf(await split(id, { [mug]: 3 }));
      dataOf(await advance(id, packed, undefined, 2));

      const [edited, dispatched] = await Promise.all([
        edit(await staff(), id, { lines: [{ sku: pen, quantity: 0 }] }),
        advance(id, shipped, undefined, 2),
      ]);

      expect([200, 409]).toContain(edited.response.status);
      expect([200, 202, 409]).toContain(dispatched.response.status);
      const { total, payment, lines } = await readOrder(api, id);
      expect(payment.captured.amount - payment.refunded.amount).toBe(total.amount);
      expect(lines[1]?.cancelled).toBe(edited.response.status === 200 ? 2 : 0);
    }
  });
});

describe("refused requests: exact code and paths, the order stays as it is", () => {
  const lines = (...wanted: object[]) => ({ lines: wanted });
  const setBy = (operation: string) => expect.stringContaining(operation);

  test.each<[string, object, object[]]>([
    ["nothing to change", {}, [{ path: "" }]],
    ["an unknown field", { colour: "blue" }, [{ path: "colour" }, { path: "" }]],
    ["a status", { status: "CANCELLED" }, [{ path: "status", message: setBy("POST /orders/{orderId}/cancel") }]],
    ["another status", { status: "SHIPPED" }, [{ path: "status", message: setBy("PATCH /shipments") }]],
    ["no status", { status: 7 }, [{ path: "status", message: setBy("/payments/{orderId}") }]],
    ["no line", lines(), [{ path: "lines" }]],
    ["lines of a wrong type", { lines: { sku: "A", quantity: 1 } }, [{ path: "lines" }]],
    ["an unknown field of a line", lines({ sku: "A", quantity: 1, price: 1 }), [{ path: "lines.0.price" }]],
    ["a negative quantity", lines({ sku: "A", quantity: -1 }), [{ path: "lines.0.quantity" }]],
    ["half a unit", lines({ sku: "A", quantity: 0.5 }), [{ path: "lines.0.quantity" }]],
    ["too many units", lines({ sku: "A", quantity: 100_001 }), [{ path: "lines.0.quantity" }]],
    ["a quantity of a wrong type", lines({ sku: "A", quantity: "1" }), [{ path: "lines.0.quantity" }]],
    ["a SKU twice", lines({ sku: "A", quantity: 1 }, { sku: "A", quantity: 0 }), [{ path: "lines" }]],
    [
      "31 lines",
      { lines: Array.from({ length: 31 }, (_, index) => ({ sku: `A-${index}`, quantity: 0 })) },
      [{ path: "lines" }],
    ],
    ["no shipping address", { shippingAddress: null }, [{ path: "shippingAddress" }]],
    ["half an address", { billingAddress: { name: "A" } }, [{ path: "billingAddress.line1" }, {}, {}, {}]],
    ["an e-mail without @", { email: "alice" }, [{ path: "email" }]],
    ["a reference that is too long", { reference: "x".repeat(101) }, [{ path: "reference" }]],
    ["metadata with a number", { metadata: { one: 1 } }, [{ path: "metadata.one" }]],
    [
      "21 entries of metadata",
      { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, ""])) },
      [{ path: "metadata" }],
    ],
  ])("%s: 400", async (_, body, errors) => {
    const { id, order } = await theOrder;
    const request = { bearer: await token("staff", "sam"), body };

    const response = await raw(`/orders/${id}`, json("PATCH", request));

    expect(response.status).toBe(400);
    const problem = await problemIn(response);
    expect(problem).toMatchObject({ code: "invalid_request", errors });
    expect((await storedOrder(id)).version).toBe(order.version);
  });

  test("a customer who raises, adds, or sets what is the shop's: 403 staff_only with each path", async () => {
    const { id, order, api, mug } = await theOrder;

    const { response, error } = await edit(api, id, {
      lines: [
        { sku: mug, quantity: 4 },
        { sku: "ANYTHING", quantity: 1 },
      ],
      reference: "PO-1",
      metadata: {},
    });

    expect(response.status).toBe(403);
    expect(error?.code).toBe("staff_only");
    expect(error?.errors?.map(({ path }) => path)).toEqual([
      "reference",
      "metadata",
      "lines.0.quantity",
      "lines.1.quantity",
    ]);
    expect((await storedOrder(id)).version).toBe(order.version);
  });

  test.each([
    ["a SKU that does not exist", 1, "unknown_product"],
    ["a SKU that is not in the order taken out", 0, "unknown_line"],
  ])("%s: 422 with its path", async (_, quantity, code) => {
    const { id, order } = await theOrder;

    const { response, error } = await edit(await staff(), id, { lines: [{ sku: "NO-SUCH-SKU", quantity }] });

    expect(response.status).toBe(422);
    expect(error).toMatchObject({ code, errors: [{ path: "lines.0.sku" }] });
    expect((await storedOrder(id)).version).toBe(order.version);
  });

  test("another customer's order: 404", async () => {
    const { id } = await theOrder;
    const { api } = await aCustomer();

    const { response } = await edit(api, id, { email: `${unique("a")}@example.com` });

    expect(response.status).toBe(404);
  });
});

/** Of the requests that are refused. */
const theOrder = anOrder();

test("customerMayCancelUntil PENDING: once its shipment is packed, its customer changes nothing", async () => {
  const sku = await aProduct();
  const { api, name } = await aCustomer();
  const body = orderOf(sku, 2, { customerId: name, customerMayCancelUntil: "PENDING" });
  const { id } = await anOrderWithShipment(await staff(), body);
  expect((await readOrder(api, id)).allowedActions).toEqual(["cancel", "edit"]);
  dataOf(await advance(id, packed));

  const refused = [await edit(api, id, { email: "alice@example.com" }), await cancel(api, id)];

  expect(refused.map(({ error }) => error?.code)).toEqual(["too_late_to_edit", "too_late_to_cancel"]);
  expect((await readOrder(api, id)).allowedActions).toEqual([]);
});
