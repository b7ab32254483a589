import { expect, test } from "vitest";
import { logTo, reasonOf } from "./logging.ts";
import { type RequestContext, runInContext } from "./request-context.ts";

const work: RequestContext = {
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

test("every line of a piece of work carries the id of the request that set it off", async () => {
  const { lines, log } = collect();
  await runInContext(work, async () => {
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

test("what is logged outside of any work names no request", () => {
  const { lines, log } = collect();
  log.info("started");
  expect(lines).toEqual([["started", {}]]);
});

test("a reason is an error's message, or whatever else was thrown", () => {
  expect(reasonOf(new Error("no network"))).toBe("no network");
  expect(reasonOf("no network")).toBe("no network");
  expect(reasonOf(undefined)).toBe("undefined");
});
