import type { oas31 } from "zod-openapi";

/** Gives parameters that may be left out their schema's description, as zod-openapi does for the others. */
export function describeParameters(document: oas31.OpenAPIObject): void {
  for (const parameter of parametersOf(document)) {
    const description = parameter.description ?? descriptionOf(parameter, document);
    if (description !== undefined) parameter.description = description;
  }
}

function parametersOf({ paths = {} }: oas31.OpenAPIObject): oas31.ParameterObject[] {
  const operations = Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) => [
    get,
    post,
    put,
    patch,
    remove,
  ]);
  return operations.flatMap((operation) => operation?.parameters ?? []).filter((one) => "name" in one);
}

function descriptionOf(
  { schema = {} }: oas31.ParameterObject,
  { components }: oas31.OpenAPIObject,
): string | undefined {
  const reference = "$ref" in schema ? schema.$ref : undefined;
  const named = reference === undefined ? schema : components?.schemas?.[reference.split("/").at(-1) ?? ""];
  return named && "description" in named ? named.description : undefined;
}
