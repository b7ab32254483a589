import { CONDITION, type Mutation } from "./mutation.ts";

function condition(name: string, scenarios: readonly string[], secondLine?: string): Mutation {
  return { name: `${CONDITION}${name}`, scenarios, ...(secondLine !== undefined && { secondLine }) };
}

/** Every condition that a write of ours has, by the write's name. */
export const conditions: readonly Mutation[] = [
  condition("createOrder", ["the same order is sent three times at the same time"]),
  condition("replaceOrder", [
    "dispatch and cancel at the same time, dispatch first",
    "dispatch and cancel at the same time, cancel first",
  ]),
  condition("createHistory", [], "the order's version decides already, in the same transaction"),
  condition("holdStock", ["two customers order the last unit"]),
  condition("queueForStock", ["two orders want to wait, and a third is one too many"]),
  condition("fillBackorder", ["two orders wait, and two deliveries come at the same time"]),
  condition(
    "settleStock",
    [],
    "units that came since the stock was read have an event of their own, which fills the queue; the due index is for where it is lost",
  ),
  condition("joinQueue", [], "the order's absence decides already, in the same transaction"),
  condition("leaveQueue", [], "the order's version decides already, in the same transaction"),
  condition(
    "releaseStock",
    [],
    "the order's version decides already; this condition fails only where counters are corrupt",
  ),
  condition(
    "shipStock",
    [],
    "the order's version decides already; this condition fails only where counters are corrupt",
  ),
  condition(
    "restockUnits",
    [],
    "the order's version decides already; this condition fails only where counters are corrupt",
  ),
  condition("bookStock", [
    "more units are removed than are available",
    "stock is counted while units are ordered and received",
  ]),
  condition("insertCarrierEvent", [], "the order's version decides already, in the same transaction"),
  condition("insertBooking", ["the same adjustment is sent three times at the same time"]),
  condition("insertMovement", [], "the booking, the order or the product decides already, in the same transaction"),
  condition("insertReservation", ["the same reservation is sent three times at the same time"]),
  condition("endReservation", [
    "two orders name the same reservation",
    "a reservation is committed and released at the same time",
  ]),
  condition("storeLocations", ["two locations are added at the same time, one of them twice"]),
  // Written in one transaction under the same condition: either would do, and one has to.
  condition("insertProduct + insertStock", ["a product is created twice at the same time, and once with another name"]),
  condition("replaceProduct", [
    "two clients change a product's reorder point",
    "two clients change a product with the same If-Match",
  ]),
  condition("putWord", [], "the product's version decides already, in the same transaction"),
  condition("deleteWord", [], "the product's version decides already, in the same transaction"),
  condition("setReorderPoint", [], "every product was made in one transaction with its stock, and neither is deleted"),
  condition("listStock", ["stock falls to its reorder point, and rises above it two seconds later"]),
  condition("sandbox.createAuthorization", ["the same order is sent three times at the same time"]),
  condition("sandbox.changeAuthorization", ["a customer completes the action while their order is cancelled"]),
];
