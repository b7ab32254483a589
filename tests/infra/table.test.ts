import { expect, test } from "vitest";
import { synthesize } from "./synthesize.ts";

const template = synthesize({ stage: "prod" });
const key = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: "HASH" },
  { AttributeName: sort, KeyType: "RANGE" },
];
const indexes = [
  ["byCustomer", key("customerId", "position")],
  ["byList", key("list", "position")],
  ["byDue", key("due", "dueAt")],
];

test("the table has its keys and three indexes with keys only", () => {
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    KeySchema: key("pk", "sk"),
    BillingMode: "PAY_PER_REQUEST",
    GlobalSecondaryIndexes: indexes.map(([IndexName, KeySchema]) => ({
      IndexName,
      KeySchema,
      Projection: { ProjectionType: "KEYS_ONLY" },
    })),
  });
});

test("the table has a stream of both versions, expiry, and point-in-time recovery", () => {
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    TimeToLiveSpecification: { AttributeName: "expiresAtEpoch", Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

test.each(["prod", "staging"])("stage %s: the table is kept when the stack is deleted", (stage) => {
  synthesize({ stage }).hasResource("AWS::DynamoDB::Table", {
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { DeletionProtectionEnabled: true },
  });
});

test.each(["local", "test", "dev"])("stage %s: the table is deleted with the stack", (stage) => {
  const [table] = Object.values(synthesize({ stage }).findResources("AWS::DynamoDB::Table"));
  expect(table?.DeletionPolicy).toBe("Delete");
});
