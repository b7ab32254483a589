import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { makeCursor } from "../../functions/platform/http/page.ts";
import { cloud, customer, staff, token } from "./api.ts";
import { audit, brokenOf, hideFromSweeper, tamperWithLine, tamperWithStock } from "./audit.ts";
import { advance, anOrderWithShipment, aPackedOrder, cancel, shipped } from "./fulfilment.ts";
import { pathsIn, raw } from "./raw.ts";
import { aCustomer, addStock, aProduct, orderOf, place } from "./shop.ts";

// Other tests use the same stack, and break it on purpose: each looks at its own SKUs and orders only.

test("what is in order is not told of: products, and orders in every state", async () => {
  const sku = await aProduct({ stock: 20, reorderPoint: 3 });
  const { api } = await aCustomer();
  const orders = [
    await anOrderWithShipment(api, orderOf(sku, 1)),
    await aPackedOrder(api, orderOf(sku, 2)),
    dataOf(await place(api, orderOf(sku, 3, { paymentMethod: "pm_sandbox_declined" }))),
    dataOf(await place(api, orderOf(sku, 4, { paymentMethod: "pm_sandbox_down" }))),
    dataOf(await place(api, orderOf(sku, 99))),
  ];
  const [toCancel, toShip] = orders;
  dataOf(await cancel(api, toCancel?.id ?? ""));
  dataOf(await advance(toShip?.id ?? "", shipped));
  const archived = await aProduct({ stock: 0 });
  await (await staff()).DELETE("/products/{sku}", { params: { path: { sku: archived } } });

  const found = await audit();

  expect([sku, archived, ...orders.map(({ id }) => id)].flatMap((subject) => brokenOf(found, subject))).toEqual([]);
  expect(found.products).toBeGreaterThanOrEqual(2);
  expect(found.orders).toBeGreaterThanOrEqual(orders.length);
});

test("stock that was tampered with is listed, with what is wrong of it", async () => {
  const { api } = await aCustomer();
  const oneTooMany = await aProduct();
  const negative = await aProduct();
  const miscounted = await aProduct();
  const archived = await aProduct();
  await anOrderWithShipment(api, orderOf(oneTooMany, 2));
  await tamperWithStock(oneTooMany, "reserved", 1);
  await tamperWithStock(oneTooMany, "available", -1); // so that only the orders can tell
  await tamperWithStock(negative, "available", -11);
  await tamperWithStock(miscounted, "adjusted", 5);
  await tamperWithStock(miscounted, "shipped", 5); // so that only the ledger can tell
  await tamperWithStock(archived, "reserved", 1);
  await (await staff()).DELETE("/products/{sku}", { params: { path: { sku: archived } } });

  const found = await audit();

  expect(brokenOf(found, oneTooMany)).toEqual(["reserved equals open lines"]);
  expect(brokenOf(found, negative)).toEqual(["stock adds up", "stock is not negative"]);
  expect(brokenOf(found, miscounted)).toEqual(["adjustments add up"]);
  expect(brokenOf(found, archived)).toEqual(["reserved equals open lines", "stock adds up"]);
  expect(found.violations).toContainEqual({
    invariant: "reserved equals open lines",
    sentence: "reserved = the units of all open order lines, for every product",
    subject: oneTooMany,
    detail: "3 reserved, 2 open",
  });
});

test("orders that were tampered with are listed, with what is wrong of them", async () => {
  const { api } = await aCustomer();
  const sku = await aProduct();
  const { id: half } = await anOrderWithShipment(api, orderOf(sku, 2));
  const { id: lost } = dataOf(await place(api, orderOf(sku, 1, { paymentMethod: "pm_sandbox_down" })));
  const { id: unreadable } = await anOrderWithShipment(api, orderOf(sku, 1));
  await tamperWithLine(half, "SHIPPED");
  await hideFromSweeper(lost);
  await tamperWithLine(unreadable, "TELEPORTED");

  const found = await audit();

  expect(brokenOf(found, half)).toEqual(["statuses are a valid combination"]);
  expect(brokenOf(found, lost)).toEqual(["indexes match the order"]);
  expect(brokenOf(found, unreadable)).toEqual(["stored items are readable"]);
  expect(brokenOf(found, sku)).toEqual(["reserved equals open lines"]);
});

test("an audit comes to its end while orders are placed, and takes none of them for a violation", async () => {
  const sku = await aProduct({ stock: 1_000 });
  const { api } = await aCustomer();
  const placed: string[] = [];
  let isOver = false;
  const selling = (async () => {
    while (!isOver) {
      const { id } = dataOf(await place(api, orderOf(sku, 1)));
      placed.push(id);
      if (placed.length % 3 === 0) await cancel(api, id);
      if (placed.length % 4 === 0) await addStock(await staff(), sku, 1);
    }
  })();

  const found = await audit().finally(() => {
    isOver = true;
  });
  await selling;

  expect(placed.length).toBeGreaterThan(0);
  expect([sku, ...placed].flatMap((subject) => brokenOf(found, subject))).toEqual([]);
  expect(brokenOf(await audit(), sku)).toEqual([]);
});

test("the books are the staff's business", async () => {
  const { response } = await (await customer("alice")).GET("/admin/invariants");

  expect(response.status).toBe(403);
});

test.each(["x", "eyJwaGFzZSI6Im9yZGVycyJ9", "%00"])("the cursor %s is none of ours", async (cursor) => {
  const headers = { authorization: `Bearer ${await token("staff", "sam")}` };
  const response = await raw(`/admin/invariants?cursor=${cursor}`, { headers });

  expect(response.status).toBe(400);
  expect(await pathsIn(response)).toEqual(["cursor"]);
});

test.each([
  ["after a product without a name", { phase: "products", after: "" }],
  ["after an order without a name", { phase: "orders", after: "" }],
  ["with one SKU twice", { phase: "reserved", counts: Array(2).fill({ sku: "MUG", version: 1, open: 0 }) }],
])("a cursor that was forged %s is refused", async (_, position) => {
  const headers = { authorization: `Bearer ${await token("staff", "sam")}` };
  const response = await raw(`/admin/invariants?cursor=${makeCursor("invariants", position)}`, { headers });

  expect(response.status).toBe(400);
  expect(await pathsIn(response)).toEqual(["cursor"]);
});

test("a cursor that was tampered with is refused", async () => {
  await aProduct();
  const api = await staff();
  const { nextCursor } = dataOf(await api.GET("/admin/invariants"));
  const text = Buffer.from(nextCursor ?? "", "base64url").toString();
  expect(text).toContain("phase");
  const cursor = Buffer.from(text.replace("phase", "Phase")).toString("base64url");

  const { response } = await api.GET("/admin/invariants", { params: { query: { cursor } } });

  expect(response.status).toBe(400);
});

test("npm run invariants prints what does not add up and ends with 1", async () => {
  const sku = await aProduct();
  await tamperWithStock(sku, "available", 1);

  const { code, printed } = await invariants();

  expect(printed).toContain(`${sku}: 11 available + 0 reserved, but 10 adjusted - 0 shipped`);
  expect(printed).toMatch(/Checked \d+ products and \w+ orders?: \d+ violations?\./);
  expect(code).toBe(1);
});

/** `npm run invariants`, against the stack under test. */
async function invariants(): Promise<{ code: number; printed: string }> {
  const command = join(import.meta.dirname, "../../ops/invariants.ts");
  const target = ["--url", cloud.apiUrl, "--token", await token("staff", "sam")];
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...target], (error, stdout) =>
      resolve({ code: Number(error?.code ?? 0), printed: stdout }),
    );
  });
}
