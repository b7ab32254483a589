import type { ServiceInputTypes, ServiceOutputTypes } from "@aws-sdk/lib-dynamodb";
import type { InitializeHandlerArguments } from "@smithy/types";
import * as z from "zod";
import { INDEXES } from "../../functions/platform/table/indexes.ts";
import type { StoredItem } from "../../functions/platform/table/item.ts";
import { tableClient } from "../../functions/platform/table/table-client.ts";

const BatchGet = z.object({
  RequestItems: z.record(z.string(), z.object({ Keys: z.array(z.object({ pk: z.string(), sk: z.string() })) })),
});

/** A table in memory for the reads of this process; its indexes can be stale. */
export class FakeTable {
  readonly #items = new Map<string, StoredItem>();
  readonly #unindexed = new Set<string>();
  #before: (call: number) => void = () => {};
  #calls = 0;
  #pageSize = Number.POSITIVE_INFINITY;
  /** The inputs of its reads, in order. */
  readonly reads: ServiceInputTypes[] = [];

  /** Creates a table and sends this process's reads to it. */
  static connect(): FakeTable {
    process.env.TABLE_NAME = "fake";
    const table = new FakeTable();
    tableClient.middlewareStack.add(
      () => async (sent: InitializeHandlerArguments<ServiceInputTypes>) => ({
        response: undefined,
        output: table.#answer(sent.input),
      }),
      { step: "initialize", priority: "high", name: "fakeTable", override: true },
    );
    return table;
  }

  put(item: StoredItem): void {
    this.#items.set(`${item.pk}#${item.sk}`, item);
  }

  remove(pk: string, sk: string): void {
    this.#items.delete(`${pk}#${sk}`);
  }

  /** Hides an item from the indexes. */
  hide(pk: string): void {
    this.#unindexed.add(pk);
  }

  /** Brings the indexes up to date. */
  catchUp(): void {
    this.#unindexed.clear();
  }

  /** Runs something before each call; calls count from 1. */
  beforeEach(act: (call: number) => void): void {
    this.#calls = 0;
    this.#before = act;
  }

  /** Lets a query return at most so many items, as one does whose items take more than 1 MB. */
  limitPages(items: number): void {
    this.#pageSize = items;
  }

  #answer(input: ServiceInputTypes): ServiceOutputTypes {
    this.#before(++this.#calls);
    this.reads.push(input);
    if ("KeyConditionExpression" in input) return { ...this.#page(input), $metadata: {} };
    if ("Key" in input) return { Item: this.#items.get(`${input.Key?.pk}#${input.Key?.sk}`), $metadata: {} };
    const { RequestItems } = BatchGet.parse(input);
    const Responses = Object.fromEntries(
      Object.entries(RequestItems).map(([name, { Keys }]) => [
        name,
        Keys.map(({ pk, sk }) => this.#items.get(`${pk}#${sk}`)).filter((item) => item !== undefined),
      ]),
    );
    return { Responses, $metadata: {} };
  }

  /** The items of a query that one page has, and the key of the last where there are more. */
  #page(query: QueryInput) {
    const matching = this.#query(query);
    const Items = matching.slice(0, Math.min(query.Limit ?? Number.POSITIVE_INFINITY, this.#pageSize));
    const last = Items.length < matching.length ? Items.at(-1) : undefined;
    return { Items, ...(last && { LastEvaluatedKey: { pk: last.pk, sk: last.sk } }) };
  }

  #query(query: QueryInput): Record<string, unknown>[] {
    const { IndexName, ExpressionAttributeValues: values = {}, ScanIndexForward: ascending = true } = query;
    const { ":pk": partition, ":from": from, ":upTo": upTo, ":prefix": prefix } = values;
    const after = query.ExclusiveStartKey?.sk ?? values[":after"];
    const { partition: pk, sort: sk } = keysOf(IndexName);
    const position = (item: StoredItem) => String(item[sk]);
    const comesBefore = (one: string, other: string) => (ascending ? one < other : one > other);
    return [...this.#items.values()]
      .filter((item) => item[pk] === partition && (IndexName === undefined || !this.#unindexed.has(String(item.pk))))
      .filter((item) => typeof after !== "string" || comesBefore(after, position(item)))
      .filter((item) => typeof from !== "string" || position(item) >= from)
      .filter((item) => typeof upTo !== "string" || position(item) <= upTo)
      .filter((item) => typeof prefix !== "string" || position(item).startsWith(prefix))
      .sort((a, b) => (comesBefore(position(a), position(b)) ? -1 : 1));
  }
}

function keysOf(indexName: string | undefined) {
  const [, keys = { partition: "pk", sort: "sk" }] = Object.entries(INDEXES).find(([name]) => name === indexName) ?? [];
  return keys;
}

interface QueryInput {
  readonly IndexName?: string | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
  readonly ExclusiveStartKey?: Readonly<Record<string, unknown>> | undefined;
  readonly Limit?: number | undefined;
  readonly ScanIndexForward?: boolean | undefined;
}
