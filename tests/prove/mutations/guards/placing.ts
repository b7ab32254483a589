import type { mergeBySku } from "../../../../functions/inventory/rules/requested-units.ts";
import type { Units } from "../../../../functions/inventory/rules/stock.ts";
import type { readForPlacing } from "../../../../functions/orders/read-for-placing.ts";
import type { resumeAsFarAsPossible } from "../../../../functions/orders/resume-order.ts";
import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { isWorthRetrying } from "../../../../functions/platform/runtime/retry.ts";
import type { wasMadeBy } from "../../../../functions/platform/table/item.ts";
import type { transactionInput } from "../../../../functions/platform/table/write.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of placing, and of the way a write is sent. */
export const placing: readonly Mutation[] = [
  guard<(order: Order) => Promise<void>>(
    "createOrder: with its stock, in one transaction",
    "storeInOneTransaction",
    async (original, order) => {
      if (order.status === "FAILED") return original(order);
      const { write } = await import("../../../../functions/platform/table/write.ts");
      const { createOrder } = await import("../../../../functions/orders/order-table.ts");
      const { stockMoves } = await import("../../../../functions/orders/stock-moves.ts");
      await write([createOrder(order)]);
      for (const move of stockMoves(undefined, order)) await write([move]);
    },
    "two customers order the last unit",
    "an order is placed",
  ),
  guard<(error: unknown) => Order>(
    "placeOrder: a racing duplicate becomes a replay",
    "orderStoredFirst",
    (_, error) => {
      throw error;
    },
    "the same order is sent three times at the same time",
  ),
  guard<typeof readForPlacing>(
    "placeOrder: an order that exists is replayed",
    "readForPlacing",
    async (original, id, naming) => ({ ...(await original(id, naming)), order: undefined }),
    "an order is sent again with the same key",
    "a product is archived while it is ordered",
  ),
  guard<typeof resumeAsFarAsPossible>(
    "requests resume the order as far as possible",
    "resumeAsFarAsPossible",
    async (_, order) => ({ order }),
    "an order is placed",
  ),
  guard<typeof mergeBySku<Units>>(
    "mergeBySku: each SKU once, with all its units",
    "mergeBySku",
    (_, items) => [...new Map(items.map((units): [string, Units] => [units.sku, units])).values()],
    "an order with three lines, two of the same product",
  ),
  guard<() => boolean>(
    "write: a retry recognises its first attempt",
    "isAlreadyApplied",
    () => false,
    "two clients change a product with the same If-Match",
  ),
  guard<typeof wasMadeBy>(
    "write: a retry recognises its first attempt, also after another write",
    "wasMadeBy",
    (original, change, item) =>
      original(change, item && { ...item, change: { ...Object(item.change), before: undefined } }),
    "a product's weight is changed with If-Match, then its name without",
  ),
  {
    ...guard<typeof transactionInput>("write: a retry keeps its token", "transactionInput", (original, ...given) => ({
      ...original(...given),
      ClientRequestToken: crypto.randomUUID(),
    })),
    secondLine: "a retry is recognised by its change id; the token also works after many other writes",
  },
  guard<typeof isWorthRetrying>(
    "retry: a conflict is retried",
    "isWorthRetrying",
    (original, error) => original(error) && !JSON.stringify(error).includes("TransactionConflict"),
    "an order is placed",
  ),
  guard<(missing: readonly unknown[]) => void>(
    "read: unprocessed keys are read again",
    "requireNoneMissing",
    () => {},
    "an order is placed",
    "an order is sent again with the same key",
  ),
];
