import type { Condition } from "./conditional-write.ts";

/** The item does not exist yet. */
export const isAbsent: Condition = { expression: "attribute_not_exists(pk)" };

/** The item is still the version that was read. */
export function isVersion(version: number): Condition {
  return { expression: "#version = :version", names: { "#version": "version" }, values: { ":version": version } };
}
