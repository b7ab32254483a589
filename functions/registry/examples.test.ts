import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { declaredOperations } from "../../tests/examples/declared.ts";
import { problemSteps, walkthroughSteps } from "../../tests/examples/steps.ts";
import { openApiDocument } from "./openapi-document.ts";
import { recordedExamples } from "./recorded-examples.ts";

const Example = z
  .strictObject({ $ref: z.string() })
  .or(z.strictObject({ summary: z.string().optional(), value: z.unknown() }));
const Examples = z.record(z.string(), Example).default({});
const Content = z.record(z.string(), z.object({ schema: z.unknown(), examples: Examples }));
const Parameter = z.object({
  name: z.string(),
  required: z.boolean().default(false),
  schema: z.unknown(),
  examples: Examples,
});
const Operation = z.object({
  operationId: z.string(),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ "x-codes": z.array(z.string()).optional(), content: Content })),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })) }),
});

const document = openApiDocument();
const { paths, components } = Document.parse(document);
/** Those that a newcomer's shop has, whose payment provider is the sandbox. */
const operations = Object.values(paths)
  .flatMap((methods) => Object.values(methods))
  .filter(({ operationId }) => declaredOperations().has(operationId));
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).addSchema(document, "openapi");

function exampleValue(example: z.output<typeof Example>): unknown {
  return "$ref" in example ? components.examples[example.$ref.split("/").at(-1) ?? ""]?.value : example.value;
}

/** A schema whose references are found in the document. */
function validate(schema: unknown, value: unknown): string {
  const text = JSON.stringify(schema).replaceAll('"#/', '"openapi#/');
  const check = ajv.compile(z.looseObject({}).parse(JSON.parse(text)));
  return check(value) ? "valid" : ajv.errorsText(check.errors);
}

describe.each(operations)("$operationId", ({ operationId, parameters, requestBody, responses }) => {
  const statuses = Object.entries(responses);
  const ofSuccess = statuses.filter(([status]) => Number(status) < 400);
  const namesOfSuccess = ofSuccess.flatMap(([, { content }]) =>
    Object.values(content).flatMap(({ examples }) => Object.keys(examples)),
  );

  test("each status of success has an example", () => {
    for (const [status, { content }] of ofSuccess) {
      const examples = Object.values(content).flatMap((media) => Object.keys(media.examples));
      expect(examples, status).not.toEqual([]);
    }
  });

  test("each declared problem has an example, under its code", () => {
    for (const [status, { content, "x-codes": codes }] of statuses) {
      if (codes) expect(Object.keys(content["application/problem+json"]?.examples ?? {}), status).toEqual(codes);
    }
  });

  test("each example of an answer is of its schema, its status and its code", () => {
    for (const [status, { content, "x-codes": codes }] of statuses) {
      for (const { schema, examples } of Object.values(content)) {
        for (const [name, example] of Object.entries(examples)) {
          const value = exampleValue(example);
          expect(validate(schema, value), `${status} ${name}`).toBe("valid");
          if (codes) expect(value).toMatchObject({ code: name, status: Number(status) });
        }
      }
    }
  });

  test("each example that succeeds has its request: the required parameters and the body, of their schemas", () => {
    for (const { name, required, schema, examples } of parameters) {
      if (required) expect(Object.keys(examples).sort(), name).toEqual(namesOfSuccess.toSorted());
      for (const example of Object.values(examples))
        expect(validate(schema, exampleValue(example)), name).toBe("valid");
    }
    const bodies = Object.values(requestBody?.content ?? {});
    for (const { schema, examples } of bodies) {
      expect(Object.keys(examples).sort()).toEqual(namesOfSuccess.toSorted());
      for (const [name, example] of Object.entries(examples)) {
        expect(validate(schema, exampleValue(example)), name).toBe("valid");
      }
    }
  });

  test("is part of the walkthrough", () => {
    expect(walkthroughSteps().map(({ step }) => step.operation)).toContain(operationId);
  });
});

describe("what is recorded is what tests/examples sends now (npm run examples records it)", () => {
  const { walkthrough, problems } = recordedExamples();

  test("requests of the walkthrough, in their order", () => {
    const sent = walkthroughSteps().map(({ step: { until: _, status, ...request } }) => ({ ...request, status }));
    expect(walkthrough.map(({ answer, ...request }) => ({ ...request, status: answer.status }))).toEqual(sent);
  });

  test("problems", () => {
    const sent = problemSteps().flatMap(({ step }) => ("code" in step ? `${step.operation} ${step.code}` : []));
    const recorded = Object.entries(problems).flatMap(([operation, byCode]) =>
      Object.keys(byCode).map((code) => `${operation} ${code}`),
    );
    expect(recorded.sort()).toEqual([...new Set(sent)].sort());
  });
});

test("the document begins with what it is", () => {
  expect(Object.keys(document).slice(0, 3)).toEqual(["openapi", "info", "servers"]);
});
