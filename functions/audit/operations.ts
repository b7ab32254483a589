import { answer, operation } from "../platform/http/operation.ts";
import { cursorParameter, makeCursor, readCursor } from "../platform/http/page.ts";
import { InvariantReport } from "./audit-api.ts";
import { checkInvariants as check } from "./check-invariants.ts";
import { Position } from "./rules/position.ts";

const NAME = "invariants";

/** The counts of so many SKUs, as long as a SKU may be. */
const MAX_CURSOR = 5_000;

export const checkInvariants = operation({
  summary: "Check that the books add up",
  description:
    "Goes through all products and then all orders, a step with each request: an empty step is not the end, `nextCursor` " +
    "null is. Nothing is changed, and nobody has to pause: what moves meanwhile is `unsettled`, never a violation.",
  route: "GET /admin/invariants",
  allow: { staff: "any" },
  query: { cursor: cursorParameter(MAX_CURSOR) },
  answers: { 200: InvariantReport },
  handle: async ({ query: { cursor } }) => {
    const position: Position = cursor === undefined ? { phase: "products" } : readCursor(NAME, Position, cursor);
    const { violations, unsettled, next, ...counts } = await check(position);
    const nextCursor = next ? makeCursor(NAME, next) : null;
    return answer(200, { ...counts, violations: [...violations], unsettled: [...unsettled], nextCursor });
  },
});
