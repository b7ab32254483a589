import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { binary, csv, oneOf, text } from "./answer-codecs.ts";
import { answerResponse, MAX_ANSWER_BYTES } from "./answer-response.ts";
import { answer, operation } from "./operation.ts";

const anyAnswer = {
  summary: "Answer",
  route: "GET /answers",
  allow: "public",
  handle: async () => {
    throw new Error("Not called.");
  },
} as const;

const allByteValues = Uint8Array.from({ length: 256 }, (_, value) => value);

describe("the body of an answer", () => {
  test("of bytes is sent as base64, also from a part of a buffer", () => {
    const download = operation({ ...anyAnswer, answers: { 200: binary("application/pdf") } });

    const response = answerResponse(download, answer(200, allByteValues.subarray(1, 9)), "request-1");

    expect(response.headers["Content-Type"]).toBe("application/pdf");
    expect(response.isBase64Encoded).toBe(true);
    expect([...Buffer.from(response.body, "base64")]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("of rows is CSV: quoted where a cell needs it, null is empty", () => {
    const list = operation({ ...anyAnswer, answers: { 200: csv(["sku", "name", "quantity"]) } });
    const rows = [
      { sku: "MUG", name: 'Mug, "blue"', quantity: 2 },
      { sku: "CUP", name: "two\nlines", quantity: null },
      { sku: "PEN", name: " space ", quantity: 0 },
    ];

    const response = answerResponse(list, answer(200, rows), "request-1");

    expect(response.headers["Content-Type"]).toBe("text/csv; charset=utf-8");
    expect(response.body).toBe(
      'sku,name,quantity\r\nMUG,"Mug, ""blue""",2\r\nCUP,"two\nlines",\r\nPEN," space ",0\r\n',
    );
  });

  test("has the media type that the handler names, of those that are declared", () => {
    const file = operation({ ...anyAnswer, answers: { 200: oneOf(text, "text/css", "text/javascript") } });

    const response = answerResponse(file, answer(200, { mediaType: "text/css", content: "a{}" }), "request-1");

    expect(response).toMatchObject({ body: "a{}", headers: { "Content-Type": "text/css; charset=utf-8" } });
    expect(response).not.toHaveProperty("isBase64Encoded");
  });

  test("may be empty, and then has no media type", () => {
    const nothing = operation({ ...anyAnswer, answers: { 204: null } });

    const response = answerResponse(nothing, answer(204, null), "request-1");

    expect(response.body).toBe("");
    expect(response.headers).not.toHaveProperty("Content-Type");
  });

  test.each([
    ["text", text("text/plain"), "é".repeat(MAX_ANSWER_BYTES / 2), "é".repeat(MAX_ANSWER_BYTES / 2 + 1)],
    ["bytes", binary("image/png"), new Uint8Array(MAX_ANSWER_BYTES), new Uint8Array(MAX_ANSWER_BYTES + 1)],
  ])("of %s has at most 4,400,000 bytes: more is an error", (_, codec, largest, tooLarge) => {
    const download = operation({ ...anyAnswer, answers: { 200: codec } });

    expect(answerResponse(download, answer(200, largest), "request-1").statusCode).toBe(200);
    expect(() => answerResponse(download, answer(200, tooLarge), "request-1")).toThrow("at most 4400000");
  });

  test("has a declared status: another one is an error", () => {
    const created = operation({ ...anyAnswer, answers: { 201: z.strictObject({}) } });

    expect(() => answerResponse(created, answer(200, {}), "request-1")).toThrow("status 200");
  });
});

describe("the headers of an answer", () => {
  const download = operation({
    ...anyAnswer,
    answers: { 200: text("text/plain") },
    answerHeaders: { "Content-Disposition": z.string(), "Cache-Control": z.string() },
  });

  test("are the standard ones, and the declared ones in place of a standard one", () => {
    const headers = { "Content-Disposition": "attachment", "Cache-Control": "no-cache" };

    expect(
      answerResponse(download, answer(200, "", { headers, version: 3, replayed: true }), "request-1").headers,
    ).toEqual({
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
      "Content-Disposition": "attachment",
      "Cache-Control": "no-cache",
      ETag: '"3"',
      "Idempotent-Replayed": "true",
      "x-request-id": "request-1",
    });
  });

  test("are declared: another one is an error, already for the compiler", () => {
    operation({
      ...anyAnswer,
      answers: { 200: text("text/plain") },
      answerHeaders: { "Content-Disposition": z.string() },
      // @ts-expect-error the operation declares no X-Other
      handle: async () => answer(200, "", { headers: { "Content-Disposition": "inline", "X-Other": "1" } }),
    });

    const undeclared = answer(200, "", { headers: { "X-Other": "1" } });
    expect(() => answerResponse(download, undeclared, "request-1")).toThrow("does not declare the header X-Other");
  });
});

test("a handler's types follow the declaration: bytes, required and optional values, declared bodies", () => {
  operation({
    ...anyAnswer,
    query: { from: z.string(), to: z.exactOptional(z.string()) },
    headers: { "X-Signature": z.string() },
    answers: { 200: binary("application/pdf") },
    handle: async ({ query, headers }) => {
      const required: readonly string[] = [query.from, headers["X-Signature"]];
      // @ts-expect-error it may be absent
      const optional: string = query.to;
      return answer(200, Buffer.from([...required, optional].join()));
    },
  });
  operation({
    ...anyAnswer,
    answers: { 200: binary("application/pdf") },
    // @ts-expect-error text is no bytes
    handle: async () => answer(200, "text"),
  });
});
