import { createHash } from "node:crypto";
import converter from "openapi-to-postmanv2";
import { exampleOf, isJsonObject } from "./example-of-schema.ts";

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
