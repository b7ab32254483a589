import v8 from "node:v8";
import { runInNewContext } from "node:vm";
import getPort from "get-port";
import { describe, expect, test } from "vitest";
import { type PlannedAnswer, startApiServer } from "../tests/builders/api-server.ts";
import {
  dataOf,
  newIdempotencyKey,
  ProblemError,
  problemOf,
  readEntries,
  readPages,
  type Schemas,
  type WaybillClient,
  type WaybillClientOptions,
  waybillClient,
} from "./client.ts";

/** A server with these answers and a client of it. */
async function startServer(answers: readonly PlannedAnswer[], options: Partial<WaybillClientOptions> = {}) {
  const server = await startApiServer(answers);
  return Object.assign(server, { api: waybillClient({ baseUrl: server.url, token: "a-token", ...options }) });
}

const ok = { body: { data: [], nextCursor: null } };
const unavailable = { status: 503, body: { code: "unavailable", detail: "Send it again in a moment." } };
const newOrder: Schemas["NewOrder"] = {
  items: [{ sku: "MUG", quantity: 1 }],
  shippingAddress: { name: "Alice", line1: "Hauptstr. 1", city: "Berlin", postalCode: "10115", country: "DE" },
  paymentMethod: "pm_sandbox_ok",
};

v8.setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function place(api: WaybillClient, key: string) {
  return api.POST("/orders", { params: { header: { "Idempotency-Key": key } }, body: newOrder });
}

function cancel(api: WaybillClient) {
  return api.POST("/orders/{orderId}/cancel", { params: { path: { orderId: "ord_1" } }, body: { reason: "Mistake" } });
}

describe("a request", () => {
  test("has path, query, body, token and key where the API expects them", async () => {
    await using server = await startServer([ok, { status: 201 }]);

    await server.api.GET("/customers/{customerId}/orders", {
      params: { path: { customerId: "a/b" }, query: { limit: 5 } },
    });
    await place(server.api, "key-1");

    const [list, order] = server.requests;
    expect(list).toMatchObject({ method: "GET", path: "/v1/customers/a%2Fb/orders?limit=5", body: "" });
    expect(order).toMatchObject({
      method: "POST",
      path: "/v1/orders",
      headers: { authorization: "Bearer a-token", "content-type": "application/json", "idempotency-key": "key-1" },
    });
    expect(JSON.parse(order?.body ?? "")).toEqual(newOrder);
  });

  test("base URL with a slash at its end: the same paths", async () => {
    await using server = await startApiServer([ok]);

    await waybillClient({ baseUrl: `${server.url}/`, token: "a-token" }).GET("/orders");

    expect(server.requests[0]?.path).toBe("/v1/orders");
  });

  test("token function: called before each attempt", async () => {
    let calls = 0;
    await using server = await startServer([unavailable, ok], { token: async () => `token-${++calls}` });

    await server.api.GET("/orders");

    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  test("token function that fails: the call rejects with its error, and nothing is sent", async () => {
    const failing = () => Promise.reject(new Error("The session has ended."));
    await using server = await startServer([ok], { token: failing });

    await expect(server.api.GET("/orders")).rejects.toThrow("The session has ended.");
    expect(server.requests).toEqual([]);
  });

  test("custom fetch: sends every attempt", async () => {
    const sent: string[] = [];
    const recording = (request: Request) => {
      sent.push(request.headers.get("authorization") ?? "");
      return fetch(request);
    };
    await using server = await startServer([unavailable, ok], { fetch: recording });

    await server.api.GET("/orders");

    expect(sent).toEqual(["Bearer a-token", "Bearer a-token"]);
  });
});

describe("retries", () => {
  const failures: [string, PlannedAnswer][] = [
    ["429", { status: 429 }],
    ["500", { status: 500 }],
    ["502", { status: 502, body: "<h1>Bad Gateway</h1>" }],
    ["503", unavailable],
    ["a closed connection", "connection closed"],
    ["no answer within the time limit", "no answer"],
  ];

  test.each(failures)("GET, then %s: sent again", async (_, failure) => {
    await using server = await startServer([failure, ok], { timeoutMs: 300 });

    const { response } = await server.api.GET("/orders");

    expect(response.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  test.each(failures)("POST with an Idempotency-Key, then %s: sent again, byte for byte", async (_, failure) => {
    await using server = await startServer([failure, { status: 201 }], { timeoutMs: 300 });

    const { response } = await place(server.api, "key-1");

    expect(response.status).toBe(201);
    const [first, second] = server.requests.map(({ headers, body }) => ({ key: headers["idempotency-key"], body }));
    expect(second).toEqual(first);
  });

  test.each(failures.slice(0, 4))("POST without a key, then %s: sent once", async (_, failure) => {
    await using server = await startServer([failure, ok]);

    const answer = await cancel(server.api);

    expect(answer.response.ok).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  test("POST without a key, then no answer: sent once, rejects with the time limit", async () => {
    await using server = await startServer(["no answer"], { timeoutMs: 100 });

    await expect(cancel(server.api)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(server.requests).toHaveLength(1);
  });

  test("no answer, and garbage is collected meanwhile: the time limit holds", async () => {
    await using server = await startServer(["no answer"], { timeoutMs: 300 });
    const collecting = setInterval(collectGarbage, 20);

    await expect(cancel(server.api)).rejects.toMatchObject({ name: "TimeoutError" });
    clearInterval(collecting);
  });

  test("a request that the caller declares repeatable: sent again", async () => {
    await using server = await startServer([unavailable, ok], { isRepeatable: () => true });

    expect((await cancel(server.api)).response.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  test.each([400, 401, 404, 409, 422])("%i: final, sent once", async (status) => {
    await using server = await startServer([{ status }]);

    expect((await server.api.GET("/orders")).response.status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test("503 at every attempt: the last answer is returned after three attempts", async () => {
    await using server = await startServer([unavailable]);

    expect(problemOf(await server.api.GET("/orders"))).toMatchObject({ status: 503, code: "unavailable" });
    expect(server.requests).toHaveLength(3);
  });

  test("no server: rejects after the attempts that are allowed", async () => {
    let attempts = 0;
    const fetchAndCount = (request: Request) => {
      attempts++;
      return fetch(request);
    };
    const baseUrl = `http://127.0.0.1:${await getPort()}`;
    const api = waybillClient({ baseUrl, token: "", fetch: fetchAndCount, maxAttempts: 2 });

    await expect(api.GET("/orders")).rejects.toThrow(TypeError);
    expect(attempts).toBe(2);
  });

  test("an error that is not the network's: rejects at once", async () => {
    let attempts = 0;
    const failing = () => {
      attempts++;
      return Promise.reject(new Error("broken"));
    };
    const api = waybillClient({ baseUrl: "http://localhost", token: "", fetch: failing });

    await expect(api.GET("/orders")).rejects.toThrow("broken");
    expect(attempts).toBe(1);
  });

  test.each([
    ["in seconds", () => "1"],
    ["as a date", () => new Date(Date.now() + 2_000).toUTCString()],
  ])("Retry-After %s: waits at least as long", async (_, retryAfter) => {
    await using server = await startServer([{ ...unavailable, headers: { "retry-after": retryAfter() } }, ok]);

    await server.api.GET("/orders");

    const [first, second] = server.requests.map(({ receivedAt }) => receivedAt);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(900);
  });

  test("Retry-After of an hour: the answer is returned at once", async () => {
    await using server = await startServer([{ status: 429, headers: { "retry-after": "3600" } }]);

    expect((await server.api.GET("/orders")).response.status).toBe(429);
    expect(server.requests).toHaveLength(1);
  });
});

describe("abort", () => {
  test.each<[string, PlannedAnswer]>([
    ["during a request", "no answer"],
    ["between two attempts", { status: 503, headers: { "retry-after": "20" } }],
  ])("%s: the call rejects with the signal's reason and sends nothing more", async (_, answer) => {
    const abort = new AbortController();
    const reason = new Error("closed by the user");
    await using server = await startApiServer([answer], () => setTimeout(() => abort.abort(reason), 100));
    const api = waybillClient({ baseUrl: server.url, token: "a-token", signal: abort.signal });

    await expect(api.GET("/orders")).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

describe("errors", () => {
  const body = {
    type: "https://waybill.dev/problems/invalid_request",
    title: "Invalid request",
    status: 400,
    detail: "items.0.quantity must be at least 1.",
    code: "invalid_request",
    errors: [{ path: "items.0.quantity", message: "must be at least 1" }],
    requestId: "request-1",
  };

  test("dataOf a problem: throws its code, detail, errors and request id", async () => {
    await using server = await startServer([{ status: 400, body }]);
    const answer = await server.api.GET("/orders");

    const error = problemOf(answer);

    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      message: "400 invalid_request: items.0.quantity must be at least 1.",
      status: 400,
      code: "invalid_request",
      detail: body.detail,
      errors: body.errors,
      requestId: "request-1",
    });
    expect(() => dataOf(answer)).toThrow(ProblemError);
  });

  test("page of a proxy: an error without a code, with the text and the request id of the header", async () => {
    const headers = { "x-request-id": "request-2" };
    await using server = await startServer([{ status: 404, headers, body: "<h1>Not Found</h1>" }]);

    expect(problemOf(await server.api.GET("/orders"))).toMatchObject({
      message: "404: <h1>Not Found</h1>",
      code: undefined,
      errors: [],
      requestId: "request-2",
    });
  });

  test("success: no problem, and its data", async () => {
    await using server = await startServer([ok]);
    const answer = await server.api.GET("/orders");

    expect(problemOf(answer)).toBeUndefined();
    expect(dataOf(answer)).toEqual(ok.body);
  });
});

describe("pages", () => {
  const pages = [
    { body: { data: [{ id: "1" }, { id: "2" }], nextCursor: "page+2" } },
    { body: { data: [], nextCursor: "3" } },
    { body: { data: [{ id: "3" }], nextCursor: null } },
  ];

  test("readEntries: every entry of every page, empty pages too", async () => {
    await using server = await startServer(pages);

    const ids: string[] = [];
    const orders = readEntries((position) => server.api.GET("/orders", { params: { query: position } }));
    for await (const { id } of orders) ids.push(id);

    expect(ids).toEqual(["1", "2", "3"]);
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/v1/orders",
      "/v1/orders?cursor=page%2B2",
      "/v1/orders?cursor=3",
    ]);
  });

  test("readPages from a cursor: starts there and reads no page before it is needed", async () => {
    await using server = await startServer(pages.slice(1));

    const read = readPages((position) => server.api.GET("/orders", { params: { query: position } }), "page+2");
    await read.next();

    expect(server.requests.map(({ path }) => path)).toEqual(["/v1/orders?cursor=page%2B2"]);
  });

  test("refused page: throws its problem", async () => {
    await using server = await startServer([{ status: 400, body: { code: "invalid_request", detail: "cursor" } }]);

    const read = readPages((position) => server.api.GET("/orders", { params: { query: position } }));

    await expect(read.next()).rejects.toMatchObject({ name: "ProblemError", code: "invalid_request" });
  });
});

test("newIdempotencyKey: a key that the API accepts, another one at each call", () => {
  const keys = Array.from({ length: 100 }, newIdempotencyKey);

  for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{16,255}$/);
  expect(new Set(keys).size).toBe(keys.length);
});
