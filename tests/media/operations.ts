import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod/mini";
import { binary, csv } from "../../functions/platform/http/answer-codecs.ts";
import { rawBody } from "../../functions/platform/http/body-codecs.ts";
import { answer, operation } from "../../functions/platform/http/operation.ts";
import { bytesOf, SIGNING_KEY } from "./bytes.ts";

const Digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));

export const downloadBytes = operation({
  summary: "Give the bytes that a seed leads to",
  route: "GET /media/bytes",
  allow: "public",
  query: { seed: z.string(), length: z.string().check(z.regex(/^\d{1,7}$/)) },
  answers: { 200: binary("application/octet-stream") },
  answerHeaders: { "Content-Disposition": z.string() },
  handle: async ({ query: { seed, length } }) =>
    answer(200, bytesOf(seed, Number(length)), {
      headers: { "Content-Disposition": 'attachment; filename="bytes.bin"' },
    }),
});

export const receiveSigned = operation({
  summary: "Check the signature over the bytes of a body",
  route: "POST /media/signed",
  allow: "public",
  headers: { "X-Signature": Digest },
  body: rawBody({ maxBytes: 1_500_000 }),
  answers: { 200: z.strictObject({ bytes: z.int(), sha256: z.string(), genuine: z.boolean() }) },
  handle: async ({ body, headers }) => {
    const expected = createHmac("sha256", SIGNING_KEY).update(body).digest();
    const genuine = timingSafeEqual(expected, Buffer.from(headers["X-Signature"], "hex"));
    return answer(200, { bytes: body.length, sha256: createHash("sha256").update(body).digest("hex"), genuine });
  },
});

export const listRows = operation({
  summary: "Give rows",
  route: "GET /media/rows",
  allow: "public",
  answers: { 200: csv(["sku", "name"]) },
  handle: async () => answer(200, [{ sku: "MUG", name: 'Zoë\'s "mug", blue' }]),
});
