import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { ProblemError } from "../values/problems.ts";
import { jsonBody, MAX_BODY_BYTES, MAX_JSON_BYTES, rawBody } from "./body-codecs.ts";

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

const codec = jsonBody(Body);
const readBody = (text: string, contentType = "application/json") => codec.decode(Buffer.from(text), contentType);

function refusedBody(body: unknown): ProblemError {
  return problemThrownBy(() => readBody(JSON.stringify(body)));
}

describe("a wrong body: 400 says in words what is wrong", () => {
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
    expect(message).toBe(`The body is not valid: ${words}.`);
  });

  test("several errors: each has its path", () => {
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

test("any text as a body: it is parsed, or refused with a problem", () => {
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

test("the same JSON in another spelling: the fingerprint is the same", () => {
  const one = readBody('{"name":"n","size":1}');
  const other = readBody('{ "size": 1.0, "name": "\\u006e" }');

  expect(other.fingerprint).toBe(one.fingerprint);
});

test("body over the limit in bytes: 413", () => {
  const largest = `"${"é".repeat((MAX_JSON_BYTES - 2) / 2)}"`;

  expect(problemThrownBy(() => readBody(largest)).code).toBe("invalid_request");
  expect(problemThrownBy(() => readBody(`${largest} `)).code).toBe("body_too_large");
});

describe("the bytes of a body", () => {
  test.each([
    ["a byte that UTF-8 never has", [0xff]],
    ["a character cut off", [0xc3]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["half of a surrogate pair", [0xed, 0xa0, 0x80]],
  ])("with %s: 400 malformed_json", (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);

    const refusal = problemThrownBy(() => codec.decode(body, "application/json"));

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
      const refusal = problemThrownBy(() => readBody('{"name":"e"}', contentType));

      expect(refusal.code).toBe("unsupported_media_type");
      expect(refusal.message).toContain(contentType);
    },
  );
});

describe("a raw body", () => {
  const bytes = Buffer.from([0x00, 0xff, 0xc3, 0x28, 0x0d, 0x0a, 0x7b]);

  test("is the exact bytes, and its fingerprint is their hash", () => {
    const { body, fingerprint } = rawBody({ maxBytes: 7 }).decode(bytes, undefined);

    expect([...body]).toEqual([...bytes]);
    expect(fingerprint).toBe(createHash("sha256").update(bytes).digest("base64url"));
  });

  test("over the declared limit: 413", () => {
    expect(problemThrownBy(() => rawBody({ maxBytes: 6 }).decode(bytes, undefined)).code).toBe("body_too_large");
  });

  test("in a media type that is not declared: 415", () => {
    const signed = rawBody({ maxBytes: 7, mediaTypes: ["application/json"] });

    expect(signed.decode(bytes, "Application/JSON; charset=utf-8").body).toHaveLength(7);
    for (const contentType of ["text/plain", "application/jsonp", undefined]) {
      expect(problemThrownBy(() => signed.decode(bytes, contentType)).code).toBe("unsupported_media_type");
    }
  });

  test("declared larger than Lambda accepts: an error", () => {
    expect(() => rawBody({ maxBytes: MAX_BODY_BYTES + 1 })).toThrow("at most 4400000 bytes");
  });
});
