import * as z from "zod/mini";
import type { StoredItem } from "../platform/table/item.ts";
import { versioned } from "../platform/values/version.ts";
import { HistoryEntry } from "./rules/history.ts";

/** The attribute `type` of an item with older history of an order. */
export const historyType = "order_history";

/** What happened to an order before what its own item holds, the oldest first. It is never changed. */
export const OlderHistory = z.looseObject({ ...versioned, history: z.array(HistoryEntry) });
export type OlderHistory = z.output<typeof OlderHistory>;

export function parseHistory(item: StoredItem): OlderHistory {
  return z.parse(OlderHistory, item);
}
