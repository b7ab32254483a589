import {
  type _Record,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { isRelayed } from "../infra/relayed-records.ts";

/** A range of records in a shard of the table's stream. */
export interface StreamRange {
  readonly streamArn: string;
  readonly shardId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
}

/** Max empty pages before the range is reported as missing from the shard. */
const MAX_EMPTY_PAGES = 20;

/** The records of a range that are relayed, in Lambda's format. @throws where the stream no longer has them. */
export async function relayedRecordsIn(streams: DynamoDBStreamsClient, range: StreamRange): Promise<object[]> {
  const { streamArn, shardId, startSequenceNumber, endSequenceNumber } = range;
  const start = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: "AT_SEQUENCE_NUMBER",
      SequenceNumber: startSequenceNumber,
    }),
  );
  const found: object[] = [];
  let iterator = start.ShardIterator;
  for (let emptyPages = 0; iterator !== undefined && emptyPages < MAX_EMPTY_PAGES; ) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    if (Records.length === 0) emptyPages++;
    for (const record of Records) {
      const sequence = BigInt(record.dynamodb?.SequenceNumber ?? 0);
      if (sequence <= BigInt(endSequenceNumber) && isRelayed(record)) found.push(toLambdaRecord(record, streamArn));
      if (sequence >= BigInt(endSequenceNumber)) return found;
    }
    iterator = NextShardIterator;
  }
  throw new Error(`The shard ${shardId} does not reach the record ${endSequenceNumber}.`);
}

/** Lambda gives a record's time in seconds, and adds the stream's ARN. */
function toLambdaRecord(record: _Record, eventSourceARN: string): object {
  const { ApproximateCreationDateTime: at, ...dynamodb } = record.dynamodb ?? {};
  return {
    ...record,
    eventSourceARN,
    dynamodb: { ...dynamodb, ...(at && { ApproximateCreationDateTime: at.getTime() / 1000 }) },
  };
}
