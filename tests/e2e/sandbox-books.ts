import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { output, table } from "./aws.ts";

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
