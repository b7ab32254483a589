import { readItem } from "../platform/table/read.ts";

/** Reads from the table, which holds nothing under this key. @throws 503 where the table cannot be reached. */
export async function checkTable(): Promise<void> {
  await readItem({ pk: "HEALTH", sk: "HEALTH" });
}
