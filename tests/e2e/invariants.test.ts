import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { makeCursor } from "../../functions/platform/http/page.ts";
import { apiAs, cloud, operator, staff, token } from "./api.ts";
import { audit, auditOf, hideFromSweeper, tamperWithLine, tamperWithStock, violatedBy } from "./audit.ts";
import { advance, anOrderWithShipment, aPackedOrder, cancel, shipped } from "./fulfilment.ts";
import { pathsIn, raw } from "./raw.ts";
import { aCustomer, addStock, aProduct, orderOf, place } from "./shop.ts";

// Other tests violate invariants in the same stack: each test checks its own SKUs and orders only.

test("products, and orders in every state: no violation", async () => {
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

  expect([sku, archived, ...orders.map(({ id }) => id)].flatMap((subject) => violatedBy(found, subject))).toEqual([]);
  expect(found.products).toBeGreaterThanOrEqual(2);
  expect(found.orders).toBeGreaterThanOrEqual(orders.length);
});

test("stock changed in the table: its violations are listed", async () => {
  const { api } = await aCustomer();
  const overReserved = await aProduct();
  const negative = await aProduct();
  const miscounted = await aProduct();
  const archived = await aProduct();
  await anOrderWithShipment(api, orderOf(overReserved, 2));
  await tamperWithStock(overReserved, "reserved", 1);
  await tamperWithStock(overReserved, "available", -1); // so that only the orders show it
  await tamperWithStock(negative, "available", -11);
  await tamperWithStock(miscounted, "movements", 1);
  await tamperWithStock(archived, "reserved", 1);
  await (await staff()).DELETE("/products/{sku}", { params: { path: { sku: archived } } });

  const found = await audit();

  expect(violatedBy(found, overReserved)).toEqual(["reserved equals open lines"]);
  expect(violatedBy(found, negative)).toEqual(["stock is not negative", "the ledger adds up"]);
  expect(violatedBy(found, miscounted)).toEqual(["the ledger adds up"]);
  expect(violatedBy(found, archived)).toEqual(["reserved equals open lines", "the ledger adds up"]);
  expect(found.violations).toContainEqual({
    invariant: "reserved equals open lines",
    sentence: "reserved = the units that open order lines and ACTIVE reservations hold, for every product",
    subject: overReserved,
    detail: "3 reserved, 2 held",
  });
});

test("orders changed in the table: their violations are listed", async () => {
  const { api } = await aCustomer();
  const sku = await aProduct();
  const { id: half } = await anOrderWithShipment(api, orderOf(sku, 2));
  const { id: lost } = dataOf(await place(api, orderOf(sku, 1, { paymentMethod: "pm_sandbox_down" })));
  const { id: unreadable } = await anOrderWithShipment(api, orderOf(sku, 1));
  await tamperWithLine(half, 1_000);
  await hideFromSweeper(lost);
  await tamperWithLine(unreadable, "all");

  const found = await auditOf(sku);
  await tamperWithLine(unreadable, 0); // other tests list all orders

  expect(violatedBy(found, half)).toEqual(["line counts add up", "shipments contain the ordered units"]);
  expect(violatedBy(found, lost)).toEqual(["indexes match the order"]);
  expect(violatedBy(found, unreadable)).toEqual(["stored items are readable"]);
  expect(violatedBy(found, sku)).toEqual(["reserved equals open lines"]);
});

test("audit during sales: ends, and reports no violation", async () => {
  const sku = await aProduct({ stock: 1_000 });
  const { api } = await aCustomer();
  const placed: string[] = [];
  let isAuditDone = false;
  const selling = (async () => {
    while (!isAuditDone) {
      const { id } = dataOf(await place(api, orderOf(sku, 1)));
      placed.push(id);
      if (placed.length % 3 === 0) await cancel(api, id);
      if (placed.length % 4 === 0) await addStock(await staff(), sku, 1);
    }
  })();

  const found = await audit().finally(() => {
    isAuditDone = true;
  });
  await selling;

  expect(placed.length).toBeGreaterThan(0);
  expect([sku, ...placed].flatMap((subject) => violatedBy(found, subject))).toEqual([]);
  expect(violatedBy(await auditOf(sku), sku)).toEqual([]);
});

test.each(["customer", "staff", "service"] as const)("audit by role %s: 403", async (role) => {
  const { response } = await apiAs(await token(role, "sam")).GET("/admin/invariants");

  expect(response.status).toBe(403);
});

test.each(["x", "eyJwaGFzZSI6Im9yZGVycyJ9", "%00"])("invalid cursor %s: 400", async (cursor) => {
  const headers = { authorization: `Bearer ${await token("operator", "olga")}` };
  const response = await raw(`/admin/invariants?cursor=${cursor}`, { headers });

  expect(response.status).toBe(400);
  expect(await pathsIn(response)).toEqual(["cursor"]);
});

test.each([
  ["with an empty SKU", { phase: "products", after: "" }],
  ["with an empty order id", { phase: "orders", after: "" }],
  [
    "with a repeated SKU",
    { phase: "reserved", counts: Array(2).fill({ sku: "MUG", version: 1, open: 0, waiting: 0, waiters: 0 }) },
  ],
])("forged cursor %s: 400", async (_, position) => {
  const headers = { authorization: `Bearer ${await token("operator", "olga")}` };
  const response = await raw(`/admin/invariants?cursor=${makeCursor("invariants", position)}`, { headers });

  expect(response.status).toBe(400);
  expect(await pathsIn(response)).toEqual(["cursor"]);
});

test("changed cursor: 400", async () => {
  await aProduct();
  const api = await operator();
  const { nextCursor } = dataOf(await api.GET("/admin/invariants"));
  const text = Buffer.from(nextCursor ?? "", "base64url").toString();
  expect(text).toContain("phase");
  const cursor = Buffer.from(text.replace("phase", "Phase")).toString("base64url");

  const { response } = await api.GET("/admin/invariants", { params: { query: { cursor } } });

  expect(response.status).toBe(400);
});

test("npm run invariants with a violation: prints it, exit code 1", async () => {
  const sku = await aProduct();
  await tamperWithStock(sku, "available", 1);

  const { code, printed } = await invariants();

  expect(printed).toContain(`${sku}: 11 available + 0 reserved at main, but 10 in the ledger`);
  expect(printed).toMatch(/Checked \d+ products and \w+ orders?: \d+ violations?\./);
  expect(code).toBe(1);
});

/** `npm run invariants`, against the stack under test. */
async function invariants(): Promise<{ code: number; printed: string }> {
  const command = join(import.meta.dirname, "../../ops/invariants.ts");
  const target = ["--url", cloud.apiUrl, "--token", await token("operator", "olga")];
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...target], (error, stdout) =>
      resolve({ code: Number(error?.code ?? 0), printed: stdout }),
    );
  });
}
