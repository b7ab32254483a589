import type { PutCommandInput, TransactWriteCommandInput, UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Timestamp } from "../values/time.ts";
import type { Conditional, Put, Update, Writes } from "./conditional-write.ts";
import { type Change, following } from "./item.ts";

/** What one call of `write` puts on everything that it writes. */
export interface Stamp {
  readonly table: string;
  readonly change: Change;
  readonly at: Timestamp;
}

/** PutItem of one write. */
export function putInput({ item, ...put }: Put, { table, change }: Stamp) {
  return {
    TableName: table,
    Item: { ...item, change: following(item.change, change) },
    ...condition(put),
    ...(put.condition.names && { ExpressionAttributeNames: { ...put.condition.names } }),
    ...(put.condition.values && { ExpressionAttributeValues: { ...put.condition.values } }),
  } satisfies PutCommandInput;
}

/** UpdateItem of one write: what it sets, removes and adds, the time and the change, and the version counted up. */
export function updateInput({ key, set, remove = [], add, ...update }: Update, { table, change, at }: Stamp) {
  const names: Record<string, string> = { ...update.condition.names };
  const values: Record<string, unknown> = { ...update.condition.values };
  const assign = (attributes: Readonly<Record<string, unknown>>, operator: string) =>
    Object.entries(attributes)
      .map(([name, value]) => {
        names[`#set_${name}`] = name;
        values[`:set_${name}`] = value;
        return `#set_${name}${operator}:set_${name}`;
      })
      .join(", ");
  const sets = assign({ ...set, updatedAt: at, change }, " = ");
  const adds = assign({ ...add, version: 1 }, " ");
  const removed = remove.map((name) => {
    names[`#remove_${name}`] = name;
    return `#remove_${name}`;
  });
  return {
    TableName: table,
    Key: { pk: key.pk, sk: key.sk },
    UpdateExpression: `SET ${sets} ADD ${adds}${removed.length > 0 ? ` REMOVE ${removed.join(", ")}` : ""}`,
    ...condition(update),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  } satisfies UpdateCommandInput;
}

/** Several writes; or one that adds to a number: repeated as UpdateItem it would add twice, only a transaction has a token. */
export function needsTransaction([first, ...others]: Writes): boolean {
  return others.length > 0 || (first.kind === "update" && first.add !== undefined);
}

/** TransactWriteItems of these writes. Sent again under the same token, it is carried out once. */
export function transactionInput(writes: Writes, stamp: Stamp) {
  return {
    ClientRequestToken: stamp.change.id,
    TransactItems: writes.map((one) =>
      one.kind === "put" ? { Put: putInput(one, stamp) } : { Update: updateInput(one, stamp) },
    ),
  } satisfies TransactWriteCommandInput;
}

/** A condition that fails gives back the item that stood in the way: a refusal names it, and a repeated try finds itself. */
function condition({ condition }: Conditional) {
  return { ConditionExpression: condition.expression, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
}
