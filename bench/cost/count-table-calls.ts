import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { ServiceInputTypes } from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { InitializeHandlerArguments } from "@smithy/types";
import * as z from "zod";
import type { Key } from "../../functions/platform/table/item.ts";
import { tableClient } from "../../functions/platform/table/table-client.ts";
import { writesIn } from "../../functions/platform/table/write.ts";
import { isInsideProvider } from "../../tests/prove/world/inside-provider.ts";
import { type CountedOperation, callMilliseconds } from "./assumptions.ts";
import type { Image } from "./dynamodb/item-size.ts";
import { itemReadUnits, queryReadUnits } from "./dynamodb/read-units.ts";
import type { TableIndex } from "./dynamodb/table-indexes.ts";
import { type ItemWrite, indexWriteUnits, tableWriteUnits } from "./dynamodb/write-units.ts";
import { writtenUnits } from "./engine-capacity.ts";
import { type Meter, SANDBOX } from "./meter.ts";
import { indexMeasure, type Usage } from "./usage.ts";

export interface TableMeter {
  readonly meter: Meter;
  readonly endpoint: string;
  readonly indexes: readonly TableIndex[];
  /** The function that is running. */
  readonly runningFunction: () => string;
}

/** Counts every call of this process's functions to the table, by the sizes of the items that it read or wrote. */
export function countTableCalls({ meter, endpoint, indexes, runningFunction }: TableMeter): void {
  const reader = new DynamoDBClient({ endpoint });
  tableClient.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (sent: InitializeHandlerArguments<ServiceInputTypes>) => {
        const operation = Operation.parse(commandName.replace(/Command$/, ""));
        const keys = writtenKeys(sent.input);
        const by = isInsideProvider() ? SANDBOX : runningFunction();
        const before = await imagesOf(reader, keys);
        let read: Usage = {};
        let ofEngine: Usage | undefined;
        try {
          const answer = await next(keys.length === 0 ? sent : { ...sent, input: askingForCapacity(sent.input) });
          if (keys.length === 0) read = readUsage(sent.input, answer.output);
          else ofEngine = writtenUnits(answer.output);
          return answer;
        } finally {
          const after = await imagesOf(reader, keys);
          const writes = before.map((image, index) => ({ before: image, after: after[index] }));
          const written = writeUsage(writes, operation === "TransactWriteItems", indexes);
          const what = describe(operation, sent.input);
          meter.countCall(by, operation, what, { ...read, ...written });
          if (ofEngine) meter.compare(`${by}: ${what}`, written, ofEngine);
        }
      },
    { step: "initialize", priority: "low", name: "cost" },
  );
}

function askingForCapacity(input: ServiceInputTypes): ServiceInputTypes {
  return Object.assign({ ...input }, { ReturnConsumedCapacity: "INDEXES" as const });
}

const Operation = z.custom<CountedOperation>(
  (name) => typeof name === "string" && name in callMilliseconds,
  "bench/cost/assumptions.ts has no time for a call that a function makes",
);

/** Example: `TransactWriteItems (createOrder, 3 holdStock)`. */
function describe(operation: string, input: ServiceInputTypes): string {
  const counts = Map.groupBy(writesIn(input), (name) => name);
  const writes = [...counts].map(([name, same]) => (same.length === 1 ? name : `${same.length} ${name}`));
  const index = "IndexName" in input && input.IndexName !== undefined ? [input.IndexName] : [];
  const what = [...index, ...writes].join(", ");
  return what === "" ? operation : `${operation} (${what})`;
}

const ItemKey = z.object({ pk: z.string(), sk: z.string() });

function writtenKeys(input: ServiceInputTypes): Key[] {
  if ("TransactItems" in input) {
    return (input.TransactItems ?? []).map((one) => ItemKey.parse(keyIn(one)));
  }
  if ("Item" in input) return [ItemKey.parse(input.Item)];
  return "UpdateExpression" in input ? [ItemKey.parse(input.Key)] : [];
}

type Member = NonNullable<Extract<ServiceInputTypes, { TransactItems: unknown }>["TransactItems"]>[number];

function keyIn(one: Member): unknown {
  if ("Put" in one) return one.Put?.Item;
  if ("Update" in one) return one.Update?.Key;
  return "Delete" in one ? one.Delete?.Key : undefined;
}

function imagesOf(reader: DynamoDBClient, keys: readonly Key[]): Promise<(Image | undefined)[]> {
  return Promise.all(
    keys.map(async ({ pk, sk }) => {
      const { Item } = await reader.send(
        new GetItemCommand({
          TableName: process.env.TABLE_NAME,
          Key: { pk: { S: pk }, sk: { S: sk } },
          ConsistentRead: true,
        }),
      );
      return Item;
    }),
  );
}

function writeUsage(writes: readonly ItemWrite[], inTransaction: boolean, indexes: readonly TableIndex[]): Usage {
  if (writes.length === 0) return {};
  const units = (unitsOf: (write: ItemWrite) => number) => writes.reduce((sum, write) => sum + unitsOf(write), 0);
  return {
    tableWriteUnits: units((write) => tableWriteUnits(write, inTransaction)),
    ...Object.fromEntries(
      indexes.map((index) => [indexMeasure(index.name, "Write"), units((write) => indexWriteUnits(index, write))]),
    ),
  };
}

const Item = z.record(z.string(), z.unknown());
const BatchGet = z.object({
  RequestItems: z.record(
    z.string(),
    z.object({ Keys: z.array(z.unknown()), ConsistentRead: z.boolean().default(false) }),
  ),
});
const BatchGot = z.object({ Responses: z.record(z.string(), z.array(Item)) });
const Got = z.object({ Item: Item.optional() });
const Queried = z.object({ Items: z.array(Item) });

function readUsage(input: ServiceInputTypes, output: unknown): Usage {
  if ("KeyConditionExpression" in input) {
    const units = queryReadUnits(Queried.parse(output).Items.map(imageOf), input.ConsistentRead === true);
    const { IndexName } = input;
    return IndexName === undefined ? { tableReadUnits: units } : { [indexMeasure(IndexName, "Read")]: units };
  }
  if ("RequestItems" in input) return { tableReadUnits: batchReadUnits(input, output) };
  const { Item: item } = Got.parse(output);
  const isConsistent = "ConsistentRead" in input && input.ConsistentRead === true;
  return { tableReadUnits: itemReadUnits(item && imageOf(item), isConsistent) };
}

function batchReadUnits(input: ServiceInputTypes, output: unknown): number {
  const { Responses } = BatchGot.parse(output);
  return Object.entries(BatchGet.parse(input).RequestItems).reduce((sum, [table, { Keys, ConsistentRead }]) => {
    const found = (Responses[table] ?? []).map(imageOf);
    const missing = Array.from({ length: Keys.length - found.length }, () => undefined);
    return [...found, ...missing].reduce((units, item) => units + itemReadUnits(item, ConsistentRead), sum);
  }, 0);
}

function imageOf(item: Record<string, unknown>): Image {
  return marshall(item, { removeUndefinedValues: true });
}
