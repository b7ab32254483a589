import { expect, test } from "vitest";
import { dataOf, type WaybillClient } from "../../client/client.ts";
import { staff } from "./api.ts";
import { advance, anOrderWithShipment, edit, packed, shipped } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, readOrder } from "./shop.ts";
import { storedOrder } from "./stored-order.ts";

async function timeline(api: WaybillClient, orderId: string) {
  return dataOf(await api.GET("/orders/{orderId}/timeline", { params: { path: { orderId } } })).data;
}

test("every event in order, with when; staff see who, a customer sees only itself by name", async () => {
  const { api, name } = await aCustomer();
  const sku = await aProduct();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 2));
  dataOf(await edit(api, id, { lines: [{ sku, quantity: 1 }] }));
  dataOf(await advance(id, packed));
  dataOf(await advance(id, shipped));

  const [seen, own] = [await timeline(await staff(), id), await timeline(api, id)];

  expect(seen.map(({ type, actor }) => [type, actor])).toEqual([
    ["OrderPlaced", undefined],
    ["PaymentAuthorized", undefined],
    ["ShipmentCreated", undefined],
    ["OrderEdited", `customer:${name}`],
    ["ShipmentPacked", "staff:sam"],
    ["OrderShipped", undefined],
    ["PaymentCaptured", undefined],
    ["ShipmentDispatched", undefined],
  ]);
  expect(own.map(({ actor }) => actor)).toEqual(seen.map(({ actor }) => (actor === "staff:sam" ? "staff" : actor)));
  const times = seen.map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
  expect((await readOrder(api, id)).createdAt <= (times[0] ?? "")).toBe(true);
});

test("more events than the order's item holds: the timeline has all of them, the item the newest", async () => {
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(await aProduct(), 1));
  const edits = 60;
  for (let number = 1; number <= edits; number++) dataOf(await edit(api, id, { email: `alice${number}@example.com` }));

  const seen = await timeline(api, id);
  const { history, olderHistory } = await storedOrder(id);

  expect(seen.map(({ type }) => type)).toEqual([
    "OrderPlaced",
    "PaymentAuthorized",
    "ShipmentCreated",
    ...Array.from({ length: edits }, () => "OrderEdited"),
  ]);
  expect(history.length).toBeLessThanOrEqual(50);
  expect(olderHistory).toBe(1);
});

test("another customer's order, and one that does not exist: 404", async () => {
  const [owner, other] = await Promise.all([aCustomer(), aCustomer()]);
  const { id } = await anOrderWithShipment(owner.api, orderOf(await aProduct(), 1));

  for (const orderId of [id, `ord_${"0".repeat(32)}`]) {
    const { response } = await other.api.GET("/orders/{orderId}/timeline", { params: { path: { orderId } } });
    expect(response.status).toBe(404);
  }
});
