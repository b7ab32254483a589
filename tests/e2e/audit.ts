import { DeleteCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { readPages, type Schemas } from "../../client/client.ts";
import { orderKey } from "../../functions/orders/order-keys.ts";
import { OrderId } from "../../functions/orders/rules/order.ts";
import { operator } from "./api.ts";
import { output, table } from "./aws.ts";

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
  const api = await operator();
  const reports: Report[] = [];
  for await (const report of readPages((query) => api.GET("/admin/invariants", { params: { query } }))) {
    if (reports.push(report) === MAX_STEPS) throw new Error(`The audit did not end within ${MAX_STEPS} steps.`);
  }
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
