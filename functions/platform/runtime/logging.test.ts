import { expect, test } from "vitest";
import { logTo, reasonOf } from "./logging.ts";
import { type RequestContext, runInContext } from "./request-context.ts";

const context: RequestContext = {
  correlationId: "request-1",
  actor: "customer:alice",
  cause: "placeOrder",
  deadline: Date.now() + 1_000,
  clock: Date.now,
};

function collect() {
  const lines: unknown[] = [];
  const add = (...line: unknown[]) => void lines.push(line);
  return { lines, log: logTo({ info: add, warn: add, error: add }) };
}

test("every log line has the id of the request that caused it", async () => {
  const { lines, log } = collect();
  await runInContext(context, async () => {
    log.info("order step", { orderId: "ord_1" });
    log.warn("gave up");
    log.error("failed", { reason: "busy" });
  });
  expect(lines).toEqual([
    ["order step", { requestId: "request-1", orderId: "ord_1" }],
    ["gave up", { requestId: "request-1" }],
    ["failed", { requestId: "request-1", reason: "busy" }],
  ]);
});

test("outside of a context: no request id", () => {
  const { lines, log } = collect();
  log.info("started");
  expect(lines).toEqual([["started", {}]]);
});

test("reason: the error's message, or the thrown value as text", () => {
  expect(reasonOf(new Error("no network"))).toBe("no network");
  expect(reasonOf("no network")).toBe("no network");
  expect(reasonOf(undefined)).toBe("undefined");
});
