import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { engineClientSettings, output } from "./aws.ts";

const tables = new DynamoDBClient(engineClientSettings);
const streams = new DynamoDBStreamsClient(engineClientSettings);

/** An item's records in the table's stream, and their shard. */
export interface StreamedItem {
  readonly streamArn: string;
  readonly shardId: string;
  readonly records: readonly _Record[];
}

/** Reads an item's records from the table's stream. @throws where it has none */
export async function streamedItem(pk: string): Promise<StreamedItem> {
  const { Table } = await tables.send(new DescribeTableCommand({ TableName: output("TableName") }));
  const streamArn = Table?.LatestStreamArn ?? "";
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  for (const { ShardId: shardId = "" } of StreamDescription?.Shards ?? []) {
    const records = (await recordsOf(streamArn, shardId)).filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S === pk);
    if (records.length > 0) return { streamArn, shardId, records };
  }
  throw new Error(`The stream holds nothing of ${pk}.`);
}

async function recordsOf(StreamArn: string, ShardId: string): Promise<_Record[]> {
  const from = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
  let { ShardIterator: iterator } = await streams.send(new GetShardIteratorCommand(from));
  const all: _Record[] = [];
  while (iterator !== undefined) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    if (Records.length === 0) break;
    all.push(...Records);
    iterator = NextShardIterator;
  }
  return all;
}
