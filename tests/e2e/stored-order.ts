import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { output, table } from "./aws.ts";

const StoredOrder = z.looseObject({
  id: z.string(),
  version: z.number(),
  change: z.looseObject({ actor: z.string() }),
});

/** An order's item as it is in the table, with what the API does not show: who wrote this version. */
export async function storedOrder(orderId: string): Promise<z.infer<typeof StoredOrder>> {
  const { Item } = await table.send(
    new GetCommand({ TableName: output("TableName"), Key: keyOf(orderId), ConsistentRead: true }),
  );
  return StoredOrder.parse(Item);
}

const Authorization = z.object({
  status: z.string(),
  amount: z.object({ amount: z.number(), currency: z.string() }),
  /** When it can be seen from outside. */
  landsAt: z.string(),
  /** Who asked for its last change. */
  change: z.object({ actor: z.string() }),
});

/** Every authorization that the sandbox provider ever made for an order, also those that it does not show yet. */
export async function authorizationsOf(orderId: string): Promise<z.infer<typeof Authorization>[]> {
  const { Items } = await table.send(
    new QueryCommand({
      TableName: output("TableName"),
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": `SANDBOX#${orderId}`, ":prefix": "AUTHORIZATION#" },
      ConsistentRead: true,
    }),
  );
  return z.array(Authorization).parse(Items);
}

const LONG_AGO = new Date(0).toISOString();

/**
 * Lets the time pass for one order: what is pending for it becomes due, as it would half a minute after its function
 * died. @throws where the sweeper could never have found it.
 */
export async function makeDue(orderId: string): Promise<void> {
  await changeTimes(orderId, "SET pending.dueAt = :longAgo, gsi3sk = :position");
}

/** Lets so much time pass for one order that no authorization of it can appear any more, and what is pending is due. */
export async function outliveAuthorizations(orderId: string): Promise<void> {
  await changeTimes(orderId, "SET payment.authorizeBy = :longAgo, pending.dueAt = :longAgo, gsi3sk = :position");
}

async function changeTimes(orderId: string, UpdateExpression: string): Promise<void> {
  await table.send(
    new UpdateCommand({
      TableName: output("TableName"),
      Key: keyOf(orderId),
      UpdateExpression,
      ConditionExpression: "attribute_exists(gsi3pk)",
      ExpressionAttributeValues: { ":longAgo": LONG_AGO, ":position": `${LONG_AGO}#${orderId}` },
    }),
  );
}

/**
 * Puts an order that has its shipment back to where it waits for OrderPlaced, which never comes: a migration's version
 * publishes nothing. For the sweeper it is an hour too early.
 */
export async function loseOrderPlaced(orderId: string): Promise<void> {
  const order = await storedOrder(orderId);
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await table.send(
    new PutCommand({
      TableName: output("TableName"),
      Item: {
        ...order,
        version: order.version + 1,
        change: { ...order.change, cause: "migration" },
        shipments: [],
        pending: { effect: "SHIP", id: "eff_of_a_lost_event", dueAt, tries: 0 },
        gsi3pk: "DUE#0",
        gsi3sk: `${dueAt}#${orderId}`,
      },
      ConditionExpression: "version = :read",
      ExpressionAttributeValues: { ":read": order.version },
    }),
  );
}

function keyOf(orderId: string) {
  return { pk: `ORDER#${orderId}`, sk: "ORDER" };
}
