import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pythonTool } from "../../tooling/python-tool.ts";
import { type FuzzResult, runSchemathesis } from "./run-schemathesis.ts";

const name = { name: "name", in: "query", required: true, schema: { type: "string", pattern: "^[a-z]{1,8}$" } };
const problem = { description: "A problem", content: { "application/json": { schema: { type: "object" } } } };
const number = { type: "object", required: ["number"], properties: { number: { type: "integer" } } };
const operation = (schema: object) => ({
  get: {
    parameters: [name],
    responses: { 200: { description: "OK", content: { "application/json": { schema } } }, 400: problem, 404: problem },
  },
});

/** An API that breaks its contract in one way at each path. */
const contract = {
  openapi: "3.1.0",
  info: { title: "Planted", version: "1" },
  paths: {
    "/fails": operation(number),
    "/accepts-all": operation(number),
    "/answers-another-body": operation(number),
    "/refuses-what-is-allowed": operation(number),
    "/keeps-its-contract": operation(number),
  },
};

function answerOf(path: string, given: string | null): [status: number, body: object] {
  const isValid = /^[a-z]{1,8}$/.test(given ?? "");
  const refusal = { errors: [{ path: "name", message: "must be another name" }] };
  if (path === "/fails" && isValid) return [500, {}];
  if (path === "/answers-another-body" && isValid) return [200, { number: "one" }];
  if (path === "/refuses-what-is-allowed") return [400, refusal];
  return isValid || path === "/accepts-all" ? [200, { number: 1 }] : [400, refusal];
}

let server: Server;
let result: FuzzResult;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
    if (request.method !== "GET") return response.writeHead(405, { allow: "GET" }).end();
    const [status, body] =
      pathname === "/openapi.json" ? [200, contract] : answerOf(pathname, searchParams.get("name"));
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  result = await runSchemathesis(await pythonTool("schemathesis"), {
    apiUrl: `http://127.0.0.1:${address.port}`,
    token: "a.b.c",
    examples: 10,
    coverage: true,
    customer: "alice",
    orders: ["a", "b", "c"],
  });
});

afterAll(() => server?.close());

/** What schemathesis printed of a path. */
function reportOf(path: string): string {
  const [, report = ""] = result.output.split(new RegExp(`^_+ GET ${path} _+$`, "m"));
  return report.split(/^(?:_+ GET |=+ )/m)[0] ?? "";
}

test.each([
  ["/fails", "answer 500", "Server error"],
  ["/accepts-all", "request that the schema refuses is accepted", "Schema-violating request accepted"],
  ["/answers-another-body", "body outside of the schema", "Response violates schema"],
  ["/refuses-what-is-allowed", "request that the schema allows is refused", "bad_request_for_a_known_reason"],
])("%s: %s: found, with a curl line", (path, _, sentence) => {
  expect(reportOf(path)).toContain(sentence);
  expect(reportOf(path)).toMatch(/curl -X GET .*127\.0\.0\.1/);
  expect(result.passed).toBe(false);
});

test("path that keeps its contract: nothing is reported", () => {
  expect(result.requests).toBeGreaterThan(50);
  expect(reportOf("/keeps-its-contract")).toBe("");
});
