import * as z from "zod";
import { fill } from "../examples/send-request.ts";

const Examples = z
  .record(z.string(), z.object({ $ref: z.string().optional(), value: z.unknown().optional() }))
  .default({});
const Content = z.record(z.string(), z.object({ examples: Examples }));
const Operation = z.object({
  operationId: z.string(),
  parameters: z.array(z.object({ in: z.string(), name: z.string(), examples: Examples })).default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content })),
});
const Step = z.object({
  operationId: z.string(),
  example: z.string(),
  summary: z.string(),
  caller: z.object({ role: z.string(), subject: z.string() }).nullable(),
  status: z.number(),
});
export type Step = z.output<typeof Step>;

/** What a newcomer reads in the document. */
export const NewcomersDocument = z.object({
  servers: z.tuple([z.object({ url: z.string() })]),
  "x-walkthrough": z.array(Step).min(1),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    examples: z.record(z.string(), z.object({ value: z.unknown() })),
    securitySchemes: z.object({ bearer: z.object({ description: z.string() }) }),
  }),
});
export type NewcomersDocument = z.output<typeof NewcomersDocument>;

/** A request as the document's example has it, and the answer that it documents. */
export interface DocumentedRequest {
  readonly method: string;
  /** From the server's URL on, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly answer: unknown;
}

/** The example of a step, read from the document alone. @throws where the document lacks it */
export function documentedRequest(document: NewcomersDocument, { operationId, example, status }: Step) {
  const [template, method, operation] = find(document, operationId);
  const named = (place: string) =>
    operation.parameters.flatMap(({ in: where, name, examples }) =>
      where === place && examples[example] ? [[name, String(examples[example].value)] as const] : [],
    );
  const inPath = Object.fromEntries(named("path"));
  const query = new URLSearchParams(Object.fromEntries(named("query"))).toString();
  const [[mediaType, media] = []] = Object.entries(operation.requestBody?.content ?? {});
  const answers = Object.values(operation.responses[status]?.content ?? {}).flatMap(
    ({ examples }) => examples[example] ?? [],
  );
  const [answer] = answers;
  if (!answer) throw new Error(`${operationId} has no answer ${example} with status ${status}.`);
  return {
    method: method.toUpperCase(),
    path: `${fill(template, inPath)}${query && `?${query}`}`,
    headers: { ...Object.fromEntries(named("header")), ...(mediaType && { "Content-Type": mediaType }) },
    body: media && JSON.stringify(media.examples[example]?.value),
    answer: answer.$ref ? document.components.examples[answer.$ref.split("/").at(-1) ?? ""]?.value : answer.value,
  } satisfies DocumentedRequest;
}

function find({ paths }: NewcomersDocument, operationId: string) {
  for (const [template, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId === operationId) return [template, method, operation] as const;
    }
  }
  throw new Error(`The document has no operation ${operationId}.`);
}
