import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { readPages, type Schemas } from "../../client/client.ts";
import { staff } from "./api.ts";
import { output, table } from "./aws.ts";

type Report = Schemas["InvariantReport"];

/** What a whole audit came to. */
export interface Audit {
  readonly products: number;
  readonly orders: number;
  readonly violations: Report["violations"];
  readonly unsettled: readonly string[];
}

/** No audit of a test's stack takes more steps. */
const MAX_STEPS = 500;

/** Walks through an audit, from the beginning to its end. */
export async function audit(): Promise<Audit> {
  const api = await staff();
  const reports: Report[] = [];
  for await (const report of readPages((query) => api.GET("/admin/invariants", { params: { query } }))) {
    if (reports.push(report) === MAX_STEPS) throw new Error(`The audit has no end: ${MAX_STEPS} steps.`);
  }
  return {
    products: reports.reduce((sum, { checkedProducts }) => sum + checkedProducts, 0),
    orders: reports.reduce((sum, { checkedOrders }) => sum + checkedOrders, 0),
    violations: reports.flatMap(({ violations }) => violations),
    unsettled: reports.flatMap(({ unsettled }) => unsettled),
  };
}

/** The invariants that an audit found broken of one SKU or order, sorted. */
export function brokenOf({ violations }: Audit, subject: string): string[] {
  return violations
    .filter((violation) => violation.subject === subject)
    .map(({ invariant }) => invariant)
    .sort();
}

/** Changes one of a stock's counters behind everybody's back. */
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

/** Makes an order's first line what it is not. */
export async function tamperWithLine(orderId: string, status: string): Promise<void> {
  await table.send(
    new UpdateCommand({
      TableName: output("TableName"),
      Key: orderKey(orderId),
      UpdateExpression: "SET #lines[0].#status = :status",
      ExpressionAttributeNames: { "#lines": "lines", "#status": "status" },
      ExpressionAttributeValues: { ":status": status },
    }),
  );
}

/** Takes an order out of the index in which the sweeper looks. */
export async function hideFromSweeper(orderId: string): Promise<void> {
  await table.send(
    new UpdateCommand({
      TableName: output("TableName"),
      Key: orderKey(orderId),
      UpdateExpression: "REMOVE gsi3pk, gsi3sk",
      ConditionExpression: "attribute_exists(gsi3pk)",
    }),
  );
}

function orderKey(orderId: string) {
  return { pk: `ORDER#${orderId}`, sk: "ORDER" };
}
