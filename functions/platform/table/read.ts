import { BatchGetCommand, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { TryAgainError, withRetry } from "../runtime/retry.ts";
import { setting } from "../runtime/settings.ts";
import { INDEXES, type Index } from "./indexes.ts";
import type { Key, StoredItem } from "./item.ts";
import { tableClient } from "./table-client.ts";

/** DynamoDB's limit for one BatchGetItem. */
const KEYS_PER_BATCH = 100;

/** One item of the base table (consistent read). */
export async function readItem(key: Key): Promise<StoredItem | undefined> {
  const { Item } = await withRetry(() =>
    tableClient.send(new GetCommand({ TableName: setting("TABLE_NAME"), Key: { ...key }, ConsistentRead: true })),
  );
  return Item;
}

export interface ReadOptions {
  /** Whether every write that was answered before the read is seen. A read that may miss the last ones costs half. @default true */
  readonly isConsistent?: boolean;
}

/** Items of the base table by key; an item that does not exist is absent from the map. */
export async function readItems(
  keys: readonly Key[],
  { isConsistent = true }: ReadOptions = {},
): Promise<Map<string, StoredItem>> {
  const found = new Map<string, StoredItem>();
  for (let start = 0; start < keys.length; start += KEYS_PER_BATCH) {
    await readBatch(keys.slice(start, start + KEYS_PER_BATCH), found, isConsistent);
  }
  return found;
}

/** The text of a key in the map that `readItems` returns. */
export function keyText({ pk, sk }: Key): string {
  return `${pk}#${sk}`;
}

/** DynamoDB may return only a part of a batch; the rest is read again, like a throttled call. */
async function readBatch(keys: readonly Key[], found: Map<string, StoredItem>, ConsistentRead: boolean): Promise<void> {
  const TableName = setting("TABLE_NAME");
  let missing: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  await withRetry(async () => {
    const { Responses, UnprocessedKeys } = await tableClient.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: missing, ConsistentRead } } }),
    );
    for (const item of Responses?.[TableName] ?? []) found.set(`${item.pk}#${item.sk}`, item);
    missing = UnprocessedKeys?.[TableName]?.Keys ?? [];
    requireNoneMissing(missing);
  });
}

function requireNoneMissing(missing: readonly unknown[]): void {
  if (missing.length > 0) throw new TryAgainError(`${missing.length} keys of a batch were not read.`);
}

export interface IndexQuery {
  readonly index: Index;
  readonly partition: string;
  readonly limit: number;
  readonly direction: "ascending" | "descending";
  /** Only what comes after this sort key, in the query's direction. */
  readonly after?: string;
  /** Only sort keys up to this one, in an ascending query: what lies beyond it is not read. */
  readonly upTo?: string;
}

/** An entry of an index: the key of an item. */
export interface IndexEntry extends Key {
  readonly sortKey: string;
}

/** Keys from one partition of an index, in order; an index may lag a moment behind the table. */
export async function queryIndex(query: IndexQuery): Promise<IndexEntry[]> {
  const { index, partition, limit, direction } = query;
  const names = INDEXES[index];
  const range = sortKeyRange(query);
  const { Items } = await withRetry(() =>
    tableClient.send(
      new QueryCommand({
        TableName: setting("TABLE_NAME"),
        IndexName: index,
        KeyConditionExpression: `#pk = :pk${range ? ` AND #sk ${range.condition}` : ""}`,
        ExpressionAttributeNames: { "#pk": names.partition, ...(range && { "#sk": names.sort }) },
        ExpressionAttributeValues: { ":pk": partition, ...range?.values },
        ScanIndexForward: direction === "ascending",
        Limit: limit,
      }),
    ),
  );
  return (Items ?? []).map((item) => ({
    pk: String(item.pk),
    sk: String(item.sk),
    sortKey: String(item[names.sort]),
  }));
}

/** A query takes one condition on its sort key. */
function sortKeyRange({ direction, after, upTo }: IndexQuery) {
  if (upTo !== undefined && after !== undefined) {
    // BETWEEN includes both ends: no text lies between a key and the same key with this character.
    return { condition: "BETWEEN :after AND :upTo", values: { ":after": `${after}\u0000`, ":upTo": upTo } };
  }
  if (upTo !== undefined) return { condition: "<= :upTo", values: { ":upTo": upTo } };
  if (after === undefined) return undefined;
  return { condition: `${direction === "ascending" ? ">" : "<"} :after`, values: { ":after": after } };
}

/** A part of a partition: the sort keys that begin with `prefix`, or those before `before`. */
export type PartitionPart = { readonly prefix: string } | { readonly before: string };

/** Items of one partition of the base table, or of a part of it, in order (consistent reads). */
export async function* queryPartition(pk: string, part?: PartitionPart): AsyncGenerator<StoredItem> {
  const range = part && rangeOf(part);
  let from: Record<string, unknown> | undefined;
  do {
    const { Items, LastEvaluatedKey } = await withRetry(() =>
      tableClient.send(
        new QueryCommand({
          TableName: setting("TABLE_NAME"),
          KeyConditionExpression: `pk = :pk${range ? ` AND ${range.condition}` : ""}`,
          ExpressionAttributeValues: { ":pk": pk, ...range?.values },
          ConsistentRead: true,
          ...(from && { ExclusiveStartKey: from }),
        }),
      ),
    );
    yield* Items ?? [];
    from = LastEvaluatedKey;
  } while (from);
}

function rangeOf(part: PartitionPart) {
  return "prefix" in part
    ? { condition: "begins_with(sk, :prefix)", values: { ":prefix": part.prefix } }
    : { condition: "sk < :before", values: { ":before": part.before } };
}

export interface PartitionQuery {
  readonly pk: string;
  /** Of the sort keys. */
  readonly prefix: string;
  readonly direction: "ascending" | "descending";
  readonly limit: number;
  /** Only what comes after this sort key, in the query's direction. */
  readonly after?: string | undefined;
}

/**
 * At most `limit` items of one partition of the base table, in order (consistent reads; more than one where the items
 * take more than 1 MB).
 */
export async function queryItems({ pk, prefix, direction, limit, after }: PartitionQuery): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let from: Record<string, unknown> | undefined = after === undefined ? undefined : { pk, sk: after };
  do {
    const { Items = [], LastEvaluatedKey } = await withRetry(() =>
      tableClient.send(
        new QueryCommand({
          TableName: setting("TABLE_NAME"),
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
          ScanIndexForward: direction === "ascending",
          ConsistentRead: true,
          Limit: limit - items.length,
          ...(from && { ExclusiveStartKey: from }),
        }),
      ),
    );
    items.push(...Items);
    from = LastEvaluatedKey;
  } while (from && items.length < limit);
  return items;
}

export interface SortKeyRange {
  readonly pk: string;
  /** Both ends are part of the range. */
  readonly from: string;
  readonly upTo: string;
  readonly limit: number;
}

/** Sort keys of one partition of the base table, in order; the last writes may be missing. */
export async function querySortKeys({ pk, from, upTo, limit }: SortKeyRange): Promise<string[]> {
  const { Items } = await withRetry(() =>
    tableClient.send(
      new QueryCommand({
        TableName: setting("TABLE_NAME"),
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :upTo",
        ExpressionAttributeValues: { ":pk": pk, ":from": from, ":upTo": upTo },
        ProjectionExpression: "sk",
        Limit: limit,
      }),
    ),
  );
  return (Items ?? []).map(({ sk }) => String(sk));
}
