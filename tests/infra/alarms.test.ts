import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { subscriptions } from "../../functions/registry/subscriptions.ts";
import { refusedMetricUnits } from "../../functions/relay/log-refused.ts";
import { metricUnits } from "../../functions/sweeper/sweep-metrics.ts";
import { deadLetterQueues } from "../../ops/dead-letter-queues.ts";
import { lambdaFunction, queues } from "./resources.ts";
import { Reference, resources, synthesize, warnings } from "./synthesize.ts";

const Alarm = z.object({
  AlarmDescription: z.string(),
  Namespace: z.string(),
  MetricName: z.string(),
  Statistic: z.string(),
  Period: z.number(),
  EvaluationPeriods: z.number(),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: Reference })),
  AlarmActions: z.array(Reference).optional(),
});
const template = synthesize({ stage: "prod" });
const alarms = resources(template, "AWS::CloudWatch::Alarm", Alarm).map(({ properties }) => properties);

/** The anchors of a Markdown file's headings, as GitHub makes them. */
function anchors(file: string): string[] {
  const headings = readFileSync(join(import.meta.dirname, "../..", file), "utf8").match(/^#+ .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

test.each(alarms)("$AlarmDescription", ({ AlarmDescription }) => {
  const [, file = "", section = ""] = /See (\S+)#(\S+)$/.exec(AlarmDescription) ?? [];
  expect(anchors(file)).toContain(section);
});

const sectionOf = ({ AlarmDescription }: (typeof alarms)[number]) => AlarmDescription.split("#")[1];
const ends = queues(template)
  .filter(({ RedrivePolicy }) => !RedrivePolicy)
  .map(({ arn }) => arn.replace(/^\$\{(.*)\.Arn\}$/, "$1"));
const depths = alarms.filter(({ MetricName }) => MetricName === "ApproximateNumberOfMessagesVisible");

test("every dead-letter queue has an alarm, which names the queue for npm run redrive", () => {
  expect(ends).toHaveLength(3 + 2 * subscriptions.length);
  expect(depths.map(({ Dimensions }) => Dimensions[0]?.Value).sort()).toEqual(
    ends.map((id) => `\${${id}.QueueName}`).sort(),
  );
  const named = depths.map(({ AlarmDescription }) => /--queue (\S+)\. See/.exec(AlarmDescription)?.[1]);
  expect(named.sort()).toEqual(deadLetterQueues.map(({ name }) => name).sort());
});

test("npm run redrive finds every dead-letter queue among the stack's outputs", () => {
  const Output = z.object({ Value: Reference });
  const outputs = deadLetterQueues.map(({ output }) => template.findOutputs(output)[output]);
  expect(outputs.map((output) => Output.parse(output).Value).sort()).toEqual(ends.map((id) => `\${${id}}`).sort());
});

test("dead-letter queues: the first message rings; failed sweeps: the third, because the next sweep does the same", () => {
  for (const alarm of depths) {
    expect(alarm.Threshold, alarm.AlarmDescription).toBe(sectionOf(alarm)?.startsWith("sweeps-") ? 2 : 0);
  }
});

test.each([
  ["IteratorAge", "the-relay-is-behind"],
  ["Errors", "the-sweeper-fails"],
  ["5XXError", "the-api-answers-5xx"],
  ["resumed", "the-sweeper-does-not-run"],
  ["oldestPendingSeconds", "an-effect-stays-pending"],
  ["mostTries", "an-effect-stays-pending"],
  ["overdueShipments", "the-sweeper-makes-the-shipments"],
  ["refusedInstructions", "a-payment-instruction-was-refused"],
  ["ApproximateAgeOfOldestMessage", "messages-wait"],
])("the alarm on %s names the section %s", (metric, section) => {
  const ringing = alarms.filter(({ MetricName }) => MetricName === metric);
  expect([...new Set(ringing.map(sectionOf))]).toEqual([section]);
});

test("no sweep for five minutes (no data): an alarm rings", () => {
  expect(alarms.filter(({ TreatMissingData }) => TreatMissingData === "breaching")).toEqual([
    expect.objectContaining({
      MetricName: "resumed",
      Statistic: "SampleCount",
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      Period: 60,
      EvaluationPeriods: 5,
    }),
  ]);
});

test("effect pending an hour longer than its limit, or after more than 20 tries: an alarm rings", () => {
  const ofSweeps = (settings: { authorizeWithinSeconds?: number; shipWithinSeconds?: number }) =>
    resources(synthesize(settings), "AWS::CloudWatch::Alarm", Alarm).map(({ properties }) => properties);
  const threshold = (name: string, of = alarms) => of.find(({ MetricName }) => MetricName === name)?.Threshold;
  expect(threshold("oldestPendingSeconds")).toBe(900 + 3_600);
  expect(threshold("oldestPendingSeconds", ofSweeps({ authorizeWithinSeconds: 7_200 }))).toBe(7_200 + 3_600);
  expect(threshold("oldestPendingSeconds", ofSweeps({ shipWithinSeconds: 9_000 }))).toBe(9_000 + 3_600);
  expect(threshold("mostTries")).toBe(20);
});

test("one refused payment instruction rings", () => {
  expect(alarms.find(({ MetricName }) => MetricName === "refusedInstructions")).toMatchObject({
    Statistic: "Sum",
    Threshold: 0,
    ComparisonOperator: "GreaterThanThreshold",
    EvaluationPeriods: 1,
    TreatMissingData: "notBreaching",
  });
});

test("the alarms read exactly the metrics that the sweeper and the relay log, of their own stage", () => {
  const read = alarms.filter(({ Namespace }) => Namespace === "Waybill");
  expect(read.map(({ MetricName }) => MetricName).sort()).toEqual(
    Object.keys({ ...metricUnits, ...refusedMetricUnits }).sort(),
  );
  for (const { Dimensions } of read) expect(Dimensions).toEqual([{ Name: "stage", Value: "prod" }]);
  for (const name of ["sweeper", "relay"]) {
    expect(lambdaFunction(template, name).Environment.Variables).toMatchObject({ STAGE: "prod" });
  }
});

test.each([
  ["ERROR", "INFO"],
  ["DEBUG", "DEBUG"],
])("with the log level %s the sweeper logs its metrics at the level %s", (logLevel, level) => {
  const { Environment, LoggingConfig } = lambdaFunction(synthesize({ logLevel }), "sweeper");
  expect(Environment.Variables).toMatchObject({ POWERTOOLS_LOG_LEVEL: level });
  expect(LoggingConfig).toMatchObject({ ApplicationLogLevel: level });
});

test("no alarm topic: a warning, for stages that keep their data", () => {
  const alarmTopicArn = "arn:aws:sns:eu-central-1:123456789012:on-call";
  const unheard = expect.stringContaining("set alarmTopicArn");
  expect(warnings({ stage: "prod" })).toContainEqual(unheard);
  expect(warnings({ stage: "prod", alarmTopicArn })).not.toContainEqual(unheard);
  expect(warnings({ stage: "dev" })).not.toContainEqual(unheard);
});

test("with a topic, every alarm notifies it", () => {
  const alarmTopicArn = "arn:aws:sns:eu-central-1:123456789012:on-call";
  const notifying = resources(synthesize({ alarmTopicArn }), "AWS::CloudWatch::Alarm", Alarm);
  expect(notifying.map(({ properties }) => properties.AlarmActions)).toEqual(alarms.map(() => [alarmTopicArn]));
});
