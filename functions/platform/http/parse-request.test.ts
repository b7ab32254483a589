import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { ProblemError } from "../values/problems.ts";
import { answer, operation } from "./operation.ts";
import {
  MAX_BODY_BYTES,
  parseBody,
  parseIdempotencyKey,
  parseIfMatch,
  parsePath,
  parseQuery,
} from "./parse-request.ts";

const findThings = operation({
  summary: "Find things",
  route: "GET /things/{name}",
  allow: "public",
  path: { name: z.string().check(z.regex(/^[a-zé%]+$/, "must be letters")) },
  query: { size: z.string().check(z.regex(/^\d$/, "must be a digit")) },
  answers: { 200: null },
  handle: async () => answer(200, null),
});

const Step = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("PACK") }),
  z.strictObject({ kind: z.literal("SEND"), carrier: z.string() }),
]);
const Body = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(5)),
  tags: z.exactOptional(z.array(z.enum(["a", "b"])).check(z.minLength(1), z.maxLength(2))),
  size: z.exactOptional(z.int().check(z.minimum(1), z.maximum(9))),
  step: z.exactOptional(Step),
});

/** The problem that something is refused with. */
function refusalOf(parse: () => unknown): ProblemError {
  try {
    parse();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

const readBody = (text: string, contentType = "application/json") => parseBody(Body, contentType, Buffer.from(text));

function refusedBody(body: unknown): ProblemError {
  return refusalOf(() => readBody(JSON.stringify(body)));
}

describe("a wrong body is told in words", () => {
  test.each([
    [{}, "name is missing"],
    [{ name: 5 }, "name must be a text"],
    [{ name: "" }, "name must have at least 1 character"],
    [{ name: "toolong" }, "name must have at most 5 characters"],
    [{ name: "n", tags: [] }, "tags must have at least 1 entry"],
    [{ name: "n", tags: ["a", "a", "a"] }, "tags must have at most 2 entries"],
    [{ name: "n", tags: ["c"] }, "tags.0 must be a or b"],
    [{ name: "n", size: 0 }, "size must be at least 1"],
    [{ name: "n", size: 1e300 }, "size must be at most 9"],
    [{ name: "n", size: 1.5 }, "size must be a whole number"],
    [{ name: "n", size: null }, "size must be a number"],
    [{ name: "n", step: {} }, "step.kind must be PACK or SEND"],
    [{ name: "n", step: { kind: "SEND" } }, "step.carrier is missing"],
    [{ name: "n", step: 1 }, "step must be an object"],
    [{ name: "n", nome: 1 }, "nome is unknown"],
    [[], "it must be an object"],
    ["text", "it must be an object"],
  ])("%j", (body, words) => {
    const { message, code } = refusedBody(body);

    expect(code).toBe("invalid_request");
    expect(message).toBe(`The body is not what this operation takes: ${words}.`);
  });

  test("with everything that is wrong, each thing under its path", () => {
    const { errors } = refusedBody({ size: 0, nome: 1 });

    expect(errors).toEqual(
      expect.arrayContaining([
        { path: "name", message: "is missing" },
        { path: "size", message: "must be at least 1" },
        { path: "nome", message: "is unknown" },
      ]),
    );
  });
});

test("whatever text is sent as a body is parsed or refused, and never breaks the parser", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
      try {
        readBody(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ProblemError);
      }
    }),
  );
});

test("the same JSON in another spelling is the same request", () => {
  const one = readBody('{"name":"n","size":1}');
  const other = readBody('{ "size": 1.0, "name": "\\u006e" }');

  expect(other.fingerprint).toBe(one.fingerprint);
});

test("a body may be as large as the limit, counted in bytes", () => {
  const largest = `"${"é".repeat((MAX_BODY_BYTES - 2) / 2)}"`;

  expect(refusalOf(() => readBody(largest)).code).toBe("invalid_request");
  expect(refusalOf(() => readBody(`${largest} `)).code).toBe("body_too_large");
});

describe("the bytes of a body", () => {
  test.each([
    ["a byte that UTF-8 never has", [0xff]],
    ["a character cut off", [0xc3]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["half of a surrogate pair", [0xed, 0xa0, 0x80]],
  ])("with %s: 400 malformed_json", (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);

    const refusal = refusalOf(() => parseBody(Body, "application/json", body));

    expect(refusal.code).toBe("malformed_json");
    expect(refusal.message).toContain("UTF-8");
  });

  test.each([
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "application/json; version=1; charset=utf8",
    "application/json; version=1",
  ])("sent as %s are read", (contentType) => {
    expect(readBody('{"name":"é"}', contentType).body).toEqual({ name: "é" });
  });

  test.each(["application/json; charset=iso-8859-1", "application/json;charset=UTF-16", "application/json; charset="])(
    "sent as %s: 415, naming what was sent",
    (contentType) => {
      const refusal = refusalOf(() => readBody('{"name":"e"}', contentType));

      expect(refusal.code).toBe("unsupported_media_type");
      expect(refusal.message).toContain(contentType);
    },
  );
});

describe("the path", () => {
  test("is read decoded", () => {
    expect(parsePath(findThings, { name: "caf%C3%A9" })).toEqual({ name: "café" });
  });

  test.each(["%zz", "%E0%A4%A", "%"])("that cannot be decoded names nothing: %s", (name) => {
    expect(refusalOf(() => parsePath(findThings, { name })).code).toBe("not_found");
  });

  test("that cannot be a name says why", () => {
    expect(refusalOf(() => parsePath(findThings, { name: "MUG" })).message).toBe(
      '"MUG" is not a valid name: it must be letters.',
    );
  });
});

describe("the query", () => {
  test("may be left out, each parameter of it too", () => {
    expect(parseQuery(findThings, {})).toEqual({});
    expect(parseQuery(findThings, { size: ["3"] })).toEqual({ size: "3" });
  });

  test.each([
    [{ size: ["33"] }, "size must be a digit"],
    [{ size: ["3", "4"] }, "size is given more than once"],
    [{ size: ["3", "3"] }, "size is given more than once"],
    [{ colour: ["red"] }, "colour is unknown"],
  ])("%j is refused", (query, words) => {
    expect(refusalOf(() => parseQuery(findThings, query)).message).toBe(
      `The query is not what this operation takes: ${words}.`,
    );
  });
});

describe("If-Match", () => {
  test("is the version that an ETag names, or none", () => {
    expect(parseIfMatch('"12"')).toBe(12);
    expect(parseIfMatch("*")).toBeUndefined();
    expect(parseIfMatch(undefined)).toBeUndefined();
  });

  test.each(["12", 'W/"12"', '"1","2"', '"one"', '""', '"99999999999999999999"'])("%s is refused", (value) => {
    expect(refusalOf(() => parseIfMatch(value)).errors).toMatchObject([{ path: "header.If-Match" }]);
  });
});

test("an Idempotency-Key is taken as it is, blanks inside included", () => {
  expect(parseIdempotencyKey("order 1 of alice")).toBe("order 1 of alice");
  expect(refusalOf(() => parseIdempotencyKey("a\u007f")).code).toBe("invalid_request");
  expect(refusalOf(() => parseIdempotencyKey(undefined)).code).toBe("idempotency_key_missing");
});
