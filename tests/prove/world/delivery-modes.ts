import type { DynamoDBRecord } from "aws-lambda";

/** How the stream's records and the queue's messages come. */
export interface Deliver {
  readonly batches: (backlog: readonly DynamoDBRecord[]) => DynamoDBRecord[][];
  /** One message for each wait, in milliseconds: none, and it is lost. */
  readonly messageWaits: readonly number[];
}

const atOnce = (backlog: readonly DynamoDBRecord[]): DynamoDBRecord[][] => (backlog.length > 0 ? [[...backlog]] : []);

/** An item's records keep their order; nothing else does. */
function byItem(backlog: readonly DynamoDBRecord[]): DynamoDBRecord[] {
  const items = Map.groupBy(backlog, ({ dynamodb }) => JSON.stringify(dynamodb?.Keys));
  return [...items.values()].reverse().flat();
}

/** Everything that may happen on the way from a version to a function that hears of it. */
export const deliveryModes = {
  usual: { batches: atOnce, messageWaits: [0] },
  duplicated: { batches: (backlog) => [...atOnce(backlog), ...atOnce(backlog)], messageWaits: [0, 0, 2_000] },
  reordered: { batches: (backlog) => atOnce(byItem(backlog)), messageWaits: [0] },
  "one by one": { batches: (backlog) => byItem(backlog).map((record) => [record]), messageWaits: [300] },
  delayed: { batches: atOnce, messageWaits: [100_000] },
  lost: { batches: atOnce, messageWaits: [] },
} as const satisfies Record<string, Deliver>;

export type DeliveryMode = keyof typeof deliveryModes;
