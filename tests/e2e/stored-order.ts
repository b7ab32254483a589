import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { orderKey } from "../../functions/orders/order-keys.ts";
import { type Order, OrderId } from "../../functions/orders/rules/order.ts";
import { numberedSymbols } from "../../functions/orders/rules/order-number.ts";
import { parseOrder, toItem } from "../../functions/orders/stored-order.ts";
import { duePosition } from "../../functions/platform/table/due-index.ts";
import { output, table } from "./aws.ts";

const Changed = z.object({ change: z.looseObject({ actor: z.string() }) });

type StoredOrder = Order & z.infer<typeof Changed>;

/** An order's item in the table, with the actor of its last change, which the API does not show. */
export async function storedOrder(orderId: string): Promise<StoredOrder> {
  const { Item } = await table.send(
    new GetCommand({ TableName: output("TableName"), Key: keyOf(orderId), ConsistentRead: true }),
  );
  return { ...parseOrder(Item ?? {}), ...Changed.parse(Item) };
}

const Authorization = z.object({
  status: z.string(),
  amount: z.object({ amount: z.number(), currency: z.string() }),
  /** When the provider shows it. */
  appearsAt: z.string(),
  /** The actor of its last change. */
  change: z.object({ actor: z.string() }),
});

/** Every authorization that the sandbox provider stored for an order, also those that it does not show yet. */
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
 * Makes an order's pending effect due, as it would be half a minute after its function was killed.
 * @throws where the order is not in the sweeper's index
 */
export async function makeDue(orderId: string): Promise<void> {
  await changeTimes(orderId, "SET dueAt = :position", {});
}

/** Moves an order's time limits to the past: no authorization can appear any more, and its pending effect is due. */
export async function outliveAuthorizations(orderId: string): Promise<void> {
  await changeTimes(orderId, "SET payment.attempts[0].askUntil = :longAgo, dueAt = :position", {
    ":longAgo": LONG_AGO,
  });
}

/** Makes an order look as if it had waited since long ago: the provider is asked how its payment stands. */
export async function passTime(orderId: string): Promise<void> {
  await changeTimes(orderId, "SET updatedAt = :longAgo, dueAt = :position", { ":longAgo": LONG_AGO });
}

/** Moves the deadline of the first attempt to the past: its customer did not act in time. */
export async function endActions(orderId: string): Promise<void> {
  await changeTimes(orderId, "SET payment.attempts[0].askUntil = :longAgo, dueAt = :position", {
    ":longAgo": LONG_AGO,
  });
}

async function changeTimes(orderId: string, UpdateExpression: string, values: object): Promise<void> {
  const position = duePosition(LONG_AGO, numberedSymbols(OrderId.parse(orderId)));
  await table.send(
    new UpdateCommand({
      TableName: output("TableName"),
      Key: keyOf(orderId),
      UpdateExpression,
      ConditionExpression: "attribute_exists(due)",
      ExpressionAttributeValues: { ...values, ":position": position },
    }),
  );
}

/**
 * Removes an order's shipment, as if OrderPlaced had been lost: a version written by a migration publishes no event.
 * The order is due for the sweeper in an hour.
 */
export async function loseOrderPlaced(orderId: string): Promise<void> {
  const { change, ...order } = await storedOrder(orderId);
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await table.send(
    new PutCommand({
      TableName: output("TableName"),
      Item: {
        ...toItem({
          ...order,
          version: order.version + 1,
          shipments: [],
          pending: { effect: "SHIP", id: "eff_of_a_lost_event", since: order.updatedAt, dueAt, tries: 0 },
        }),
        change: { ...change, cause: "migration" },
      },
      ConditionExpression: "version = :read",
      ExpressionAttributeValues: { ":read": order.version },
    }),
  );
}

function keyOf(orderId: string): Record<string, string> {
  return { ...orderKey(OrderId.parse(orderId)) };
}
