import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";
import * as z from "zod";
import { roles } from "../../local/issuer.ts";

const Media = z.record(z.string(), z.object({ schema: z.unknown() }));
const Header = z.object({ $ref: z.string().optional(), required: z.boolean().optional() });
const DeclaredResponse = z.object({
  "x-codes": z.array(z.string()).optional(),
  headers: z.record(z.string(), Header).default({}),
  content: Media.optional(),
});
const Operation = z.object({
  operationId: z.string(),
  "x-allow": z.partialRecord(z.enum(roles), z.enum(["own", "any"])).optional(),
  responses: z.record(z.string(), DeclaredResponse),
});
export type Operation = z.output<typeof Operation>;

const file = readFileSync(join(import.meta.dirname, "../../openapi.yaml"), "utf8");

/** openapi.yaml as it is checked in. */
export const openapiDocument: object = z.looseObject({}).parse(parse(file));

const components = z
  .object({ components: z.object({ headers: z.record(z.string(), Header) }) })
  .parse(openapiDocument).components;

/** The operations of openapi.yaml by path and method. */
export const operationsByPath = z
  .object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })
  .parse(openapiDocument).paths;

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).addSchema(
  openapiDocument,
  "openapi",
);
const validators = new Map<string, ValidateFunction>();
const Problem = z.object({ status: z.number(), code: z.string(), requestId: z.string() });
const Versioned = z.object({ version: z.number() });

/**
 * Checks an answer against openapi.yaml: status, media type, body, problem code, and the headers of its kind.
 * @throws where the answer breaks the contract
 */
export async function checkContract(request: Request, response: Response): Promise<void> {
  const path = new URL(request.url).pathname.split("/v1").pop() ?? "";
  const [template, operation] = find(path, request.method) ?? [];
  const where = `${operation?.operationId ?? `${request.method} ${path}`} answered ${response.status}`;
  const text = await response.clone().text();
  if (!response.headers.get("x-request-id")) throw new Error(`${where} without an x-request-id: ${text}`);
  if (request.method === "OPTIONS" && response.status === 204) return;
  if (request.method === "HEAD" && [404, 405].includes(response.status)) return;

  if (response.status >= 400) checkProblem(where, response, text);
  if (!template || !operation) {
    // The gateway answers 404 to a method that it does not know, such as PROPFIND.
    if (response.status === 404 || (response.status === 405 && isKnown(path))) return;
    throw new Error(`${where}, and is no operation of openapi.yaml.`);
  }
  const declared = operation.responses[response.status];
  if (!declared) throw new Error(`${where}, which openapi.yaml does not declare: ${text}`);
  checkHeaders(where, response, declared);
  checkBody({ where, template, method: request.method.toLowerCase(), response, text, declared });
}

/** Sends a request as it is. @throws where the answer breaks the contract */
export async function fetchChecked(request: Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(request, init);
  await checkContract(request, response);
  return response;
}

/** Checks what every error has, also those of the gateway, which openapi.yaml does not declare. */
function checkProblem(where: string, response: Response, text: string): void {
  if (mediaTypeOf(response) !== "application/problem+json")
    throw new Error(`${where} without a problem document: ${text}`);
  const problem = Problem.parse(JSON.parse(text));
  if (problem.status !== response.status) throw new Error(`${where}, and ${problem.status} in its body.`);
  if (problem.requestId !== response.headers.get("x-request-id")) {
    throw new Error(`${where} with another request id in its body than in its header.`);
  }
  if (response.status === 401 && !response.headers.get("www-authenticate")?.startsWith("Bearer")) {
    throw new Error(`${where} without a WWW-Authenticate for a bearer token.`);
  }
}

/** Headers that a caller decides by: each is declared where it is sent. */
const MEANINGFUL = [
  "ETag",
  "Retry-After",
  "Idempotent-Replayed",
  "WWW-Authenticate",
  "Content-Disposition",
  "Location",
];

function checkHeaders(where: string, response: Response, { headers }: Operation["responses"][string]): void {
  const undeclared = MEANINGFUL.find((name) => response.headers.has(name) && !(name in headers));
  if (undeclared) throw new Error(`${where} with the header ${undeclared}, which openapi.yaml does not declare.`);
  const missing = Object.keys(headers).find((name) => isRequired(headers[name]) && !response.headers.get(name));
  if (missing) throw new Error(`${where} without the header ${missing}, which openapi.yaml declares as required.`);
}

function isRequired(header: z.output<typeof Header> | undefined): boolean {
  const declared = header?.$ref ? components.headers[header.$ref.split("/").at(-1) ?? ""] : header;
  return declared?.required === true;
}

interface Answer {
  readonly where: string;
  readonly template: string;
  readonly method: string;
  readonly response: Response;
  readonly text: string;
  readonly declared: Operation["responses"][string];
}

function checkBody({ where, template, method, response, text, declared }: Answer): void {
  const mediaType = mediaTypeOf(response);
  if (!declared.content?.[mediaType]) {
    throw new Error(`${where} as "${mediaType}", which openapi.yaml does not declare.`);
  }
  if (!mediaType.endsWith("json")) return;
  const body: unknown = JSON.parse(text);
  const validate = validatorOf(template, method, response.status, mediaType);
  if (!validate(body)) {
    throw new Error(`${where} with a body that breaks the contract: ${ajv.errorsText(validate.errors)}: ${text}`);
  }
  const { code } = Problem.partial().catch({}).parse(body);
  if (declared["x-codes"] && !declared["x-codes"].includes(code ?? "")) {
    throw new Error(`${where} with the code "${code}", which it does not declare.`);
  }
  const versioned = Versioned.safeParse(body);
  if (response.ok && versioned.success && response.headers.get("etag") !== `"${versioned.data.version}"`) {
    throw new Error(`${where} with version ${versioned.data.version} and the ETag ${response.headers.get("etag")}.`);
  }
}

function mediaTypeOf(response: Response): string {
  return (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
}

function isKnown(path: string): boolean {
  return matching(path).length > 0;
}

/** The templates of openapi.yaml that match a path, the one with the fewest parameters first. */
function matching(path: string) {
  return Object.entries(operationsByPath)
    .filter(([template]) => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path))
    .sort(([a], [b]) => countParameters(a) - countParameters(b));
}

function find(path: string, method: string) {
  const [template, operations] = matching(path)[0] ?? [];
  const operation = operations?.[method.toLowerCase()];
  return template && operation ? ([template, operation] as const) : undefined;
}

function countParameters(template: string): number {
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
