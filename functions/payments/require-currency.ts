import type { Order } from "../orders/rules/order.ts";
import type { Money } from "../platform/values/money.ts";
import { problem, problemError } from "../platform/values/problems.ts";

export const wrongCurrency = problem(422, "wrong_currency", "The amount is in another currency than the order.");

/** The minor units of an amount in the order's currency; undefined where none was sent. @throws 422 `wrong_currency` */
export function amountIn({ id, currency }: Order, money: Money | undefined): number | undefined {
  if (money === undefined || money.currency === currency) return money?.amount;
  throw problemError(
    wrongCurrency,
    `The order ${id} is in ${currency}, and the amount in ${money.currency}. Send the amount in ${currency}.`,
    { errors: [{ path: "amount.currency", message: `must be ${currency}` }] },
  );
}
