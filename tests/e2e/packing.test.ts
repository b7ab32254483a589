import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, test } from "vitest";
import { dataOf, readEntries, type Schemas } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { advance, anOrderWithShipment, aPackedOrder, cancel, packed, shipped } from "./fulfilment.ts";
import { pathsIn, problemIn, raw } from "./raw.ts";
import { aCustomer, address, aProduct, orderOf, readOrder } from "./shop.ts";
import { storedOrder } from "./stored-order.ts";

type Entry = Schemas["PackingListEntry"];

/** The whole packing list, page by page. */
async function packingList(query: { status?: "PENDING" | "PACKED"; location?: string; limit?: number } = {}) {
  const api = await staff();
  const entries: Entry[] = [];
  const pages = readEntries((position) =>
    api.GET("/shipments", { params: { query: { limit: 100, ...query, ...position } } }),
  );
  for await (const entry of pages) entries.push(entry);
  return entries;
}

async function anOrder(more: Partial<Schemas["NewOrder"]> = {}) {
  const sku = await aProduct();
  const { api, name } = await aCustomer();
  const order = await anOrderWithShipment(await staff(), orderOf(sku, 2, { customerId: name, ...more }));
  return { api, order, sku };
}

describe("the packing list", () => {
  test("has what is to be packed, with what the warehouse has to know, the oldest order first", async () => {
    const first = await anOrder({ reference: "PO-7" });
    const second = await anOrder();

    const listed = await packingList();

    const { id, number, createdAt } = first.order;
    expect(listed.find(({ orderId }) => orderId === id)).toEqual({
      orderId: id,
      orderNumber: number,
      reference: "PO-7",
      orderedAt: createdAt,
      number: 1,
      status: "PENDING",
      shippingAddress: address,
      lines: [{ sku: first.sku, name: `Product ${first.sku}`, quantity: 2 }],
      createdAt: first.order.shipments[0]?.createdAt,
    });
    const ids = listed.map(({ orderId }) => orderId);
    expect(ids.indexOf(id)).toBeLessThan(ids.indexOf(second.order.id));
    expect(listed.map(({ orderedAt }) => orderedAt)).toEqual(listed.map(({ orderedAt }) => orderedAt).toSorted());
    expect((await packingList({ limit: 2 })).map(({ orderId }) => orderId)).toEqual(expect.arrayContaining([id]));
  });

  test("a packed shipment is in the list of those to be sent, a shipped or cancelled one in none", async () => {
    const { api, order } = await anOrder();
    const isIn = async (status: "PENDING" | "PACKED") =>
      (await packingList({ status })).some(({ orderId }) => orderId === order.id);
    const { order: other } = await anOrder();

    dataOf(await advance(order.id, packed));
    expect([await isIn("PENDING"), await isIn("PACKED")]).toEqual([false, true]);
    dataOf(await advance(order.id, shipped));
    dataOf(await cancel(await staff(), other.id));
    expect([await isIn("PENDING"), await isIn("PACKED")]).toEqual([false, false]);
    expect((await packingList()).map(({ orderId }) => orderId)).not.toContain(other.id);
    expect((await readOrder(api, order.id)).status).toBe("SHIPPED");
  });

  test("of a location that nothing is packed at: empty", async () => {
    await anOrder();
    expect(await packingList({ location: "nowhere" })).toEqual([]);
  });

  test.each([
    ["status=SHIPPED", ["status"]],
    ["status=pending", ["status"]],
    ["location=Berlin!", ["location"]],
    ["limit=0", ["limit"]],
    ["limit=101", ["limit"]],
    ["cursor=abc", ["cursor"]],
    ["customer=alice", ["customer"]],
  ])("GET /shipments?%s: 400 with the path", async (query, paths) => {
    const response = await raw(`/shipments?${query}`, {
      headers: { Authorization: `Bearer ${await token("staff", "sam")}` },
    });
    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual(paths);
  });

  test("another status: the message says which two there are", async () => {
    const response = await raw("/shipments?status=SHIPPED", {
      headers: { Authorization: `Bearer ${await token("staff", "sam")}` },
    });
    expect((await problemIn(response)).errors).toEqual([{ path: "status", message: "must be PENDING or PACKED" }]);
  });

  test("a customer: 403", async () => {
    const { api } = await aCustomer();
    const { response, error } = await api.GET("/shipments");
    expect([response.status, error?.code]).toEqual([403, "forbidden"]);
  });
});

describe("the packing slip", () => {
  async function slip(orderId: string, number: number, bearer?: string): Promise<Response> {
    const Authorization = `Bearer ${bearer ?? (await token("staff", "sam"))}`;
    return raw(`/shipments/${orderId}/${number}/packing-slip`, { headers: { Authorization } });
  }

  test("is a PDF whose text a reader has, in whatever characters the address is", async () => {
    const shippingAddress = { ...address, name: "Łukasz Żółć", city: "Łódź" };
    const { order, sku } = await anOrder({ reference: "PO-7", shippingAddress });

    const response = await slip(order.id, 1);
    const bytes = new Uint8Array(await response.arrayBuffer());

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(response.headers.get("content-disposition")).toBe(`inline; filename="packing-slip-${order.number}-1.pdf"`);
    const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
    for (const part of ["Łukasz Żółć", "Łódź", order.number, "PO-7", "Parcel: 1 of 1", sku, `Product ${sku}`])
      expect(text).toContain(part);
  });

  test("of a cancelled shipment: 409; of none: 404; for a customer: 403", async () => {
    const { order } = await anOrder();
    dataOf(await cancel(await staff(), order.id));
    const { bearer } = await aCustomer();
    const { version } = await storedOrder(order.id);

    const answers = await Promise.all([slip(order.id, 1), slip(order.id, 2), slip(order.id, 1, bearer)]);

    const problems = await Promise.all(answers.map(problemIn));
    expect(problems.map(({ status, code }) => [status, code])).toEqual([
      [409, "shipment_cancelled"],
      [404, "not_found"],
      [403, "forbidden"],
    ]);
    expect((await storedOrder(order.id)).version).toBe(version);
  });

  test("with a carrier once it is dispatched", async () => {
    const sku = await aProduct();
    const { api } = await aCustomer();
    const { id } = await aPackedOrder(api, orderOf(sku, 1));
    dataOf(await advance(id, shipped));
    const bytes = new Uint8Array(await (await slip(id, 1)).arrayBuffer());
    const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
    expect(text).toContain("Carrier: DHL");
  });
});
