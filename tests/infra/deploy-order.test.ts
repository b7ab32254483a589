import type { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import * as z from "zod";
import { functionsWith } from "../../functions/registry/functions.ts";
import { subscriptions } from "../../functions/registry/subscriptions.ts";
import { lambdaFunction, statementsOf } from "./resources.ts";
import { synthesize } from "./synthesize.ts";

const Resources = z.record(z.string(), z.looseObject({ Type: z.string(), DependsOn: z.array(z.string()).optional() }));

const template = synthesize({ stage: "prod" });
const all = Resources.parse(template.toJSON().Resources);
const functions = functionsWith("sandbox");
const consumers = functions.filter(({ kind }) => kind === "queue").map(({ name }) => name);
const writers = functions.map(({ name }) => name).filter((name) => writes(template, name));
const writersBesideConsumers = writers.filter((name) => !consumers.some((consumer) => consumer === name));

function writes(of: Template, name: string): boolean {
  const actions = statementsOf(of, name).flatMap((statement) => statement.actions);
  return ["PutItem", "UpdateItem", "DeleteItem"].some((action) => actions.includes(`dynamodb:${action}`));
}

/** Every resource that CloudFormation finishes before it begins with this one: what it names, and what that names. */
function finishedBefore(id: string, found = new Set<string>()): Set<string> {
  const named = JSON.stringify(all[id] ?? {}).match(/[A-Za-z0-9]+/g) ?? [];
  for (const other of named) {
    if (!(other in all) || other === id || found.has(other)) continue;
    found.add(other);
    finishedBefore(other, found);
  }
  return found;
}

/** A function, and what feeds it. */
function partsOf(name: string): string[] {
  const { id } = lambdaFunction(template, name);
  const sources = Object.entries(all).filter(
    ([, resource]) => resource.Type === "AWS::Lambda::EventSourceMapping" && JSON.stringify(resource).includes(id),
  );
  return [id, ...sources.map(([source]) => source)];
}

test("the functions that write to the table", () => {
  expect(writers).toEqual([
    "inventory",
    "orders",
    "payments",
    "sandbox",
    "shipping",
    "returns",
    "shipping-on-order-placed",
    "backorders-on-awaited-stock-arrived",
    "stock-levels-on-events",
    "sweeper",
  ]);
});

test.each(writers)("%s is deployed after the relay", (name) => {
  expect(partsOf("relay")).toHaveLength(2);
  expect([...finishedBefore(lambdaFunction(template, name).id)]).toEqual(expect.arrayContaining(partsOf("relay")));
});

test.each(writersBesideConsumers)("%s is deployed after every consumer of events", (name) => {
  const before = [...finishedBefore(lambdaFunction(template, name).id)];
  for (const consumer of consumers) expect(before).toEqual(expect.arrayContaining(partsOf(consumer)));
});

test.each(subscriptions)(
  "$functionName: the rule that fills its queue is deployed before whatever writes",
  ({ events }) => {
    const isOfEvents = (rule: string) => events.every(({ type }) => rule.includes(`"${type}"`));
    const rules = Object.entries(all).filter(
      ([, { Type, ...more }]) => Type === "AWS::Events::Rule" && isOfEvents(JSON.stringify(more)),
    );
    expect(rules.length).toBeGreaterThan(0);
    for (const [rule] of rules) expect(finishedBefore(lambdaFunction(template, "orders").id)).toContain(rule);
  },
);
