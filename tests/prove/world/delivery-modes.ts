import type { DynamoDBRecord } from "aws-lambda";

/** How stream records and queue messages are delivered. */
export interface DeliveryRules {
  readonly batches: (backlog: readonly DynamoDBRecord[]) => DynamoDBRecord[][];
  /** One copy of a message per delay; with none the message is lost. */
  readonly messageDelaysMs: readonly number[];
  /** Events of the payment provider that come together come in reverse. */
  readonly isReversed?: boolean;
}

const oneBatch = (backlog: readonly DynamoDBRecord[]): DynamoDBRecord[][] => (backlog.length > 0 ? [[...backlog]] : []);

/** Records of one item keep their order; the items are reversed. */
function byItem(backlog: readonly DynamoDBRecord[]): DynamoDBRecord[] {
  const items = Map.groupBy(backlog, ({ dynamodb }) => JSON.stringify(dynamodb?.Keys));
  return [...items.values()].reverse().flat();
}

export const deliveryModes = {
  usual: { batches: oneBatch, messageDelaysMs: [0] },
  duplicated: { batches: (backlog) => [...oneBatch(backlog), ...oneBatch(backlog)], messageDelaysMs: [0, 0, 2_000] },
  reordered: { batches: (backlog) => oneBatch(byItem(backlog)), messageDelaysMs: [0], isReversed: true },
  "one by one": { batches: (backlog) => byItem(backlog).map((record) => [record]), messageDelaysMs: [300] },
  delayed: { batches: oneBatch, messageDelaysMs: [100_000] },
  lost: { batches: oneBatch, messageDelaysMs: [] },
} as const satisfies Record<string, DeliveryRules>;

export type DeliveryMode = keyof typeof deliveryModes;
