import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { Page, PageRequest } from "../values/page.ts";
import { problemError } from "../values/problems.ts";
import { invalidRequest } from "./standard-problems.ts";
import { wholeNumber } from "./whole-number.ts";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** The query parameters of every list. */
export const pageQuery = {
  limit: z.exactOptional(
    wholeNumber({
      least: 1,
      most: MAX_LIMIT,
      rule: `must be a whole number from 1 to ${MAX_LIMIT}`,
      description: "Max entries per page",
      example: DEFAULT_LIMIT,
      default: DEFAULT_LIMIT,
    }),
  ),
  cursor: cursorParameter(1024),
};

/** Those parameters, parsed. */
export interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The cursor as a query parameter. */
export function cursorParameter(longest: number) {
  return z.exactOptional(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(longest),
        z.meta({ description: "The nextCursor of the previous page, unchanged" }),
      ),
  );
}

/** The schema of a list's answer. */
export function pageOf<S extends z.core.$ZodType>(entry: S) {
  return z.strictObject({
    data: z.array(entry),
    nextCursor: z.nullable(z.string().check(z.meta({ description: "null on the last page" }))),
  });
}

/**
 * The page of a list that a request names.
 * @param position what the list's positions look like
 * @throws 400 `invalid_request` for a cursor that does not belong to this list
 */
export function pageRequest(list: string, position: z.ZodMiniType<string>, query: PageQuery): PageRequest {
  return {
    limit: query.limit ?? DEFAULT_LIMIT,
    after: query.cursor === undefined ? undefined : readCursor(list, position, query.cursor),
  };
}

/** A page as a list answers with it. */
export function pageAnswer<Entry, View>(list: string, page: Page<Entry>, view: (entry: Entry) => View) {
  return { data: page.data.map(view), nextCursor: page.next === undefined ? null : makeCursor(list, page.next) };
}

/**
 * A position as opaque text. Its checksum finds damaged and foreign cursors. It is no secret, so a position is parsed
 * like any input. A cursor gives no permission: role and ownership are checked on every page.
 */
export function makeCursor(list: string, position: unknown): string {
  return encode(list, JSON.stringify(position));
}

function encode(list: string, text: string): string {
  return Buffer.from(JSON.stringify([text, check(list, text)])).toString("base64url");
}

const Cursor = z.tuple([z.string(), z.string()]);

/** The position in a cursor. @throws 400 `invalid_request` for one that does not belong to this list. */
export function readCursor<Position extends z.core.$ZodType>(
  list: string,
  position: Position,
  cursor: string,
): z.core.output<Position> {
  const [text] = z.safeParse(Cursor, jsonOrUndefined(Buffer.from(cursor, "base64url").toString())).data ?? [];
  if (text !== undefined && encode(list, text) === cursor) {
    const parsed = z.safeParse(position, jsonOrUndefined(text));
    if (parsed.success) return parsed.data;
  }
  throw foreignCursor();
}

function foreignCursor() {
  return problemError(invalidRequest, "The cursor does not belong to this list. Start again without a cursor.", {
    errors: [{ path: "cursor", message: "is not a cursor of this list" }],
  });
}

/** Parsed JSON; undefined for other text. */
function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function check(list: string, position: string): string {
  return createHash("sha256").update(`${list}\n${position}`).digest("base64url").slice(0, 12);
}
