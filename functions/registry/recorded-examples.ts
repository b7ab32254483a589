import * as z from "zod/mini";
import recorded from "./examples.generated.json" with { type: "json" };

const Values = z.record(z.string(), z.union([z.string(), z.number()]));

/** A request of the walkthrough, with the answer that it got. */
export const RecordedStep = z.strictObject({
  operation: z.string(),
  name: z.string(),
  summary: z.string(),
  /** null: no token was sent. */
  by: z.nullable(z.strictObject({ role: z.string(), subject: z.string() })),
  path: z.optional(Values),
  query: z.optional(Values),
  headers: z.optional(Values),
  body: z.optional(z.unknown()),
  answer: z.strictObject({
    status: z.int(),
    mediaType: z.string(),
    /** Of the document's own answer only the beginning: it would contain itself. */
    body: z.unknown(),
  }),
});
export type RecordedStep = z.output<typeof RecordedStep>;

const ByCode = z.record(z.string(), z.unknown());

/** What `npm run examples` recorded of a fresh local stack with the catalogue of `npm start`. */
export const RecordedExamples = z.strictObject({
  /** In the order in which the requests were sent. */
  walkthrough: z.array(RecordedStep),
  /** The bodies of problems, by operation and code. */
  problems: z.record(z.string(), ByCode),
  /** The bodies of the gateway's own problems, which any operation may be answered with, by code. */
  gateway: ByCode,
});
export type RecordedExamples = z.output<typeof RecordedExamples>;

export function recordedExamples(): RecordedExamples {
  return RecordedExamples.parse(recorded);
}
