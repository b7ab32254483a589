import { expect, test } from "vitest";
import { synthesize } from "./synthesize.ts";

const template = synthesize({ stage: "prod" });
const key = (prefix: string) => [
  { AttributeName: `${prefix}pk`, KeyType: "HASH" },
  { AttributeName: `${prefix}sk`, KeyType: "RANGE" },
];

test("the table has its keys, and three indexes that hold keys only", () => {
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

test("the table streams both versions, forgets what expired, and can go back in time", () => {
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    TimeToLiveSpecification: { AttributeName: "expiresAtEpoch", Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

test.each(["prod", "staging"])("the table of the stage %s outlives its stack", (stage) => {
  synthesize({ stage }).hasResource("AWS::DynamoDB::Table", {
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { DeletionProtectionEnabled: true },
  });
});

test.each(["local", "test", "dev"])("the table of the stage %s goes with its stack", (stage) => {
  const [table] = Object.values(synthesize({ stage }).findResources("AWS::DynamoDB::Table"));
  expect(table?.DeletionPolicy).toBe("Delete");
});
