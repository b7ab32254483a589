import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { LogLine } from "./log-line.ts";
import { showLogLine } from "./show-log-line.ts";

const line: LogLine = {
  id: "event-1",
  functionName: "orders",
  at: "2026-11-27T10:00:00.123Z",
  level: "INFO",
  message: "order step",
  requestId: "request-1",
  fields: { orderId: "ord_1", reason: "the card was declined", events: ["a"] },
  text: "",
};

const show = (shown: LogLine) => stripVTControlCharacters(showLogLine(shown));

test("time, function, level, message, fields, and the request last", () => {
  expect(show(line)).toMatch(
    /^2026-11-27T10:00:00\.123Z {2}orders +INFO {3}order step {2}orderId=ord_1 {2}reason="the card was declined" {2}events=\["a"\] {2}requestId=request-1$/,
  );
});

test("an error: its message in the line, its stack below", () => {
  const error = { name: "TypeError", location: "x.mjs:1", message: "no order", stack: "TypeError: no order\n    at x" };
  const [first, ...stack] = show({ ...line, fields: { error } }).split("\n");
  expect(first).toContain("error=TypeError: no order");
  expect(stack).toEqual(["    TypeError: no order", "        at x"]);
});
