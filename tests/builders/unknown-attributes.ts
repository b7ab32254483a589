/** The same JSON with an unknown attribute in every object, as a later version may store it. */
export function withUnknownAttributes(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withUnknownAttributes);
  if (!isObject(json)) return json;
  const inner = Object.entries(json).map(([name, value]) => [name, withUnknownAttributes(value)]);
  return { ...Object.fromEntries(inner), addedLater: "by a later version" };
}

export function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
