import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import type { Delete, Put } from "./conditional-write.ts";
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
    conflictError: (found) => new Error(`${name} found ${found ? `version ${found.version}` : "nothing"}`),
  };
}

function aDelete(name: string): Delete {
  const { conflictError } = aWrite(name);
  const condition = { expression: "attribute_exists(pk)" };
  return { kind: "delete", name, key: { pk: name, sk: name }, condition, conflictError };
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

test("single write, condition failed: its error, given the stored item", () => {
  expect(() => ignoreIfAlreadyApplied(conditionFailed(theirs), [one], change)).toThrow("first found version 2");
});

test("single write, condition failed without an item: its error", () => {
  expect(() => ignoreIfAlreadyApplied(conditionFailed(), [one], change)).toThrow("first found nothing");
});

test("single write whose first attempt succeeded: no error", () => {
  expect(() => ignoreIfAlreadyApplied(conditionFailed(ours), [one], change)).not.toThrow();
});

test("single write whose first attempt was written over: no error", () => {
  const over = { ...theirs, change: { ...change, id: "change-3", before: ["change-2", "change-1"] } };
  expect(() => ignoreIfAlreadyApplied(conditionFailed(over), [one], change)).not.toThrow();
});

test("item without a change, or with a damaged one: not recognised", () => {
  const damaged = conditionFailed({ pk: "A", version: 7, change: { id: 1 } });
  expect(() => ignoreIfAlreadyApplied(damaged, [one], change)).toThrow("first found version 7");
  expect(() => ignoreIfAlreadyApplied(conditionFailed({ pk: "A", version: 8 }), [one], change)).toThrow("version 8");
});

test("transaction: the error of the write whose condition failed", () => {
  expect(() => ignoreIfAlreadyApplied(cancelled(passed, failed(theirs)), two, change)).toThrow(
    "second found version 2",
  );
});

test("several failed conditions: the first write's error", () => {
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(theirs), failed()), two, change)).toThrow(
    "first found version 2",
  );
});

test("failed condition and conflict in one transaction: the condition's error", () => {
  const error = cancelled({ Code: "TransactionConflict" }, failed());
  expect(() => ignoreIfAlreadyApplied(error, two, change)).toThrow("second found nothing");
});

test("transaction whose first attempt succeeded: no error, also after one item has changed again", () => {
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(ours), failed(ours)), two, change)).not.toThrow();
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(theirs), failed(ours)), two, change)).not.toThrow();
});

test("deletion of what is gone: no error, whoever deleted it", () => {
  expect(() => ignoreIfAlreadyApplied(cancelled(failed()), [aDelete("first")], change)).not.toThrow();
  const both = [aDelete("first"), aDelete("second")] as const;
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(), failed()), both, change)).not.toThrow();
});

test("deletion of what has changed: its error, given the stored item", () => {
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(theirs)), [aDelete("first")], change)).toThrow(
    "first found version 2",
  );
});

test("one of two deletions finds nothing: its error, because the other item is still there", () => {
  const both = [aDelete("first"), aDelete("second")] as const;
  expect(() => ignoreIfAlreadyApplied(cancelled(passed, failed()), both, change)).toThrow("second found nothing");
});

test("deletion of what is gone beside a put that failed: the put decides", () => {
  const putAndDelete = [aWrite("first"), aDelete("second")] as const;
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(ours), failed()), putAndDelete, change)).not.toThrow();
  expect(() => ignoreIfAlreadyApplied(cancelled(failed(theirs), failed()), putAndDelete, change)).toThrow(
    "first found version 2",
  );
});

test("error without a failed condition: rethrown", () => {
  const invalid = cancelled({ Code: "ValidationError" }, passed);
  const other = new Error("no network");
  expect(() => ignoreIfAlreadyApplied(invalid, two, change)).toThrow(invalid);
  expect(() => ignoreIfAlreadyApplied(other, two, change)).toThrow(other);
});
