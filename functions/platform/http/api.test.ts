import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { aRequest, context, type RequestParts } from "../../../tests/builders/api-requests.ts";
import { log } from "../runtime/logging.ts";
import { loggedIds } from "../values/logged-ids.ts";
import { problemError, unavailable } from "../values/problems.ts";
import { text } from "./answer-codecs.ts";
import { api } from "./api.ts";
import { answer, type Operations, operation } from "./operation.ts";

const Thing = z.strictObject({ name: z.string().check(z.minLength(1)) });

const operations: Operations = {
  makeThing: operation({
    summary: "Make a thing",
    route: "POST /things",
    allow: "public",
    body: Thing,
    answers: { 201: Thing },
    handle: async ({ body }) => answer(201, body, { version: 3, replayed: body.name === "again" }),
  }),
  getPart: operation({
    summary: "Read a part of somebody's thing",
    route: "GET /people/{person}/parts/{part}",
    allow: "public",
    path: {
      person: z.string(),
      part: z
        .string()
        .check(z.regex(/^part_\d$/))
        .register(loggedIds, {}),
    },
    answers: { 200: text("text/plain") },
    handle: async ({ path: { part } }) => answer(200, part),
  }),
  getThing: operation({
    summary: "Read a thing",
    route: "GET /things/{name}",
    allow: "public",
    path: { name: z.string() },
    answers: { 200: text("text/plain") },
    answerHeaders: { "Content-Security-Policy": z.string() },
    handle: async ({ path: { name } }) => {
      if (name === "broken") throw new Error("the password is hunter2");
      if (name === "placed") log.result("order placed", { orderId: "ord_1", order: "CONFIRMED" });
      if (name === "busy") throw problemError(unavailable, "Too busy.", { retryAfter: 7 });
      return answer(200, name, { headers: { "Content-Security-Policy": "sandbox" } });
    },
  }),
};

async function call(request: RequestParts, served = api(operations)) {
  const { statusCode, headers, body } = await served(aRequest(request), context);
  const problem = z.looseObject({});
  const read = () => z.parse(problem, JSON.parse(body));
  return { status: statusCode, headers, body, read };
}

const json = { "Content-Type": "application/json" };

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("an answer has its status, its body, its version and the request's id", async () => {
  const { status, headers, body } = await call({ method: "POST", headers: json, body: '{"name":"mug"}' });

  expect(status).toBe(201);
  expect(body).toBe('{"name":"mug"}');
  expect(headers).toMatchObject({ ETag: '"3"', "x-request-id": "request-1", "Content-Type": "application/json" });
  expect(headers).not.toHaveProperty("Idempotent-Replayed");
});

test("replay: the answer has Idempotent-Replayed", async () => {
  const { headers } = await call({ method: "POST", headers: json, body: '{"name":"again"}' });

  expect(headers["Idempotent-Replayed"]).toBe("true");
});

test("header names are case-insensitive, and a body may be base64", async () => {
  const { status } = await call({
    method: "POST",
    headers: { "cOnTeNt-TyPe": "application/json" },
    body: Buffer.from('{"name":"mug"}').toString("base64"),
    isBase64Encoded: true,
  });

  expect(status).toBe(201);
});

test("unexpected error: 500 that says nothing about the error", async () => {
  const { status, headers, body, read } = await call({
    resource: "/things/{name}",
    pathParameters: { name: "broken" },
  });

  expect(status).toBe(500);
  expect(headers["Content-Type"]).toBe("application/problem+json");
  expect(read()).toMatchObject({ code: "internal_error", requestId: "request-1" });
  expect(body).not.toMatch(/password|hunter2|Error:|\.ts/);
});

test("service unavailable: 503 has Retry-After", async () => {
  const { status, headers } = await call({ resource: "/things/{name}", pathParameters: { name: "busy" } });

  expect(status).toBe(503);
  expect(headers["Retry-After"]).toBe("7");
});

test.each(["PUT", "DELETE", "HEAD"])("path that does not support %s: 405 lists its methods", async (method) => {
  const { status, headers, read } = await call({ method, resource: "/things", path: "/things" });

  expect(status).toBe(405);
  expect(headers.Allow).toBe("POST, OPTIONS");
  expect(read()).toMatchObject({
    code: "method_not_allowed",
    detail: `/things does not support ${method}. It supports POST; see /docs.`,
  });
});

test("unknown path: 404 refers to /docs", async () => {
  const { status, read } = await call({ resource: "/{proxy+}", path: "/thongs" });

  expect(status).toBe(404);
  expect(read()).toMatchObject({
    type: "urn:waybill:problem:not_found",
    detail: "This API has no path /thongs. See /docs for its paths.",
    instance: "/thongs",
  });
});

describe("the log line of a request", () => {
  const resource = "/people/{person}/parts/{part}";

  async function lineOf(request: RequestParts): Promise<Record<string, unknown>> {
    const info = vi.spyOn(log, "info");
    await call(request);
    const [, particulars = {}] = info.mock.calls.find(([message]) => message === "request") ?? [];
    return particulars;
  }

  test("has only the ids in the path that may be logged", async () => {
    const line = await lineOf({ resource, pathParameters: { person: "alice@example.com", part: "part_1" } });

    expect(line).toMatchObject({ operation: "getPart", status: 200, part: "part_1" });
    expect(JSON.stringify(line)).not.toContain("alice");
  });

  test("does not have an id that is not valid", async () => {
    const line = await lineOf({ resource, pathParameters: { person: "alice", part: "4111111111111111" } });

    expect(line).toMatchObject({ status: 404, problemCode: "not_found" });
    expect(line).not.toHaveProperty("part");
  });

  test("does not have an unknown path", async () => {
    const line = await lineOf({ resource: "/{proxy+}", path: "/alice", pathParameters: { proxy: "alice" } });

    expect(line).toMatchObject({ operation: "unknownPath", status: 404, problemCode: "not_found" });
    expect(JSON.stringify(line)).not.toContain("alice");
  });

  test("has what became of it", async () => {
    const line = await lineOf({ resource: "/things/{name}", pathParameters: { name: "placed" } });

    expect(line).toMatchObject({ status: 200, orderId: "ord_1", order: "CONFIRMED" });
  });

  test("has the code of the problem", async () => {
    const broken = { resource: "/things/{name}", pathParameters: { name: "broken" } };

    expect(await lineOf(broken)).toMatchObject({ status: 500, problemCode: "internal_error" });
  });
});

test("every answer has security headers; an operation may set its own policy", async () => {
  const refused = await call({ resource: "/{proxy+}" });
  const served = await call({ resource: "/things/{name}", pathParameters: { name: "mug" } });

  expect(refused.headers).toMatchObject({
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
  });
  expect(served.headers["Content-Security-Policy"]).toBe("sandbox");
});

test("only pages of the configured origins may read answers, and caches vary by origin", async () => {
  vi.stubEnv("CORS_ORIGINS", "https://shop.example,https://desk.example");
  const served = api(operations);
  const from = (Origin: string) => call({ resource: "/{proxy+}", headers: { Origin } }, served);

  const [ours, other] = [await from("https://desk.example"), await from("https://evil.example")];

  expect(ours.headers["Access-Control-Allow-Origin"]).toBe("https://desk.example");
  expect(ours.headers.Vary).toBe("Origin");
  expect(other.headers).not.toHaveProperty("Access-Control-Allow-Origin");
  expect(other.headers.Vary).toBe("Origin");
});
