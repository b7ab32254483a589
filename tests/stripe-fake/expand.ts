import type { Account } from "./account.ts";
import type { View } from "./list.ts";
import { listOf } from "./list.ts";
import { invalidRequest } from "./stripe-error.ts";
import { chargeView, customerView, disputeView, intentView, methodView, refundView } from "./views.ts";

/** Puts whole objects where an answer names their ids: https://docs.stripe.com/api/expanding_objects */
export function expand(account: Account, answer: object, paths: readonly string[] = []): object {
  const expanded: View = { ...answer };
  for (const path of paths) {
    const names = path.split(".");
    if (names.length > 4)
      throw invalidRequest("You cannot expand more than 4 levels of a property.", { param: "expand" });
    if (!expandPath(account, expanded, names)) {
      throw invalidRequest(`This property cannot be expanded (${path}).`, { param: "expand" });
    }
  }
  return expanded;
}

/** Whether the property exists; one that is null stays so. */
function expandPath(account: Account, view: View, [name = "", ...rest]: string[]): boolean {
  if (name === "data" && Array.isArray(view.data)) {
    const items: View[] = view.data.map((item: View) => ({ ...item }));
    view.data = items;
    return items.every((item) => expandPath(account, item, rest));
  }
  const found = name === "refunds" ? refundsOf(account, view) : view[name];
  if (found === undefined) return false;
  if (found === null) return true;
  const nested = typeof found === "string" ? viewOf(account, found) : found;
  if (typeof nested !== "object" || nested === null) return false;
  const copy: View = { ...nested };
  view[name] = copy;
  return rest.length === 0 || expandPath(account, copy, rest);
}

/** A charge's refunds are only in it where they are asked for: https://docs.stripe.com/upgrades#2022-11-15 */
function refundsOf(account: Account, { object, id }: View): object | undefined {
  if (object !== "charge") return undefined;
  const refunds = [...account.refunds.values()].filter(({ charge }) => charge === id).reverse();
  return listOf(`/v1/charges/${String(id)}/refunds`, refunds.map(refundView), false);
}

/** Of each kind of object, by the start of its id. */
function viewOf(account: Account, id: string): object | undefined {
  const of = <Entry>(entries: ReadonlyMap<string, Entry>, view: (entry: Entry) => object) => {
    const found = entries.get(id);
    return found && view(found);
  };
  switch (id.slice(0, id.indexOf("_"))) {
    case "pi":
      return of(account.intents, (intent) => intentView(account, intent));
    case "ch":
      return of(account.charges, chargeView);
    case "re":
      return of(account.refunds, refundView);
    case "dp":
      return of(account.disputes, disputeView);
    case "pm":
      return of(account.methods, methodView);
    case "cus":
      return of(account.customers, customerView);
    default:
      return undefined;
  }
}
