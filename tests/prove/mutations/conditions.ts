import { CONDITION, type Mutation } from "./mutation.ts";

function condition(name: string, scenarios: readonly string[], secondLine?: string): Mutation {
  return { name: `${CONDITION}${name}`, scenarios, ...(secondLine !== undefined && { secondLine }) };
}

/** Every condition that a write of ours has, by the write's name. */
export const conditions: readonly Mutation[] = [
  condition("createOrder", ["the same order is sent three times at once"]),
  condition("replaceOrder", ["cancel against dispatch", "dispatch against cancel"]),
  condition("holdStock", ["two customers want the last unit"]),
  condition(
    "releaseStock",
    [],
    "the order's version decides alone whether units go back; this is for books that are already wrong",
  ),
  condition(
    "shipStock",
    [],
    "the order's version decides alone whether units leave; this is for books that are already wrong",
  ),
  condition("applyAdjustment", ["more units break than there are"]),
  condition("insertAdjustment", ["the same delivery is entered three times at once"]),
  // Written in one transaction under the same condition: either would do, and one has to.
  condition("insertProduct + insertStock", ["a product is added twice at once, and once as another"]),
  condition("replaceProduct", [
    "two change a product's reorder point",
    "two change the version of a product that they have seen",
  ]),
  condition("setReorderPoint", [], "every product was made in one transaction with its stock, and neither is deleted"),
  condition("sandbox.enterAuthorization", ["the same order is sent three times at once"]),
  condition(
    "sandbox.settleAuthorization",
    [],
    "a bank's own rule: no order ever asks for a capture after a void, or for a void after a capture",
  ),
];
