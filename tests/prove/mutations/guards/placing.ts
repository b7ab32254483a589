import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of placing, and of the way a write is sent. */
export const placing: readonly Mutation[] = [
  guard(
    "createOrder: with its stock, in one transaction",
    "orders/place-order",
    "await write([createOrder(draft), ...draft.lines.map(holdStock)]);",
    "await write([createOrder(draft)]); for (const line of draft.lines) await write([holdStock(line)]);",
    "two customers want the last unit",
    "an order is placed",
  ),
  guard(
    "place: a racing duplicate becomes a replay",
    "orders/place-order",
    "error instanceof OrderExistsError ? await loadOrder(id) : undefined",
    "undefined",
    "the same order is sent three times at once",
  ),
  guard(
    "place: an order that exists is replayed first",
    "orders/place-order",
    "if (known.order) return replay(known.order, request);",
    "",
    "an order is placed again under its key",
    "a product is archived while it is ordered",
  ),
  guard(
    "place: a replay is carried on",
    "orders/place-order",
    "return { order: await resumeAsFarAsPossible(order), replayed: true };",
    "return { order, replayed: true };",
    "an order is placed",
  ),
  guard(
    "mergeBySku: an item once in a transaction",
    "orders/rules/draft-order",
    "quantities.set(sku, (quantities.get(sku) ?? 0) + quantity)",
    "quantities.set(sku, quantity)",
    "an order of three lines, two of one product",
  ),
  guard(
    "write: our own first try is recognised",
    "platform/table/failed-conditions",
    "if (failed.some(({ found }) => wasMadeBy(change, found))) return;",
    "",
    "two change the version of a product that they have seen",
  ),
  guard(
    "write: our own first try is recognised where it has been written over",
    "platform/table/item",
    "data.id === id || (data.before?.includes(id) ?? false)",
    "data.id === id",
    "one renames the version of a product that was seen, another whatever there is",
  ),
  {
    ...guard(
      "write: a retry keeps its token",
      "platform/table/write-input",
      "ClientRequestToken: stamp.change.id,",
      "",
    ),
    secondLine: "a repetition is recognised by what it made; its token also tells where many others wrote over that",
  },
  guard(
    "retry: a conflict is tried again",
    "platform/runtime/retry",
    'new Set(["TransactionConflict", ',
    "new Set([",
    "an order is placed",
  ),
  guard(
    "read: what a batch left out is asked for again",
    "platform/table/read",
    "if (missing.length > 0) throw new UnprocessedKeysError(missing.length);",
    "",
    "an order is placed",
    "an order is placed again under its key",
  ),
];
