import type { ServiceInputTypes, ServiceOutputTypes } from "@aws-sdk/lib-dynamodb";
import type { InitializeHandlerArguments } from "@smithy/types";
import * as z from "zod";
import type { StoredItem } from "../../functions/platform/table/item.ts";
import { tableClient } from "../../functions/platform/table/table-client.ts";

const BatchGet = z.object({
  RequestItems: z.record(z.string(), z.object({ Keys: z.array(z.object({ pk: z.string(), sk: z.string() })) })),
});

/** A table in memory that answers the reads of this process; an index may lag behind it. */
export class FakeTable {
  readonly #items = new Map<string, StoredItem>();
  readonly #unindexed = new Set<string>();
  #before: (call: number) => void = () => {};
  #calls = 0;

  /** From here on the process's reads come here. */
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

  /** The indexes have not heard of this item yet. */
  hide(pk: string): void {
    this.#unindexed.add(pk);
  }

  /** Now they have heard of everything. */
  catchUp(): void {
    this.#unindexed.clear();
  }

  /** Does something before each call, which counts from 1. */
  beforeEach(act: (call: number) => void): void {
    this.#calls = 0;
    this.#before = act;
  }

  #answer(input: ServiceInputTypes): ServiceOutputTypes {
    this.#before(++this.#calls);
    if ("KeyConditionExpression" in input) return { Items: this.#query(input), $metadata: {} };
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

  #query(query: QueryInput): Record<string, unknown>[] {
    const { IndexName, ExpressionAttributeValues: values = {}, Limit, ScanIndexForward: ascending = true } = query;
    const { ":pk": partition, ":after": after, ":prefix": prefix } = values;
    const [pk, sk] = [`${IndexName ?? ""}pk`, `${IndexName ?? ""}sk`];
    const position = (item: StoredItem) => String(item[sk]);
    const comesBefore = (one: string, other: string) => (ascending ? one < other : one > other);
    return [...this.#items.values()]
      .filter((item) => item[pk] === partition && (IndexName === undefined || !this.#unindexed.has(String(item.pk))))
      .filter((item) => typeof after !== "string" || comesBefore(after, position(item)))
      .filter((item) => typeof prefix !== "string" || position(item).startsWith(prefix))
      .sort((a, b) => (comesBefore(position(a), position(b)) ? -1 : 1))
      .slice(0, Limit);
  }
}

/** A query, of an index or of the table. */
interface QueryInput {
  readonly IndexName?: string | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
  readonly Limit?: number | undefined;
  readonly ScanIndexForward?: boolean | undefined;
}
