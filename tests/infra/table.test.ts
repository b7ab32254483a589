import { expect, test } from "vitest";
import { synthesize } from "./synthesize.ts";

const template = synthesize({ stage: "prod" });
const key = (prefix: string) => [
  { AttributeName: `${prefix}pk`, KeyType: "HASH" },
  { AttributeName: `${prefix}sk`, KeyType: "RANGE" },
];

test("the table has its keys and three indexes with keys only", () => {
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    KeySchema: key(""),
    BillingMode: "PAY_PER_REQUEST",
    GlobalSecondaryIndexes: ["gsi1", "gsi2", "gsi3"].map((index) => ({
      IndexName: index,
      KeySchema: key(index),
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
