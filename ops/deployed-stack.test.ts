import type { ResourceStatus } from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import type { DeployedStack } from "./deployed-stack.ts";
import { failedCreationAdvice, isFirstDeployment } from "./deployed-stack.ts";

function aResource(ResourceType: string, PhysicalResourceId: string, ResourceStatus: ResourceStatus) {
  return {
    ResourceType,
    PhysicalResourceId,
    ResourceStatus,
    LogicalResourceId: "Any",
    LastUpdatedTimestamp: undefined,
  };
}

function aStack(status: string, more: Partial<DeployedStack> = {}): DeployedStack {
  return { name: "waybill-prod", region: "eu-central-1", status, isProtected: true, resources: [], ...more };
}

test.each(["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"])(
  "a first deployment that ended in %s: the commands that clear away what it left, in order",
  (status) => {
    const resources = [
      aResource("AWS::DynamoDB::Table", "waybill-prod-Table-1", "DELETE_SKIPPED"),
      aResource("AWS::Logs::LogGroup", "waybill-prod-Log-1", "DELETE_SKIPPED"),
      aResource("AWS::Logs::LogGroup", "waybill-prod-Log-2", "DELETE_COMPLETE"),
      aResource("AWS::SQS::Queue", "waybill-prod-Queue-1", "DELETE_COMPLETE"),
    ];

    const advice = failedCreationAdvice(aStack(status, { resources })) ?? "";

    expect(advice).toContain(status);
    const commands = advice.split("\n").filter((line) => line.startsWith("  "));
    const stack = "--region eu-central-1 --stack-name waybill-prod";
    expect(commands.map((line) => line.trim())).toEqual([
      `aws cloudformation update-termination-protection ${stack} --no-enable-termination-protection`,
      `aws cloudformation delete-stack ${stack}`,
      `aws cloudformation wait stack-delete-complete ${stack}`,
      "aws dynamodb update-table --region eu-central-1 --table-name waybill-prod-Table-1 --no-deletion-protection-enabled",
      "aws dynamodb delete-table --region eu-central-1 --table-name waybill-prod-Table-1",
      "aws logs delete-log-group --region eu-central-1 --log-group-name waybill-prod-Log-1",
    ]);
  },
);

test("a stack without termination protection needs none turned off", () => {
  const advice = failedCreationAdvice(aStack("ROLLBACK_COMPLETE", { isProtected: false }));
  expect(advice).not.toContain("termination-protection");
});

test("a first deployment that never began left nothing, and can be tried again", () => {
  expect(failedCreationAdvice(aStack("REVIEW_IN_PROGRESS"))).toMatch(/^Nothing of waybill-prod was made/);
});

test.each(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])(
  "a stack in %s, which holds orders, is never told to be cleared away",
  (status) => {
    expect(failedCreationAdvice(aStack(status))).toBeUndefined();
    expect(isFirstDeployment(aStack(status))).toBe(false);
  },
);

test("a stack that is not there, or of which nothing was made, is deployed for the first time", () => {
  expect(isFirstDeployment(undefined)).toBe(true);
  expect(isFirstDeployment(aStack("REVIEW_IN_PROGRESS"))).toBe(true);
});
