import { describe, expect, test, vi } from "vitest";
import { LineFormatter, logTo, reasonOf } from "./logging.ts";
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

describe("result", () => {
  test("of a request or message: a part of its own line, with the results before it", async () => {
    const { lines, log } = collect();
    const results = {};
    await runInContext({ ...context, results }, async () => {
      log.result("order placed", { orderId: "ord_1", order: "PENDING" });
      log.result("order step", { orderId: "ord_1", order: "CONFIRMED", effect: "AUTHORIZE" });
    });
    expect(lines).toEqual([]);
    expect(results).toEqual({ orderId: "ord_1", order: "CONFIRMED", effect: "AUTHORIZE" });
  });

  test("elsewhere: a line of its own", async () => {
    const { lines, log } = collect();
    await runInContext(context, async () => log.result("order step", { orderId: "ord_1" }));
    expect(lines).toEqual([["order step", { requestId: "request-1", orderId: "ord_1" }]]);
  });
});

test("a line has its level, time, service and particulars, and nothing else", () => {
  vi.stubEnv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793");
  const item = new LineFormatter().formatAttributes(
    {
      logLevel: "INFO",
      message: "request",
      timestamp: new Date("2026-11-21T05:30:00.000Z"),
      serviceName: "orders",
      environment: "",
      awsRegion: "",
      sampleRateValue: 0,
      xRayTraceId: "1-5759e988-bd862e3fe1be46a994272793",
    },
    { status: 201 },
  );
  expect(item.getAttributes()).toEqual({
    level: "INFO",
    message: "request",
    timestamp: "2026-11-21T05:30:00.000Z",
    service: "orders",
    status: 201,
  });
  vi.unstubAllEnvs();
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
