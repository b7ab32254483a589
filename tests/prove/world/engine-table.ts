import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import * as z from "zod";
import type { StoredItem } from "../../../functions/platform/table/item.ts";
import { localRegion } from "../../../local/environment.ts";

type Image = Parameters<typeof unmarshall>[0];
const Image = z.custom<Image>((value) => typeof value === "object" && value !== null);
const Created = z.object({ TableDescription: z.object({ LatestStreamArn: z.string() }) });
const Described = z.object({ StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }) });
const Iterator = z.object({ ShardIterator: z.string() });
const Records = z.object({
  Records: z.array(z.custom<DynamoDBRecord>((value) => typeof value === "object" && value !== null)),
  NextShardIterator: z.string(),
});
const Scanned = z.object({ Items: z.array(Image) });

/**
 * A table on a real engine, read with plain HTTP requests: stream records have the format that Lambda passes on, and
 * no fault is injected.
 */
export class EngineTable {
  readonly name: string;
  readonly #endpoint: string;
  #iterator: string;

  private constructor(name: string, endpoint: string, iterator: string) {
    this.name = name;
    this.#endpoint = endpoint;
    this.#iterator = iterator;
  }

  static async create(endpoint: string, name: string, definition: object): Promise<EngineTable> {
    const created = Created.parse(
      await send(endpoint, "DynamoDB_20120810.CreateTable", { ...definition, TableName: name }),
    );
    const StreamArn = created.TableDescription.LatestStreamArn;
    const streams = "DynamoDBStreams_20120810";
    const { StreamDescription } = Described.parse(await send(endpoint, `${streams}.DescribeStream`, { StreamArn }));
    const ShardId = StreamDescription.Shards[0]?.ShardId;
    const from = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
    const { ShardIterator } = Iterator.parse(await send(endpoint, `${streams}.GetShardIterator`, from));
    return new EngineTable(name, endpoint, ShardIterator);
  }

  /** The stream's records since the last call. */
  async newRecords(): Promise<DynamoDBRecord[]> {
    const request = { ShardIterator: this.#iterator };
    const read = Records.parse(await send(this.#endpoint, "DynamoDBStreams_20120810.GetRecords", request));
    this.#iterator = read.NextShardIterator;
    return read.Records;
  }

  async items(): Promise<StoredItem[]> {
    const request = { TableName: this.name, ConsistentRead: true };
    const { Items } = Scanned.parse(await send(this.#endpoint, "DynamoDB_20120810.Scan", request));
    return Items.map((item) => unmarshall(item)).filter(({ poison }) => poison !== true);
  }

  /** Stores an order that no function can parse and that is due. */
  async putUnreadableOrder(): Promise<void> {
    const key = { pk: { S: `ORDER#${"0".repeat(12)}` }, sk: { S: "0".repeat(20) } };
    const due = { due: { S: "order#0" }, dueAt: { S: `2026-01-01T00:00:00.000Z#${"0".repeat(12)}` } };
    const Item = { ...key, type: { S: "order" }, poison: { BOOL: true }, ...due };
    await send(this.#endpoint, "DynamoDB_20120810.PutItem", { TableName: this.name, Item });
  }

  async drop(): Promise<void> {
    await send(this.#endpoint, "DynamoDB_20120810.DeleteTable", { TableName: this.name });
  }
}

async function send(endpoint: string, target: string, body: object): Promise<unknown> {
  const credential = `test/20260101/${localRegion}/dynamodb/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": target,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${target} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
