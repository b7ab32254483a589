import type { Page } from "./parameters.ts";
import { noSuch } from "./stripe-error.ts";

/** An object of an answer. */
export interface View {
  [name: string]: unknown;
}

interface Listed {
  readonly id: string;
  readonly created: number;
}

export function listOf(url: string, data: readonly object[], hasMore: boolean) {
  return { object: "list", data, has_more: hasMore, url };
}

/** One page, newest first, by id from one page to the next: https://docs.stripe.com/api/pagination */
export function listPage<Entry extends Listed>(
  url: string,
  entries: Iterable<Entry>,
  page: Page,
  view: (entry: Entry) => object,
) {
  const { limit = 10, starting_after: after, ending_before: before } = page;
  const found = [...entries].filter(({ created }) => isWithin(created, page.created)).reverse();
  if (before !== undefined) {
    const end = placeOf(found, before, "ending_before");
    const start = Math.max(0, end - limit);
    return listOf(url, found.slice(start, end).map(view), start > 0);
  }
  const start = after === undefined ? 0 : placeOf(found, after, "starting_after") + 1;
  return listOf(url, found.slice(start, start + limit).map(view), found.length > start + limit);
}

function placeOf(entries: readonly Listed[], id: string, param: string): number {
  const place = entries.findIndex((entry) => entry.id === id);
  if (place < 0) throw noSuch("object", id, param);
  return place;
}

function isWithin(created: number, range: Page["created"]): boolean {
  if (range === undefined) return true;
  if (typeof range === "number") return created === range;
  const { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = range;
  return created > gt && created >= gte && created < lt && created <= lte;
}
