import { expect, test } from "vitest";
import { type LogLine, parseLogLine } from "./log-line.ts";

const at = "2026-11-27T10:00:00.000Z";
const timestamp = Date.parse(at);

function parse(message: string | object): LogLine | undefined {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  return parseLogLine({ id: "event-1", functionName: "orders", timestamp, message: text });
}

test("a line of the logger: its own time, level, message and request; the other fields without the logger's own", () => {
  const logged = {
    level: "INFO",
    message: "order step",
    timestamp: "2026-11-27T10:00:00.123Z",
    service: "orders",
    sampling_rate: 0,
    xray_trace_id: "1-2",
    requestId: "request-1",
    orderId: "ord_1",
    effect: "AUTHORIZE",
  };
  expect(parse(`${JSON.stringify(logged)}\n`)).toEqual({
    id: "event-1",
    functionName: "orders",
    at: "2026-11-27T10:00:00.123Z",
    level: "INFO",
    message: "order step",
    requestId: "request-1",
    fields: { orderId: "ord_1", effect: "AUTHORIZE" },
    text: JSON.stringify(logged),
  });
});

test("a line of the logger without a time: the time of the event", () => {
  expect(parse({ level: "INFO", message: "relayed" })).toMatchObject({ at, requestId: undefined });
});

test.each([
  "START RequestId: 1 Version: $LATEST",
  "END RequestId: 1",
  "REPORT RequestId: 1\tDuration: 3.10 ms\tBilled Duration: 4 ms",
  "INIT_START Runtime Version: nodejs:24.v1",
  '{"time":"2026-11-27T10:00:00.000Z","type":"platform.start","record":{"requestId":"1"}}',
  '{"time":"2026-11-27T10:00:00.000Z","type":"platform.report","record":{"requestId":"1","status":"success"}}',
  "",
])("Lambda's own line about an invocation is left out: %s", (message) => {
  expect(parse(message)).toBeUndefined();
});

test("Lambda's line about a failure is shown", () => {
  expect(parse("REPORT RequestId: 1\tDuration: 25000 ms\tStatus: timeout")?.message).toContain("Status: timeout");
  expect(parse("2026-11-27T10:00:00Z 1 Task timed out after 25.00 seconds")?.message).toContain("timed out");
  const report = { time: at, type: "platform.report", record: { requestId: "1", status: "timeout" } };
  expect(parse(report)).toMatchObject({
    level: "ERROR",
    message: "platform.report",
    requestId: "1",
    fields: { status: "timeout" },
  });
});
