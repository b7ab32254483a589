import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Write, Writes } from "./conditional-write.ts";
import { type Change, type StoredItem, wasMadeBy } from "./item.ts";

interface FailedCondition {
  readonly write: Write;
  /** The item that stood in the way; undefined where there was none. */
  readonly found: StoredItem | undefined;
}

/**
 * Returns where the writes had been carried out by an earlier try whose answer was lost.
 * @throws the refusal of the first write whose condition failed; the error itself, if it is about no condition.
 */
export function ignoreIfAlreadyApplied(error: unknown, writes: Writes, change: Change): void {
  const failed = failedConditions(error, writes);
  // All of a transaction is carried out or nothing: one item with this change's id proves the others.
  if (failed.some(({ found }) => wasMadeBy(change, found))) return;
  const [first] = failed;
  throw first ? first.write.refusal(first.found) : error;
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
