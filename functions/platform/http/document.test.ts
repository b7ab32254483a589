import { expect, test } from "vitest";
import * as z from "zod/mini";
import { binary, csv, oneOf, text } from "./answer-codecs.ts";
import { rawBody } from "./body-codecs.ts";
import { documentOf } from "./document.ts";
import { answer, operation } from "./operation.ts";

const Thing = z.strictObject({ name: z.string(), version: z.int() }).check(z.meta({ id: "Thing" }));

const operations = {
  makeThing: operation({
    summary: "Make a thing",
    route: "POST /things",
    allow: { staff: "any" },
    query: { shelf: z.string(), size: z.exactOptional(z.string()) },
    headers: { "X-Signature": z.string(), "X-Attempt": z.exactOptional(z.string()) },
    idempotencyKey: "required",
    body: rawBody({ maxBytes: 10, mediaTypes: ["application/pdf"] }),
    answers: { 201: Thing },
    answerHeaders: { Location: z.string() },
    handle: async () => answer(201, { name: "mug", version: 1 }),
  }),
  getFiles: operation({
    summary: "Read files",
    route: "GET /files",
    allow: "public",
    answers: { 200: binary("application/pdf"), 202: csv(["name"]), 203: oneOf(text, "text/css", "text/html") },
    handle: async () => answer(202, []),
  }),
};

const document = z
  .object({ paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: z.looseObject({}) }))) })
  .parse(
    documentOf({
      title: "Things",
      version: "1.0.0",
      description: "Things",
      tokens: "Ask sam.",
      tags: [{ name: "things", description: "Things", operations }],
    }),
  );
const make = document.paths["/things"]?.post;
const files = document.paths["/files"]?.get?.responses;

test("the document says which parameters and headers of a request are required", () => {
  expect(make?.parameters).toEqual([
    expect.objectContaining({ in: "query", name: "shelf", required: true }),
    expect.not.objectContaining({ required: true }),
    expect.objectContaining({ in: "header", name: "Idempotency-Key", required: true }),
    expect.objectContaining({ in: "header", name: "X-Signature", required: true }),
    expect.not.objectContaining({ required: true }),
  ]);
});

test("the document has the media types of bodies, and says which are bytes", () => {
  const bytes = { schema: { type: "string", format: "binary" } };
  const characters = { schema: { type: "string" } };

  expect(make?.requestBody).toEqual({ required: true, content: { "application/pdf": bytes } });
  expect(files).toMatchObject({
    200: { content: { "application/pdf": bytes } },
    202: { content: { "text/csv": characters } },
    203: { content: { "text/css": characters, "text/html": characters } },
  });
});

test("the document has the headers of answers: standard ones and declared ones", () => {
  const headersOf = (status: number) =>
    Object.keys(z.object({ headers: z.looseObject({}) }).parse(make?.responses[status]).headers).sort();

  expect(headersOf(201)).toEqual(["Cache-Control", "ETag", "Idempotent-Replayed", "Location", "x-request-id"]);
  expect(headersOf(401)).toEqual(["Cache-Control", "WWW-Authenticate", "x-request-id"]);
  expect(headersOf(503)).toEqual(["Cache-Control", "Retry-After", "x-request-id"]);
});
