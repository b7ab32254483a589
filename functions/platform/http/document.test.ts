import { expect, test } from "vitest";
import * as z from "zod/mini";
import { problem } from "../values/problems.ts";
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
  changeThing: operation({
    summary: "Change a thing",
    description: "Nothing else changes.",
    route: "PATCH /things/{name}",
    allow: { customer: "own", staff: "any" },
    path: { name: z.string() },
    sendsEtag: true,
    sendsIdempotentReplayed: true,
    answers: { 200: z.strictObject({ name: z.string() }) },
    problems: [problem(409, "thing_busy", "The thing is busy.", true), problem(422, "thing_odd", "The thing is odd.")],
    handle: async () => answer(200, { name: "mug" }),
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
const change = document.paths["/things/{name}"]?.patch;
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

type Described = typeof make;

function headersOf(operation: Described, status: number): string[] {
  return Object.keys(z.object({ headers: z.looseObject({}) }).parse(operation?.responses[status]).headers).sort();
}

test("the document says who may call: staff may, so operators may", () => {
  expect(change?.description).toBe(
    "Nothing else changes.\n\nCallers: customers (what is their own), staff, operators.",
  );
  expect(document.paths["/files"]?.get?.description).toBe("Callers: everybody, without a token.");
});

test("the document has ETag and Idempotent-Replayed where they are declared without a version or a key", () => {
  expect(headersOf(change, 200)).toEqual(["Cache-Control", "ETag", "Idempotent-Replayed", "x-request-id"]);
});

test("the document has Retry-After where a problem is temporary", () => {
  expect(headersOf(change, 409)).toContain("Retry-After");
  expect(headersOf(change, 422)).not.toContain("Retry-After");
});

test("the document has the headers of answers: standard ones and declared ones", () => {
  expect(headersOf(make, 201)).toEqual(["Cache-Control", "ETag", "Idempotent-Replayed", "Location", "x-request-id"]);
  expect(headersOf(make, 401)).toEqual(["Cache-Control", "WWW-Authenticate", "x-request-id"]);
  expect(headersOf(make, 503)).toEqual(["Cache-Control", "Retry-After", "x-request-id"]);
});
