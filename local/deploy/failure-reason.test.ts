import { describe, expect, it } from "vitest";
import { failureReason } from "./failure-reason.ts";

describe("the reason of a failed deployment", () => {
  it("resource failed: the engine's message about it", () => {
    const output = `
waybill-local: deploying... [1/1]
waybill-local | 0/6 | 6:10:18 AM | UPDATE_IN_PROGRESS      | AWS::ApiGateway::Deployment     | Dep
waybill-local | 2/6 | 6:10:18 AM | CREATE_FAILED           | AWS::SQS::Queue                 | Other Resource creation cancelled
waybill-local | 2/6 | 6:10:18 AM | UPDATE_FAILED           | AWS::ApiGateway::Deployment     | Dep create failed: Invalid API identifier specified.

Failed resources:
❌  waybill-local failed to deploy`;
    expect(failureReason(output)).toBe(
      "AWS::ApiGateway::Deployment Dep: create failed: Invalid API identifier specified",
    );
  });

  it("synthesis failed: its error", () => {
    const output = `
file:///project/infra/app.ts:3
TypeError: settings.stage is not a function
    at file:///project/infra/app.ts:3:1

node infra/app.ts: Subprocess exited with error 1`;
    expect(failureReason(output)).toBe("TypeError: settings.stage is not a function");
  });

  it("no error line: the last line", () => {
    expect(failureReason("creating CloudFormation changeset...\nUnrecognized resource types: [AWS::Foo::Bar]\n")).toBe(
      "Unrecognized resource types: [AWS::Foo::Bar]",
    );
    expect(failureReason("")).toBe("it printed nothing");
  });
});
