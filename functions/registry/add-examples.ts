import * as z from "zod/mini";
import type { RecordedExamples, RecordedStep } from "./recorded-examples.ts";

const Content = z.record(z.string(), z.looseObject({}));
const Parameter = z.looseObject({ in: z.string(), name: z.string() });
const Operation = z.looseObject({
  operationId: z.string(),
  parameters: z.optional(z.array(Parameter)),
  requestBody: z.optional(z.looseObject({ content: Content })),
  responses: z.record(
    z.string(),
    z.looseObject({ "x-codes": z.optional(z.array(z.string())), content: z.optional(Content) }),
  ),
});
type Operation = z.output<typeof Operation>;
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({}),
});

/**
 * The document with what was recorded: each request of the walkthrough as a named example of its parameters, its body and
 * its answer, and each problem under its code. `x-walkthrough` says in which order the requests are sent, and by whom.
 */
export function withExamples(document: object, { walkthrough, problems, gateway }: RecordedExamples): object {
  const parsed = Document.parse(document);
  const paths = Object.entries(parsed.paths).map(([path, operations]) => {
    const shown = Object.entries(operations).map(([method, operation]) => {
      const steps = walkthrough.filter((step) => step.operation === operation.operationId);
      const known = new Set([...Object.keys(gateway), ...Object.keys(problems[operation.operationId] ?? {})]);
      return [method, showProblems(showAnswers(showRequests(operation, steps), steps), known, gateway)];
    });
    return [path, Object.fromEntries(shown)];
  });
  const order = walkthrough.map(({ operation, name, summary, by, answer }) => {
    return { operationId: operation, example: name, summary, caller: by, status: answer.status };
  });
  const shown = {
    ...parsed,
    "x-walkthrough": order,
    paths: Object.fromEntries(paths),
    components: { ...parsed.components, examples: components({ walkthrough, problems, gateway }) },
  };
  return inOrderOf(document, shown);
}

/** The same value with its keys as the original has them, because parsing moves them; new ones come last. */
function inOrderOf<Value>(original: unknown, value: Value): Value;
function inOrderOf(original: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    const originals = Array.isArray(original) ? original : [];
    return value.map((entry, index) => inOrderOf(originals[index], entry));
  }
  if (!isObject(value) || !isObject(original)) return value;
  const keys = new Set([...Object.keys(original).filter((key) => key in value), ...Object.keys(value)]);
  return Object.fromEntries([...keys].map((key) => [key, inOrderOf(original[key], value[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The answers, where each stands once. */
function components({ walkthrough, problems, gateway }: RecordedExamples): Record<string, object> {
  const answers = walkthrough.map(
    (step) => [answerName(step), { summary: step.summary, value: step.answer.body }] as const,
  );
  const ofOperations = Object.entries(problems).flatMap(([operation, byCode]) =>
    Object.entries(byCode).map(([code, value]) => [`${operation}.${code}`, { value }] as const),
  );
  const ofGateway = Object.entries(gateway).map(([code, value]) => [code, { value }] as const);
  return Object.fromEntries([...answers, ...ofOperations, ...ofGateway]);
}

function answerName({ operation, name }: Pick<RecordedStep, "operation" | "name">): string {
  return `${operation}.${name}`;
}

function showRequests(operation: Operation, steps: readonly RecordedStep[]): Operation {
  const { parameters, requestBody } = operation;
  const bodies = steps.flatMap(({ name, summary, body }) =>
    body === undefined ? [] : [[name, { summary, value: body }]],
  );
  return {
    ...operation,
    ...(parameters && { parameters: parameters.map((parameter) => showParameter(parameter, steps)) }),
    ...(requestBody && { requestBody: { ...requestBody, content: inEach(requestBody.content, bodies) } }),
  };
}

const PLACES = { path: "path", query: "query", header: "headers" } as const;

function showParameter(parameter: z.output<typeof Parameter>, steps: readonly RecordedStep[]) {
  const place = Object.entries(PLACES).find(([name]) => name === parameter.in)?.[1] ?? "query";
  const values = steps.flatMap((step) => {
    const value = step[place]?.[parameter.name];
    return value === undefined ? [] : [[step.name, { value }] as const];
  });
  return values.length === 0 ? parameter : { ...parameter, examples: Object.fromEntries(values) };
}

function showAnswers(operation: Operation, steps: readonly RecordedStep[]): Operation {
  const responses = Object.entries(operation.responses).map(([status, response]) => {
    const content = Object.entries(response.content ?? {}).map(([mediaType, media]) => {
      const shown = steps.filter(({ answer }) => String(answer.status) === status && answer.mediaType === mediaType);
      return [
        mediaType,
        showExamples(
          media,
          shown.map((step) => [step.name, referTo(answerName(step))]),
        ),
      ];
    });
    return [status, { ...response, ...(response.content && { content: Object.fromEntries(content) }) }];
  });
  return { ...operation, responses: Object.fromEntries(responses) };
}

function showProblems(
  operation: Operation,
  known: ReadonlySet<string>,
  gateway: RecordedExamples["gateway"],
): Operation {
  const responses = Object.entries(operation.responses).map(([status, response]) => {
    const codes = (response["x-codes"] ?? []).filter((code) => known.has(code));
    const examples = codes.map((code) => [code, referTo(code in gateway ? code : `${operation.operationId}.${code}`)]);
    return [status, { ...response, ...(response.content && { content: inEach(response.content, examples) }) }];
  });
  return { ...operation, responses: Object.fromEntries(responses) };
}

function inEach(content: z.output<typeof Content>, examples: readonly unknown[][]): z.output<typeof Content> {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, media]) => [mediaType, showExamples(media, examples)]),
  );
}

function showExamples(media: Record<string, unknown>, examples: readonly unknown[][]): Record<string, unknown> {
  return examples.length === 0 ? media : { ...media, examples: Object.fromEntries(examples) };
}

function referTo(example: string) {
  return { $ref: `#/components/examples/${example}` };
}
