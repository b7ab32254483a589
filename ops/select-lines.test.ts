import { expect, test } from "vitest";
import type { LogLine } from "./log-line.ts";
import { inOrder, linesOfOrder, linesOfRequest } from "./select-lines.ts";

function aLine(requestId: string, fields: Record<string, unknown>, at = "2026-11-27T10:00:00.000Z"): LogLine {
  const text = JSON.stringify({ ...fields, requestId });
  return { id: `${at} ${text}`, functionName: "orders", at, level: "INFO", message: "done", requestId, fields, text };
}

const lines = {
  placed: aLine("request-1", { orderId: "ord_1" }),
  request: aLine("request-1", { operation: "placeOrder", status: 201 }),
  relayed: aLine("relay-1", { events: ["ord_1#2#OrderPlaced#0"], requestIds: ["request-1"] }),
  resumed: aLine("sweep-1", { orderId: "ord_1" }),
  resumedOther: aLine("sweep-1", { orderId: "ord_2" }),
  other: aLine("request-2", { orderId: "ord_2" }),
};

test("lines of an order: those that name it, and those of their requests that name no other order", () => {
  const { placed, request, relayed, resumed } = lines;
  expect(linesOfOrder("ord_1", Object.values(lines))).toEqual([placed, request, relayed, resumed]);
});

test("lines of a request: those that carry its id, the relay's included", () => {
  const { placed, request, relayed } = lines;
  expect(linesOfRequest("request-1", Object.values(lines))).toEqual([placed, request, relayed]);
});

test("lines of several answers: each once, the oldest first", () => {
  const early = aLine("request-1", {}, "2026-11-27T10:00:00.001Z");
  const late = aLine("request-1", {}, "2026-11-27T10:00:00.002Z");
  expect(inOrder([late, early, late])).toEqual([early, late]);
});
