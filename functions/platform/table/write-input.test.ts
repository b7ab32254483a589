import { expect, test } from "vitest";
import type { Delete, Put, Update, Writes } from "./conditional-write.ts";
import { deleteInput, loneWrite, putInput, type Stamp, transactionInput, updateInput } from "./write.ts";

const stamp: Stamp = {
  table: "waybill",
  at: "2026-11-21T05:30:00.000Z",
  change: { id: "change-1", actor: "staff:bob", cause: "changeProduct", correlationId: "request-1" },
};

function aPut(changes: Partial<Put> = {}): Put {
  return {
    kind: "put",
    name: "createThing",
    item: { pk: "THING#1", sk: "THING", colour: "blue" },
    condition: { expression: "attribute_not_exists(pk)" },
    conflictError: () => new Error("exists"),
    ...changes,
  };
}

function anUpdate(changes: Partial<Update> = {}): Update {
  return {
    kind: "update",
    name: "takeUnits",
    key: { pk: "THING#1", sk: "STOCK" },
    condition: { expression: "#c >= :q", names: { "#c": "available" }, values: { ":q": 2 } },
    conflictError: () => new Error("too few"),
    ...changes,
  };
}

function aDelete(changes: Partial<Delete> = {}): Delete {
  return {
    kind: "delete",
    name: "forgetThing",
    key: { pk: "THING#1", sk: "THING" },
    condition: { expression: "#version = :version", names: { "#version": "version" }, values: { ":version": 2 } },
    conflictError: () => new Error("changed"),
    ...changes,
  };
}

test("put: has the actor and the cause of the change", () => {
  expect(putInput(aPut(), stamp).Item).toEqual({ pk: "THING#1", sk: "THING", colour: "blue", change: stamp.change });
});

test("put of a changed item: has the ids of the three changes before", () => {
  const earlier = { ...stamp.change, id: "4", before: ["3", "2", "1"] };
  const read = aPut({ item: { pk: "THING#1", sk: "THING", change: earlier } });
  expect(putInput(read, stamp).Item.change).toEqual({ ...stamp.change, before: ["4", "3", "2"] });
});

test("put of an item with a damaged change: ignores it", () => {
  const read = aPut({ item: { pk: "THING#1", sk: "THING", change: { id: 1 } } });
  expect(putInput(read, stamp).Item.change).toEqual(stamp.change);
});

test.each([
  ["put", putInput(aPut(), stamp)],
  ["delete", deleteInput(aDelete({ condition: { expression: "attribute_exists(pk)" } }), stamp)],
])("%s without names or values: sends no empty ones, which DynamoDB refuses", (_, input) => {
  expect(input).not.toHaveProperty("ExpressionAttributeNames");
  expect(input).not.toHaveProperty("ExpressionAttributeValues");
});

test("delete: names the item's key alone, under its condition", () => {
  const item = { ...aDelete().key, colour: "blue" };
  expect(deleteInput(aDelete({ key: item }), stamp)).toEqual({
    TableName: "waybill",
    Key: { pk: "THING#1", sk: "THING" },
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": 2 },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
});

test("update: version incremented; time, actor and cause set", () => {
  const input = updateInput(anUpdate({ set: { colour: "red" }, add: { available: -2 } }), stamp);
  expect(input.UpdateExpression).toBe(
    "SET #set_colour = :set_colour, #set_updatedAt = :set_updatedAt, #set_change = :set_change " +
      "ADD #set_available :set_available, #set_version :set_version",
  );
  expect(input.ExpressionAttributeValues).toEqual({
    ":q": 2,
    ":set_colour": "red",
    ":set_updatedAt": stamp.at,
    ":set_change": stamp.change,
    ":set_available": -2,
    ":set_version": 1,
  });
});

test("update: removes an attribute in the same call", () => {
  const { UpdateExpression, ExpressionAttributeNames } = updateInput(anUpdate({ remove: ["colour"] }), stamp);
  expect(UpdateExpression).toMatch(/ REMOVE #remove_colour$/);
  expect(ExpressionAttributeNames).toMatchObject({ "#remove_colour": "colour" });
});

test("update: names of the condition and of the set attributes do not collide", () => {
  const { ExpressionAttributeNames, ConditionExpression } = updateInput(anUpdate({ add: { available: -2 } }), stamp);
  expect(ConditionExpression).toBe("#c >= :q");
  expect(ExpressionAttributeNames).toMatchObject({ "#c": "available", "#set_available": "available" });
});

test("making an input does not change the write", () => {
  const update = anUpdate({ add: { available: -2 } });
  const before = structuredClone({ ...update, conflictError: undefined });
  updateInput(update, stamp);
  expect({ ...update, conflictError: undefined }).toEqual(before);
});

test("failed condition: returns the stored item", () => {
  const returned = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
  expect(putInput(aPut(), stamp)).toMatchObject(returned);
  expect(updateInput(anUpdate(), stamp)).toMatchObject(returned);
  expect(deleteInput(aDelete(), stamp)).toMatchObject(returned);
});

test("transaction: its token is the change's id", () => {
  const { ClientRequestToken, TransactItems } = transactionInput([aPut(), anUpdate(), aDelete()], stamp);
  expect(ClientRequestToken).toBe("change-1");
  expect(TransactItems.map((item) => Object.keys(item))).toEqual([["Put"], ["Update"], ["Delete"]]);
});

test.each<[string, boolean, Writes]>([
  ["one put is no transaction", false, [aPut()]],
  ["one update that sets is no transaction", false, [anUpdate({ set: { colour: "red" } })]],
  ["one update that adds is one, lest a repeated try adds twice", true, [anUpdate({ add: { available: -2 } })]],
  ["one deletion is one, lest a repeated try finds nothing", true, [aDelete()]],
  ["several writes are one", true, [aPut(), anUpdate()]],
])("%s", (_, isTransaction, writes) => {
  expect(loneWrite(writes)).toBe(isTransaction ? undefined : writes[0]);
});
