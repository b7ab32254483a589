import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { expect, test } from "vitest";
import { historyIn } from "./history.ts";

const key = { pk: { S: "THING#1" }, sk: { S: "THING" } };

function stored(version: number): DynamoDBRecord {
  const image: object = marshall({ pk: "THING#1", sk: "THING", version });
  return JSON.parse(JSON.stringify({ eventName: "MODIFY", dynamodb: { Keys: key, NewImage: image } }));
}

const deleted: DynamoDBRecord = { eventName: "REMOVE", dynamodb: { Keys: key } };

test("item that is stored again after it was deleted: another history, which begins at version 1", () => {
  const history = historyIn([stored(1), stored(2), deleted, stored(1), deleted, stored(1), stored(2)]);
  const versions = [...history.values()].map((items) => items.map(({ version }) => version));
  expect(versions.toSorted()).toEqual([[1], [1, 2], [1, 2]].toSorted());
  expect(history.get("THING#1 THING")).toHaveLength(2);
});
