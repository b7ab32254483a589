import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";
import * as z from "zod";

const Media = z.record(z.string(), z.object({ schema: z.unknown() }));
const Response = z.object({ "x-codes": z.array(z.string()).optional(), content: Media.optional() });
const Operation = z.object({ operationId: z.string(), responses: z.record(z.string(), Response) });
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

const source: unknown = parse(readFileSync(join(import.meta.dirname, "../../openapi.yaml"), "utf8"));
const { paths } = Document.parse(source);
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).addSchema(
  Object(source),
  "openapi",
);
const validators = new Map<string, ValidateFunction>();

/** Fails where an answer is not one that openapi.yaml promises: its status, its media type, its body, its problem code. */
export async function checkContract(request: Request, response: HttpResponse): Promise<void> {
  const path = new URL(request.url).pathname.split("/v1").pop() ?? "";
  const [template, operation] = find(path, request.method) ?? [];
  if (!template || !operation) {
    if (response.status !== 404)
      throw new Error(`${request.method} ${path} is no operation, and answered ${response.status}.`);
    return;
  }
  const where = `${operation.operationId} answered ${response.status}`;
  const declared = operation.responses[response.status];
  if (!declared) throw new Error(`${where}, which openapi.yaml does not declare: ${await response.clone().text()}`);
  const mediaType = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
  if (!declared.content?.[mediaType]) {
    if (declared.content && Object.keys(declared.content)[0]?.startsWith("text/") && mediaType.startsWith("text/"))
      return;
    throw new Error(`${where} as "${mediaType}", which openapi.yaml does not declare.`);
  }
  if (!mediaType.endsWith("json")) return;
  const body: unknown = await response.clone().json();
  const validate = validatorOf(template, request.method.toLowerCase(), response.status, mediaType);
  if (!validate(body))
    throw new Error(
      `${where} with a body that breaks the contract: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(body)}`,
    );
  const { code } = z.object({ code: z.string().optional() }).catch({}).parse(body);
  if (declared["x-codes"] && !declared["x-codes"].includes(code ?? ""))
    throw new Error(`${where} with the code "${code}", which it does not declare.`);
}

type HttpResponse = globalThis.Response;

function find(path: string, method: string) {
  const matching = Object.entries(paths).filter(([template]) =>
    new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path),
  );
  const [template, operations] = matching.sort(([a], [b]) => holes(a) - holes(b))[0] ?? [];
  const operation = operations?.[method.toLowerCase()];
  return template && operation ? ([template, operation] as const) : undefined;
}

function holes(template: string): number {
  return template.split("{").length;
}

function validatorOf(template: string, method: string, status: number, mediaType: string): ValidateFunction {
  const encoded = (part: string) =>
    part.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
  const pointer = `openapi#/paths/${encoded(template)}/${method}/responses/${status}/content/${encoded(mediaType)}/schema`;
  const known = validators.get(pointer) ?? ajv.compile({ $ref: pointer });
  validators.set(pointer, known);
  return known;
}
