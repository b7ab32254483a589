import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, CfnResource, Stack, Validations } from "aws-cdk-lib";
import { CfnBucket } from "aws-cdk-lib/aws-s3";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyRules, type RuleReport, rulesContext } from "./infra-rules.ts";
import { pythonTool } from "./python-tool.ts";

let folder: string;
let report: RuleReport;

/** A stack with a finding for each set of rules, some acknowledged. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "waybill-rules-"));
  const app = new App({ outdir: join(folder, "cdk.out"), context: rulesContext });
  const stack = new Stack(app, "planted");
  const publicAccessBlockConfiguration = { blockPublicAcls: false, restrictPublicBuckets: false };
  new CfnBucket(stack, "OpenBucket", { publicAccessBlockConfiguration });
  new CfnQueue(stack, "OpenQueue");
  const known = new CfnQueue(stack, "KnownQueue");
  Validations.of(known).acknowledge(
    { id: "AwsSolutions::AwsSolutions-SQS4", reason: "Known" },
    { id: "AwsSolutions::AwsSolutions-S1", reason: "A queue is no bucket" },
  );
  new CfnResource(stack, "Impossible", { type: "AWS::SQS::Queue", properties: { VisibilityTimeout: 50_000 } });
  report = applyRules(app, await pythonTool("cfn-lint"));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["bucket open to everybody", "AwsSolutions::AwsSolutions-S2", "planted/OpenBucket"],
  ["bucket that takes requests without TLS", "AwsSolutions::AwsSolutions-S10", "planted/OpenBucket"],
  ["queue that takes requests without TLS", "AwsSolutions::AwsSolutions-SQS4", "planted/OpenQueue"],
  ["queue without a dead-letter queue", "Serverless::Serverless-SQSRedrivePolicy", "planted/OpenQueue"],
  ["value that AWS refuses", "cfn-lint::E3034", "planted/Impossible"],
])("%s: found, with the id to acknowledge it by", (_, id, where) => {
  expect(report.findings).toContainEqual(expect.objectContaining({ id, where }));
});

test("acknowledged finding: not reported for that construct", () => {
  const places = report.findings.filter(({ id }) => id.endsWith("SQS4")).map(({ where }) => where);

  expect(places).toContain("planted/OpenQueue");
  expect(places).not.toContain("planted/KnownQueue");
});

test("acknowledgement of what no rule finds: stale", () => {
  expect(report.stale).toEqual(["AwsSolutions::AwsSolutions-S1"]);
});
