import { randomUUID } from "node:crypto";
import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { dataOf, readPages, type Schemas } from "../../client/client.ts";
import { staff } from "./api.ts";
import { output, table } from "./aws.ts";
import { aProduct } from "./shop.ts";

export type Movement = Schemas["StockMovement"];

/** Of the stack under test, which has one shop: every test uses these, because a shop has at most twenty. */
export const berlin = { id: "berlin", name: "Berlin", priority: 10 } satisfies Schemas["NewLocation"];

/** The second location of docs/warehouse-tour.md, where only that page's parcels are. */
export const leipzig = { id: "leipzig", name: "Leipzig", priority: 20 } satisfies Schemas["NewLocation"];

/** Adds berlin, where it is not there yet. It comes after `main`. */
export async function openBerlin(): Promise<void> {
  dataOf(await (await staff()).POST("/locations", { body: berlin }));
}

function booking(sku: string, key: string) {
  return { path: { sku }, header: { "Idempotency-Key": key } };
}

export async function adjust(sku: string, body: Schemas["NewAdjustment"], key: string = randomUUID()) {
  return (await staff()).POST("/products/{sku}/stock/adjustments", { params: booking(sku, key), body });
}

export async function count(sku: string, body: Schemas["NewCount"], key: string = randomUUID()) {
  return (await staff()).POST("/products/{sku}/stock/counts", { params: booking(sku, key), body });
}

export async function transfer(sku: string, body: Schemas["NewTransfer"], key: string = randomUUID()) {
  return (await staff()).POST("/products/{sku}/stock/transfers", { params: booking(sku, key), body });
}

/** A new product with so many units at `main` and in berlin. */
export async function aProductAtTwo(main: number, inBerlin: number, more: { price?: number } = {}): Promise<string> {
  await openBerlin();
  const sku = await aProduct({ stock: main, price: 1_000, ...more });
  if (inBerlin > 0) dataOf(await adjust(sku, { quantity: inBerlin, reason: "received", location: berlin.id }));
  return sku;
}

/** What is where, as texts such as `5+2 at main`: available and reserved. */
export async function stockOf(sku: string): Promise<string[]> {
  const stock = dataOf(await (await staff()).GET("/products/{sku}/stock", { params: { path: { sku } } }));
  const { locations = [{ location: "main", ...stock }] } = stock;
  return locations.map(({ available, reserved, location }) => `${available}+${reserved} at ${location}`);
}

/** The whole ledger, the newest row first, read by pages of this length. */
export async function ledgerOf(sku: string, limit = 100): Promise<Movement[]> {
  const api = await staff();
  const rows: Movement[] = [];
  const pages = readPages((query) =>
    api.GET("/products/{sku}/stock/movements", { params: { path: { sku }, query: { limit, ...query } } }),
  );
  for await (const { data } of pages) {
    if (data.length > limit) throw new Error(`A page has ${data.length} rows.`);
    rows.push(...data);
  }
  return rows;
}

/** Rows as texts such as `moved -2 -> 3 at berlin`. */
export function told(rows: readonly Movement[]): string[] {
  return rows.map(
    ({ kind, quantity, balance, location = "main" }) => `${kind} ${quantity} -> ${balance} at ${location}`,
  );
}

const WRITTEN_LATER = ["change", "version", "updatedAt", "list", "position"];

/**
 * Every item that the table has of a product: its stock, its ledger, its bookings; without what a subscriber to the stock's
 * level writes a moment later.
 */
export async function storedOf(sku: string): Promise<unknown[]> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: output("TableName"),
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": `PRODUCT#${sku}` },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => !WRITTEN_LATER.includes(name))),
  );
}

/** The item with the shop's locations. */
export async function storedLocations(): Promise<unknown> {
  const Key = { pk: "LOCATIONS", sk: "LOCATIONS" };
  const { Item } = await table.send(new GetCommand({ TableName: output("TableName"), Key, ConsistentRead: true }));
  return Item;
}
