import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { queues } from "./resources.ts";
import { Reference, resources, synthesize } from "./synthesize.ts";

const Alarm = z.object({
  AlarmDescription: z.string(),
  MetricName: z.string(),
  Threshold: z.number(),
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

test("a message in any queue where messages end rings", () => {
  const ends = queues(template).filter(({ RedrivePolicy }) => !RedrivePolicy);
  const watched = alarms.filter(
    ({ MetricName, Threshold }) => MetricName === "ApproximateNumberOfMessagesVisible" && Threshold === 0,
  );
  const names = watched.map(({ Dimensions }) => Dimensions[0]?.Value);
  expect(names.sort()).toEqual(ends.map(({ arn }) => arn.replace(".Arn", ".QueueName")).sort());
});

test.each([
  ["IteratorAge", "the-relay-is-behind"],
  ["Errors", "the-sweeper-fails"],
  ["5XXError", "the-api-answers-5xx"],
])("%s rings, and leads to %s", (metric, section) => {
  const ringing = alarms.filter(({ MetricName }) => MetricName === metric);
  expect(ringing.map(({ AlarmDescription }) => AlarmDescription.split("#")[1])).toEqual([section]);
});

test("with a topic, every alarm notifies it", () => {
  const alarmTopicArn = "arn:aws:sns:eu-central-1:123456789012:on-call";
  const notifying = resources(synthesize({ alarmTopicArn }), "AWS::CloudWatch::Alarm", Alarm);
  expect(notifying.map(({ properties }) => properties.AlarmActions)).toEqual(alarms.map(() => [alarmTopicArn]));
});
