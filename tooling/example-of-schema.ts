/** A JSON object of the document. */
export type JsonObject = Record<string, unknown>;

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

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}
