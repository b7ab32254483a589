import { answer, operation } from "../platform/http/operation.ts";
import { cursorParameter, makeCursor, readCursor } from "../platform/http/page.ts";
import { InvariantReport } from "./audit-api.ts";
import { checkInvariants as check } from "./check-invariants.ts";
import { Position } from "./rules/position.ts";

const NAME = "invariants";

/** Enough for a page of the longest SKUs, with their counts or with a part of a ledger of as many locations as there can be. */
const MAX_CURSOR = 7_500;

export const checkInvariants = operation({
  summary: "Check the invariants of stored products, stock and orders",
  description:
    "Checks all products and then all orders, one step per request. The last step has `nextCursor` null; a step may be " +
    "empty before that. Nothing is changed, and the shop keeps running: stock that changes during the check is listed in " +
    "`unsettled`, never as a violation. `refused` lists what was to be captured or given back and was refused: a person " +
    "decides about it. `notices` lists what the bank did without being asked: refunds on its own page, open disputes.",
  route: "GET /admin/invariants",
  allow: { operator: "any" },
  query: { cursor: cursorParameter(MAX_CURSOR) },
  answers: { 200: InvariantReport },
  handle: async ({ query: { cursor } }) => {
    const position: Position = cursor === undefined ? { phase: "products" } : readCursor(NAME, Position, cursor);
    const { violations, refused, notices, unsettled, next, ...counts } = await check(position);
    const nextCursor = next ? makeCursor(NAME, next) : null;
    return answer(200, {
      ...counts,
      violations: [...violations],
      refused: [...refused],
      notices: [...notices],
      unsettled: [...unsettled],
      nextCursor,
    });
  },
});
