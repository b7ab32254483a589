import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import type { Put } from "./conditional-write.ts";
import type { StoredItem } from "./item.ts";
import { ignoreIfAlreadyApplied } from "./write.ts";

const change = { id: "change-1", actor: "staff:bob", cause: "placeOrder", correlationId: "request-1" };
const ours: StoredItem = { pk: "A", version: 2, change };
const theirs: StoredItem = { pk: "A", version: 2, change: { ...change, id: "change-2" } };

/** A write whose refusal tells which write it was and what it found. */
function aWrite(name: string): Put {
  return {
    kind: "put",
    name,
    item: { pk: name, sk: name },
    condition: { expression: "attribute_not_exists(pk)" },
    refusal: (found) => new Error(`${name} found ${found ? `version ${found.version}` : "nothing"}`),
  };
}

function conditionFailed(found?: StoredItem) {
  const Item = found && marshall(found);
  return new ConditionalCheckFailedException({ $metadata: {}, message: "failed", ...(Item && { Item }) });
}

function cancelled(...reasons: CancellationReason[]) {
  return new TransactionCanceledException({ $metadata: {}, message: "cancelled", CancellationReasons: reasons });
}

const passed: CancellationReason = { Code: "None" };
function failed(found?: StoredItem): CancellationReason {
  return { Code: "ConditionalCheckFailed", ...(found && { Item: marshall(found) }) };
}

const one = aWrite("first");
const two = [aWrite("first"), aWrite("second")] as const;

test("a single write that somebody else forestalled is refused, given what stood in the way", () => {
  expect(() => ignoreIfAlreadyApplied(conditionFailed(theirs), [one], change)).toThrow("first found version 2");
});

test("a single write that found nothing is refused", () => {
  expect(() => ignoreIfAlreadyApplied(conditionFailed(), [one], change)).toThrow("first found nothing");
});

test("a single write that stands in its own way got through at its first try", () => {
  expect(() => ignoreIfAlreadyApplied(conditionFailed(ours), [one], change)).not.toThrow();
});

test("a single write that somebody has written over got through at its first try", () => {
  const over = { ...theirs, change: { ...change, id: "change-3", before: ["change-2", "change-1"] } };
  expect(() => ignoreIfAlreadyApplied(conditionFailed(over), [one], change)).not.toThrow();
});

test("an item without a change, or with a damaged one, is not ours", () => {
  const damaged = conditionFailed({ pk: "A", version: 7, change: { id: 1 } });
  expect(() => ignoreIfAlreadyApplied(damaged, [one], change)).toThrow("first found version 7");
  expect(() => ignoreIfAlreadyApplied(conditionFailed({ pk: "A", version: 8 }), [one], change)).toThrow("version 8");
});

test("a transaction is refused by the write whose condition failed", () => {
  expect(() => ignoreIfAlreadyApplied(cancelled(passed, failed(theirs)), two, change)).toThrow(
    "second found version 2",
  );
});

test("of several failed conditions the first write's refusal counts", () => {
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(theirs), failed()), two, change)).toThrow(
    "first found version 2",
  );
});

test("a condition that failed outranks a conflict in the same transaction", () => {
  const error = cancelled({ Code: "TransactionConflict" }, failed());
  expect(() => ignoreIfAlreadyApplied(error, two, change)).toThrow("second found nothing");
});

test("a transaction that stands in its own way got through, also where one of its items has moved on since", () => {
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(ours), failed(ours)), two, change)).not.toThrow();
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(theirs), failed(ours)), two, change)).not.toThrow();
});

test("an error that is about no condition is passed on as it is", () => {
  const invalid = cancelled({ Code: "ValidationError" }, passed);
  const other = new Error("no network");
  expect(() => ignoreIfAlreadyApplied(invalid, two, change)).toThrow(invalid);
  expect(() => ignoreIfAlreadyApplied(other, two, change)).toThrow(other);
});
