import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { output, table } from "./aws.ts";

const StoredOrder = z.looseObject({
  id: z.string(),
  version: z.number(),
  change: z.looseObject({ actor: z.string() }),
  pending: z.looseObject({ effect: z.string(), dueAt: z.string() }).optional(),
});

/** An order's item as it is in the table: also what the API does not show, as who wrote this version. */
export async function storedOrder(orderId: string): Promise<z.infer<typeof StoredOrder>> {
  const { Item } = await table.send(
    new GetCommand({
      TableName: output("TableName"),
      Key: { pk: `ORDER#${orderId}`, sk: "ORDER" },
      ConsistentRead: true,
    }),
  );
  return StoredOrder.parse(Item);
}

/**
 * Puts an order that has its shipment back to where it waits for OrderPlaced, which never comes: a migration's version
 * publishes nothing. `due` says whether the time has come for the sweeper to make the shipment, or never will.
 */
export async function loseOrderPlaced(orderId: string, due: "now" | "never"): Promise<void> {
  const { gsi3pk: _pk, gsi3sk: _sk, ...order } = await storedOrder(orderId);
  const dueAt = new Date().toISOString();
  await table.send(
    new PutCommand({
      TableName: output("TableName"),
      Item: {
        ...order,
        version: order.version + 1,
        change: { ...order.change, cause: "migration" },
        shipments: [],
        pending: { effect: "SHIP", id: `eff_of_a_lost_event`, dueAt, tries: 0 },
        ...(due === "now" && { gsi3pk: "DUE#0", gsi3sk: `${dueAt}#${orderId}` }),
      },
      ConditionExpression: "version = :read",
      ExpressionAttributeValues: { ":read": order.version },
    }),
  );
}
