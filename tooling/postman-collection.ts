import { createHash } from "node:crypto";
import converter from "openapi-to-postmanv2";

/**
 * The document as a Postman collection. The same document gives the same text: the converter's random ids are replaced
 * by ids derived from where they stand, and it is left nothing to make up.
 */
export async function postmanCollection(openApiDocument: object): Promise<string> {
  const collection = await convert(withExamples(openApiDocument));
  return `${JSON.stringify(withStableIds(collection, "waybill"), null, 2)}\n`;
}

function convert(openApiDocument: unknown): Promise<unknown> {
  const input = { type: "string", data: JSON.stringify(openApiDocument) } as const;
  const options = {
    folderStrategy: "Tags",
    parametersResolution: "Example",
    schemaFaker: false,
    requestNameSource: "Fallback",
    enableOptionalParameters: false,
  } as const;
  return new Promise((resolve, reject) => {
    converter.convertV2(input, options, (error, conversion) => {
      if (error) reject(error);
      else if (!conversion?.result) reject(new Error(`The Postman collection failed: ${conversion?.reason}`));
      else resolve(conversion.output?.[0]?.data);
    });
  });
}

/** The converter makes up random values where a parameter, a header or a body has no example; so each gets one. */
function withExamples(document: object): unknown {
  const resolve = (reference: string) =>
    reference
      .split("/")
      .slice(1)
      .reduce<unknown>((node, key) => (isJsonObject(node) ? node[key] : undefined), document);
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isJsonObject(value)) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, visit(entry)]));
    const lacksExample = isJsonObject(value.schema) && !("example" in value) && !("examples" in value);
    return lacksExample ? { ...copy, example: exampleOf(value.schema, resolve) } : copy;
  };
  return visit(document);
}

function withStableIds(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((entry, index) => withStableIds(entry, `${path}/${index}`));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      const here = `${path}/${key}`;
      return [key, key === "id" || key === "_postman_id" ? stableId(here) : withStableIds(entry, here)];
    }),
  );
}

/** A UUID (version 8: made up by its application, RFC 9562) from a hash. */
function stableId(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** A JSON object of the document. */
type JsonObject = Record<string, unknown>;

/**
 * A value that shows a schema: its own example where it has one, else one put together from its parts. The same schema
 * gives the same value.
 *
 * @param resolve the schema that a `$ref` means
 */
export function exampleOf(schema: unknown, resolve: (reference: string) => unknown): unknown {
  if (!isJsonObject(schema)) return null;
  if (typeof schema.$ref === "string") return exampleOf(resolve(schema.$ref), resolve);

  const given = [schema.example, first(schema.examples), schema.const, schema.default, first(schema.enum)];
  const known = given.find((value) => value !== undefined);
  if (known !== undefined) return known;

  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  if (parts.length > 0) return Object.assign({}, ...parts.map((part: unknown) => exampleOf(part, resolve)));
  const choice = first(schema.oneOf) ?? first(schema.anyOf);
  return choice === undefined ? exampleOfType(schema, resolve) : exampleOf(choice, resolve);
}

function exampleOfType(schema: JsonObject, resolve: (reference: string) => unknown): unknown {
  const [type] = [schema.type].flat();
  switch (type) {
    case "object": {
      const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
      return Object.fromEntries(properties.map(([name, property]) => [name, exampleOf(property, resolve)]));
    }
    case "array":
      return [exampleOf(schema.items, resolve)];
    case "integer":
    case "number":
      return typeof schema.minimum === "number" ? Math.max(schema.minimum, 1) : 1;
    case "boolean":
      return true;
    case "string":
      return typeof schema.format === "string" ? `<${schema.format}>` : "<text>";
    default:
      return null;
  }
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}
