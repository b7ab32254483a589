import { randomBytes } from "node:crypto";
import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DeleteCommandInput,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { currentContext, now } from "../runtime/request-context.ts";
import { withRetry } from "../runtime/retry.ts";
import { setting } from "../runtime/settings.ts";
import type { Timestamp } from "../values/time.ts";
import type { Conditional, Delete, Put, Update, Write, Writes } from "./conditional-write.ts";
import { type Change, type StoredItem, wasMadeBy, withEarlierChanges } from "./item.ts";
import { tableClient } from "./table-client.ts";

/**
 * Carries out one write, or several in one transaction. Retries under one token and one change id,
 * so that an attempt whose answer was lost is recognised at the retry.
 *
 * @throws the error of the first write whose condition fails; 503 `unavailable` where AWS stays busy.
 */
export async function write(writes: Writes): Promise<void> {
  const { actor, cause, correlationId } = currentContext();
  const change = { id: newChangeId(), actor, cause, correlationId };
  const send = sender(writes, { table: setting("TABLE_NAME"), change, at: now() });
  try {
    await withRetry(send);
  } catch (error) {
    ignoreIfAlreadyApplied(error, writes, change);
  }
}

/** 96 bits: short, because an item holds the ids of its last changes. */
function newChangeId(): string {
  return randomBytes(12).toString("base64url");
}

const namesOf = new WeakMap<object, readonly string[]>();

/** The names of the writes in a command's input, in order, for code that intercepts the client's calls. */
export function writesIn(input: object): readonly string[] {
  return namesOf.get(input) ?? [];
}

function named<Input extends object>(input: Input, writes: Writes): Input {
  const names = writes.map(({ name }) => name);
  namesOf.set(input, names);
  return input;
}

function sender(writes: Writes, stamp: Stamp): () => Promise<unknown> {
  const one = loneWrite(writes);
  if (!one) {
    const input = named(transactionInput(writes, stamp), writes);
    return () => tableClient.send(new TransactWriteCommand(input));
  }
  if (one.kind === "put") {
    const input = named(putInput(one, stamp), writes);
    return () => tableClient.send(new PutCommand(input));
  }
  const input = named(updateInput(one, stamp), writes);
  return () => tableClient.send(new UpdateCommand(input));
}

interface FailedCondition {
  readonly write: Write;
  /** The stored item; undefined where there was none. */
  readonly found: StoredItem | undefined;
}

/**
 * Returns where an earlier attempt, whose answer was lost, carried the writes out.
 * @throws the error of the first write whose condition failed; the given error, if no condition failed.
 */
export function ignoreIfAlreadyApplied(error: unknown, writes: Writes, change: Change): void {
  const failed = failedConditions(error, writes);
  if (isAlreadyApplied(failed, change) || isAllGone(failed, writes)) return;
  const [first] = failed;
  throw first ? first.write.conflictError(first.found) : error;
}

/** A transaction is carried out whole or not at all, so one item with this change's id proves the others. */
function isAlreadyApplied(failed: readonly FailedCondition[], change: Change): boolean {
  return failed.some(({ found }) => wasMadeBy(change, found));
}

/** Whether nothing but deletions was asked, and each item is gone: by an earlier attempt, or by another request. */
function isAllGone(failed: readonly FailedCondition[], writes: Writes): boolean {
  return failed.length === writes.length && failed.every(({ write, found }) => write.kind === "delete" && !found);
}

function failedConditions(error: unknown, writes: Writes): FailedCondition[] {
  if (error instanceof ConditionalCheckFailedException) {
    return [{ write: writes[0], found: error.Item && unmarshall(error.Item) }];
  }
  if (!(error instanceof TransactionCanceledException)) return [];
  return (error.CancellationReasons ?? []).flatMap(({ Code, Item }, index) => {
    const write = writes[index];
    return write && Code === "ConditionalCheckFailed" ? [{ write, found: Item && unmarshall(Item) }] : [];
  });
}

/** What one call of `write` adds to every item that it writes. */
export interface Stamp {
  readonly table: string;
  readonly change: Change;
  readonly at: Timestamp;
}

/** PutItem of one write. */
export function putInput({ item, ...put }: Put, { table, change }: Stamp) {
  return {
    TableName: table,
    Item: { ...item, change: withEarlierChanges(item.change, change) },
    ...condition(put),
    ...namesAndValues(put),
  } satisfies PutCommandInput;
}

/** UpdateItem of one write. The version is incremented, the time and the change are set. */
export function updateInput({ key, set, remove = [], add, ...update }: Update, { table, change, at }: Stamp) {
  const names: Record<string, string> = { ...update.condition.names };
  const values: Record<string, unknown> = { ...update.condition.values };
  const assign = (attributes: Readonly<Record<string, unknown>>, operator: string) =>
    Object.entries(attributes)
      .map(([name, value]) => {
        const placeholder = `set_${name.replace(/\W/g, "_")}`;
        names[`#${placeholder}`] = name;
        values[`:${placeholder}`] = value;
        return `#${placeholder}${operator}:${placeholder}`;
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

/**
 * The write that needs no transaction. Others need the token of one: what adds to a number would add twice at a retry,
 * and what deletes would not find what it deleted.
 */
export function loneWrite([first, ...others]: Writes): Put | Update | undefined {
  if (others.length > 0 || first.kind === "delete") return undefined;
  return first.kind === "update" && first.add !== undefined ? undefined : first;
}

/** A deletion as a part of a transaction. */
export function deleteInput({ key, ...one }: Delete, { table }: Stamp) {
  return {
    TableName: table,
    Key: { pk: key.pk, sk: key.sk },
    ...condition(one),
    ...namesAndValues(one),
  } satisfies DeleteCommandInput;
}

/** TransactWriteItems of these writes. A retry under the same token is carried out once. */
export function transactionInput(writes: Writes, stamp: Stamp) {
  return {
    ClientRequestToken: stamp.change.id,
    TransactItems: writes.map((one) => memberOf(one, stamp)),
  } satisfies TransactWriteCommandInput;
}

function memberOf(one: Write, stamp: Stamp) {
  switch (one.kind) {
    case "put":
      return { Put: putInput(one, stamp) };
    case "update":
      return { Update: updateInput(one, stamp) };
    case "delete":
      return { Delete: deleteInput(one, stamp) };
  }
}

/** A failed condition returns the stored item: the error names it, and a retry recognises its own first attempt. */
function condition({ condition }: Conditional) {
  return { ConditionExpression: condition.expression, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
}

/** DynamoDB refuses empty ones. */
function namesAndValues({ condition: { names, values } }: Conditional) {
  return {
    ...(names && { ExpressionAttributeNames: { ...names } }),
    ...(values && { ExpressionAttributeValues: { ...values } }),
  };
}
