import { readItem } from "../platform/table/read.ts";

/** Reads a key that is never stored. @throws 503 where the table cannot be reached. */
export async function checkTable(): Promise<void> {
  await readItem({ pk: "HEALTH", sk: "HEALTH" });
}
