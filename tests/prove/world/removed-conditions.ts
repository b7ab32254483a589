import type { ServiceInputTypes } from "@aws-sdk/lib-dynamodb";

const removed = new Set<string>();

/** Removes the condition of all later writes with this name. */
export function removeCondition(name: string): void {
  removed.add(name);
}

interface Conditional {
  readonly ConditionExpression?: string | undefined;
}

/** The input, with removed conditions extended so that they are always true; their names and values stay in use. */
export function withoutConditions(input: ServiceInputTypes, writes: readonly string[]): ServiceInputTypes {
  if (!writes.some((name) => removed.has(name))) return input;
  if (!("TransactItems" in input)) return Object.assign({ ...input }, alwaysTrue(input, writes[0]));
  const TransactItems = input.TransactItems?.map((one, index) => ({
    ...(one && "Put" in one && one.Put && { Put: { ...one.Put, ...alwaysTrue(one.Put, writes[index]) } }),
    ...(one &&
      "Update" in one &&
      one.Update && { Update: { ...one.Update, ...alwaysTrue(one.Update, writes[index]) } }),
    ...(one &&
      "Delete" in one &&
      one.Delete && { Delete: { ...one.Delete, ...alwaysTrue(one.Delete, writes[index]) } }),
  }));
  return Object.assign({ ...input }, { TransactItems });
}

function alwaysTrue(one: object & Conditional, name: string | undefined): Conditional {
  if (name === undefined || !removed.has(name)) return {};
  return { ConditionExpression: `(${one.ConditionExpression}) OR attribute_exists(pk) OR attribute_not_exists(pk)` };
}
