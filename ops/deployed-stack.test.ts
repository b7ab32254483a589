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
  "first deployment ended in %s: commands that delete what it left, in order",
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

test("stack without termination protection: no command to disable it", () => {
  const advice = failedCreationAdvice(aStack("ROLLBACK_COMPLETE", { isProtected: false }));
  expect(advice).not.toContain("termination-protection");
});

test("first deployment that created nothing: no commands, deploy again", () => {
  expect(failedCreationAdvice(aStack("REVIEW_IN_PROGRESS"))).toMatch(/^Nothing of waybill-prod was created/);
});

test.each(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])(
  "stack in %s holds orders: no deletion commands",
  (status) => {
    expect(failedCreationAdvice(aStack(status))).toBeUndefined();
    expect(isFirstDeployment(aStack(status))).toBe(false);
  },
);

test("stack that does not exist, or has no resources: first deployment", () => {
  expect(isFirstDeployment(undefined)).toBe(true);
  expect(isFirstDeployment(aStack("REVIEW_IN_PROGRESS"))).toBe(true);
});
