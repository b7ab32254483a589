import { DeleteCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { dataOf, type Schemas } from "../../client/client.ts";
import { Position } from "../../functions/audit/rules/position.ts";
import { orderKey } from "../../functions/orders/order-keys.ts";
import { OrderId } from "../../functions/orders/rules/order.ts";
import { makeCursor, readCursor } from "../../functions/platform/http/page.ts";
import { operator } from "./api.ts";
import { output, table } from "./aws.ts";
import { eventually } from "./eventually.ts";

type Report = Schemas["InvariantReport"];

/** The result of a whole audit. */
export interface Audit {
  readonly products: number;
  readonly orders: number;
  readonly violations: Report["violations"];
  readonly refused: Report["refused"];
  readonly unsettled: readonly string[];
}

/** More steps than an audit of the stack under test takes. */
const MAX_STEPS = 500;

/** Reads all reports of an audit. */
export async function audit(): Promise<Audit> {
  return summed(await readReports({ phase: "products" }, () => false));
}

/** What an audit says of these products, once they are settled, and of all orders: much sooner than a whole one. */
export async function auditOf(...skus: readonly string[]): Promise<Audit> {
  const ofProducts = await Promise.all(
    skus.map((sku) =>
      eventually(
        () => readReports(shortlyBefore(sku), ({ phase }) => phase === "products" || phase === "orders"),
        (reports) => reports.every(({ unsettled }) => !unsettled.includes(sku)),
      ),
    ),
  );
  return summed([...ofProducts.flat(), ...(await readReports({ phase: "orders" }, () => false))]);
}

/** Where the page begins whose first product is this one: the audit reads them from the last one on. */
function shortlyBefore(sku: string): Position {
  return { phase: "products", after: `${sku}0` };
}

/** Reads reports from a position up to the end, or to one at which it is enough. */
async function readReports(from: Position, isEnough: (next: Position) => boolean): Promise<Report[]> {
  const api = await operator();
  const reports: Report[] = [];
  let cursor = makeCursor("invariants", from);
  while (reports.length < MAX_STEPS) {
    const report = dataOf(await api.GET("/admin/invariants", { params: { query: { cursor } } }));
    reports.push(report);
    if (report.nextCursor === null || isEnough(readCursor("invariants", Position, report.nextCursor))) return reports;
    cursor = report.nextCursor;
  }
  throw new Error(`The audit did not end within ${MAX_STEPS} steps.`);
}

function summed(reports: readonly Report[]): Audit {
  return {
    products: reports.reduce((sum, { checkedProducts }) => sum + checkedProducts, 0),
    orders: reports.reduce((sum, { checkedOrders }) => sum + checkedOrders, 0),
    violations: reports.flatMap(({ violations }) => violations),
    refused: reports.flatMap(({ refused }) => refused),
    unsettled: reports.flatMap(({ unsettled }) => unsettled),
  };
}

/** The names of the invariants that one SKU or order violates, sorted. */
export function violatedBy({ violations }: Audit, subject: string): string[] {
  return violations
    .filter((violation) => violation.subject === subject)
    .map(({ invariant }) => invariant)
    .sort();
}

/** Changes one counter of a stock item directly in the table. */
export async function tamperWithStock(sku: string, counter: string, by: number): Promise<void> {
  await table.send(
    new UpdateCommand({
      TableName: output("TableName"),
      Key: { pk: `PRODUCT#${sku}`, sk: "STOCK" },
      UpdateExpression: "ADD #counter :by",
      ConditionExpression: "attribute_exists(#counter)",
      ExpressionAttributeNames: { "#counter": counter },
      ExpressionAttributeValues: { ":by": by },
    }),
  );
}

/** Removes the last row of a product's ledger at a location, directly in the table. */
export async function removeMovement(sku: string, location: string): Promise<void> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: output("TableName"),
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :rows)",
      ExpressionAttributeValues: { ":pk": `PRODUCT#${sku}`, ":rows": "MOVEMENT#" },
      ConsistentRead: true,
    }),
  );
  const last = Items.findLast((item) => item.location === location);
  if (!last) throw new Error(`The ledger of ${sku} has no row at ${location}.`);
  await table.send(new DeleteCommand({ TableName: output("TableName"), Key: { pk: last.pk, sk: last.sk } }));
}

/** Changes how many units of an order's first line are cancelled, directly in the table. */
export async function tamperWithLine(orderId: string, cancelled: number | string): Promise<void> {
  await table.send(
    new UpdateCommand({
      TableName: output("TableName"),
      Key: keyOf(orderId),
      UpdateExpression: "SET #lines[0].cancelled = :cancelled",
      ExpressionAttributeNames: { "#lines": "lines" },
      ExpressionAttributeValues: { ":cancelled": cancelled },
    }),
  );
}

/** Removes an order from the sweeper's index. */
export async function hideFromSweeper(orderId: string): Promise<void> {
  await table.send(
    new UpdateCommand({
      TableName: output("TableName"),
      Key: keyOf(orderId),
      UpdateExpression: "REMOVE due",
      ConditionExpression: "attribute_exists(due)",
    }),
  );
}

function keyOf(orderId: string): Record<string, string> {
  return { ...orderKey(OrderId.parse(orderId)) };
}
