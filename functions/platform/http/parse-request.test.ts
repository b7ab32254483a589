import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { answer, operation } from "./operation.ts";
import { parseHeaders, parseIdempotencyKey, parseIfMatch, parsePath, parseQuery } from "./parse-request.ts";

const findThings = operation({
  summary: "Find things",
  route: "GET /things/{name}",
  allow: "public",
  path: { name: z.string().check(z.regex(/^[a-zé%]+$/, "must be letters")) },
  query: {
    shelf: z.enum(["upper", "lower"]),
    size: z.exactOptional(z.string().check(z.regex(/^\d$/, "must be a digit"))),
  },
  headers: {
    "X-Signature": z.string().check(z.regex(/^[0-9a-f]{8}$/, "must be 8 hexadecimal digits")),
    "X-Attempt": z.exactOptional(z.enum(["first", "last"])),
  },
  answers: { 200: null },
  handle: async () => answer(200, null),
});

describe("the path", () => {
  test("is decoded", () => {
    expect(parsePath(findThings, { name: "caf%C3%A9" })).toEqual({ name: "café" });
  });

  test.each(["%zz", "%E0%A4%A", "%"])("that cannot be decoded: 404: %s", (name) => {
    expect(problemThrownBy(() => parsePath(findThings, { name })).code).toBe("not_found");
  });

  test("parameter breaks its rule: 404 names the rule", () => {
    expect(problemThrownBy(() => parsePath(findThings, { name: "MUG" })).message).toBe(
      '"MUG" is not a valid name: it must be letters.',
    );
  });
});

describe("the query", () => {
  test("required parameter is given, optional one may be left out", () => {
    expect(parseQuery(findThings, { shelf: ["upper"] })).toEqual({ shelf: "upper" });
    expect(parseQuery(findThings, { shelf: ["lower"], size: ["3"] })).toEqual({ shelf: "lower", size: "3" });
  });

  test.each([
    [{}, "shelf is missing"],
    [{ shelf: ["middle"] }, "shelf must be upper or lower"],
    [{ shelf: ["upper"], size: ["33"] }, "size must be a digit"],
    [{ shelf: ["upper"], size: ["3", "4"] }, "size is given more than once"],
    [{ shelf: ["upper"], size: ["3", "3"] }, "size is given more than once"],
    [{ shelf: ["upper"], colour: ["red"] }, "colour is unknown"],
  ])("%j: 400, naming the parameter", (query, words) => {
    const problem = problemThrownBy(() => parseQuery(findThings, query));

    expect(problem.code).toBe("invalid_request");
    expect(problem.message).toBe(`The query is not valid: ${words}.`);
  });
});

describe("declared headers", () => {
  const signature = { "x-signature": ["00c0ffee"] };

  test("required header is given, optional one may be left out, others are ignored", () => {
    expect(parseHeaders(findThings, { ...signature, accept: ["a", "b"] })).toEqual({ "X-Signature": "00c0ffee" });
    expect(parseHeaders(findThings, { ...signature, "x-attempt": ["last"] })).toEqual({
      "X-Signature": "00c0ffee",
      "X-Attempt": "last",
    });
  });

  test.each([
    [{}, { path: "headers.X-Signature", message: "is missing" }],
    [{ "x-signature": ["no"] }, { path: "headers.X-Signature", message: "must be 8 hexadecimal digits" }],
    [{ "x-signature": ["00c0ffee", "00c0ffee"] }, { path: "headers.X-Signature", message: "is given more than once" }],
    [
      { ...signature, "x-attempt": ["third"] },
      { path: "headers.X-Attempt", message: "must be first or last" },
    ],
  ])("%j: 400, naming the header", (headers, error) => {
    const problem = problemThrownBy(() => parseHeaders(findThings, headers));

    expect(problem.code).toBe("invalid_request");
    expect(problem.errors).toEqual([error]);
  });
});

describe("If-Match", () => {
  test("is the version in an ETag, or none", () => {
    expect(parseIfMatch('"12"')).toBe(12);
    expect(parseIfMatch("*")).toBeUndefined();
    expect(parseIfMatch(undefined)).toBeUndefined();
  });

  test.each(["12", 'W/"12"', '"1","2"', '"one"', '""', '"0"', '"99999999999999999999"'])("%s: 400", (value) => {
    expect(problemThrownBy(() => parseIfMatch(value)).errors).toMatchObject([{ path: "headers.If-Match" }]);
  });
});

test("Idempotency-Key: spaces are kept, other characters than printable ASCII are refused", () => {
  expect(parseIdempotencyKey("order 1 of alice")).toBe("order 1 of alice");
  expect(problemThrownBy(() => parseIdempotencyKey("a\u007f")).code).toBe("invalid_request");
  expect(problemThrownBy(() => parseIdempotencyKey(undefined)).code).toBe("idempotency_key_missing");
});
