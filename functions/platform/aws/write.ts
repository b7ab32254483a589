import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { setting } from "../settings.ts";
import { currentWork, now } from "../work.ts";
import { tableClient } from "./clients.ts";
import { Change, type Key, type StoredItem } from "./item.ts";
import { withRetry } from "./retry.ts";

/** A condition on the stored item, in DynamoDB's expression language. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

interface Conditional {
  /** Names the condition in logs and in the proof that each condition is needed. */
  readonly name: string;
  readonly condition: Condition;
  /** The error that a failed condition means, given the item that stood in the way. */
  readonly refusal: (found: StoredItem | undefined) => Error;
}

export interface Put extends Conditional {
  readonly kind: "put";
  readonly item: Key & StoredItem;
}

export interface Update extends Conditional {
  readonly kind: "update";
  readonly key: Key;
  /** Attributes to set, and numbers to add to. The version and the time are seen to. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
}

/** One conditional write as a value: made by a table file, carried out by `write`. */
export type Write = Put | Update;

/**
 * Carries out one write, or several in one transaction. Retries what is worth it, under one token and one change id,
 * so that a try whose answer was lost is recognised when it is sent again.
 *
 * @throws the refusal of the first write whose condition fails; 503 `unavailable` where AWS stays busy.
 */
export async function write(writes: readonly [Write, ...Write[]]): Promise<void> {
  const { actor, cause, correlationId } = currentWork();
  const change: Change = { id: randomUUID(), actor, cause, correlationId };
  const [first, ...others] = writes;
  await (others.length === 0 ? writeOne(first, change) : writeAll(writes, change));
}

async function writeOne(one: Write, change: Change): Promise<void> {
  try {
    await withRetry(() => {
      const conditional = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
      return one.kind === "put"
        ? tableClient.send(new PutCommand({ ...putInput(one, change), ...conditional }))
        : tableClient.send(new UpdateCommand({ ...updateInput(one, change), ...conditional }));
    });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = error.Item && unmarshall(error.Item);
    if (!isOurs(found, change)) throw one.refusal(found);
  }
}

async function writeAll(writes: readonly Write[], change: Change): Promise<void> {
  const command = {
    ClientRequestToken: change.id,
    TransactItems: writes.map((one) => {
      const conditional = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
      return one.kind === "put"
        ? { Put: { ...putInput(one, change), ...conditional } }
        : { Update: { ...updateInput(one, change), ...conditional } };
    }),
  };
  try {
    await withRetry(() => tableClient.send(new TransactWriteCommand(command)));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const refused = refusedWrites(writes, error, change);
    if (refused === "ours") return;
    throw refused ?? error;
  }
}

/** The error that a cancelled transaction means; "ours" where it had been carried out by an earlier try. */
function refusedWrites(
  writes: readonly Write[],
  error: TransactionCanceledException,
  change: Change,
): Error | "ours" | undefined {
  for (const [index, reason] of (error.CancellationReasons ?? []).entries()) {
    const one = writes[index];
    if (!one || reason.Code !== "ConditionalCheckFailed") continue;
    const found = reason.Item && unmarshall(reason.Item);
    return isOurs(found, change) ? "ours" : one.refusal(found);
  }
  return undefined;
}

function isOurs(found: StoredItem | undefined, change: Change): boolean {
  const theirs = Change.safeParse(found?.change);
  return theirs.success && theirs.data.id === change.id;
}

function conditionInput({ condition }: Conditional) {
  return {
    ConditionExpression: condition.expression,
    ...(condition.names && { ExpressionAttributeNames: { ...condition.names } }),
    ...(condition.values && { ExpressionAttributeValues: { ...condition.values } }),
  };
}

function putInput(put: Put, change: Change): PutCommandInput {
  return { TableName: setting("TABLE_NAME"), Item: { ...put.item, change }, ...conditionInput(put) };
}

function updateInput(update: Update, change: Change): UpdateCommandInput & { UpdateExpression: string } {
  const set = { ...update.set, updatedAt: now(), change };
  const add = { ...update.add, version: 1 };
  const names: Record<string, string> = { ...update.condition.names };
  const values: Record<string, unknown> = { ...update.condition.values };
  const assign = (attributes: Readonly<Record<string, unknown>>, join: string) =>
    Object.entries(attributes)
      .map(([name, value]) => {
        names[`#set_${name}`] = name;
        values[`:set_${name}`] = value;
        return `#set_${name}${join}:set_${name}`;
      })
      .join(", ");
  return {
    TableName: setting("TABLE_NAME"),
    Key: { pk: update.key.pk, sk: update.key.sk },
    UpdateExpression: `SET ${assign(set, " = ")} ADD ${assign(add, " ")}`,
    ConditionExpression: update.condition.expression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}
