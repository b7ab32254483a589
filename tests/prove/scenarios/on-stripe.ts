import type { Scenario } from "./scenario.ts";

/** Scenarios that ask the payment provider nothing after their start: with another one they are the same. */
export const ASK_NOTHING: readonly string[] = [
  "an order for more units than are available",
  "a customer names the price of their order",
  "an order is sent again with the same key",
  "a different order with a used key",
  "a bank transfer is given back by hand",
  "a declined order is not paid again in time",
  "an order is paid by bank transfer",
  "a part is captured of a payment that can be captured once",
  "more is recorded by hand than an order costs",
  "more is captured than an order costs",
  "more is given back than was captured",
  "a failed order is cancelled",
  "a shipped order is cancelled",
  "a customer cancels a packed order, which the shop does not allow",
  "a customer replaces units of an order with another product",
  "an order is edited more often than its item holds events",
  "staff add more units than are authorized",
  "staff add more units than there are",
  "units that are packed are taken out of an order",
  "staff replace units of an order with another product",
  "units are added again after their money was given back",
  "a customer takes units out of an order",
  "an order is cancelled after its capture was refused",
  "a shipment is delivered",
  "a shipment is dispatched again after its capture was refused",
  "a shipment is dispatched before it is packed",
  "a shipment is packed",
  "two shipments are delivered",
  "a shipment cannot be delivered",
  "a shipment comes back while an order waits for its units",
  "a shipment is delivered, and cannot be, at the same time",
  "a shipment is sent again in another way, twice at the same time",
  "a shipment is sent again, and delivered",
  "a shipment comes back and is put in stock, twice at the same time",
  "a shipment comes back and is written off",
  "a shipment comes back: it is put in stock and written off at the same time",
  "a shipment is sent again and taken back at the same time",
  "of two shipments one arrives, and the other comes back",
  "two shipments come back at the same time, one of them to the other location",
  "a carrier tells the whole way of a shipment, each event twice",
  "the same event of a carrier is told three times at the same time",
  "two events of a carrier are told under one id at the same time",
  "several events of a carrier are told at the same time, the last one first",
  "a carrier tells that a shipment is delivered while staff say that it is not",
  "a carrier tells that a shipment is delivered while staff take it back",
  "a carrier tells late that the first delivery of a shipment failed, which was sent again",
  "a shipment is split twice under one key at the same time",
  "a shipment is split after it is packed",
  "a return is asked for twice under one key at the same time",
  "the return of all units is asked for under two keys at the same time",
  "more units are to be returned than have shipped",
  "a customer asks for a return that the shop does not offer",
  "a return is asked for while its parcel is delivered",
  "a return is approved and rejected at the same time",
  "a return is rejected, and its units are asked for again",
  "a return is received before it is approved",
  "a return is cancelled while all of it is received",
  "a customer cancels a return that the shop made",
  "the returns of an order are read",
  "more units are removed than are available",
  "units are removed while they are ordered",
  "a product is changed with If-Match, then without",
  "a product is changed with an old If-Match",
  "eight clients change a product without If-Match",
  "a product is created",
  "a product is created twice at the same time, and once with another name",
  "a product is put twice at the same time, with other fields",
  "a product is put while it is created with other fields",
  "a product is put while it is changed",
  "two clients put a product with the same If-Match, a third one that does not exist",
  "a product is put as it is",
  "two clients rename a product at the same time, a third one clears its barcode",
  "stock falls to its reorder point, and rises above it two seconds later",
  "a product is archived while its stock runs out, and restored",
  "stock runs out just before the table rejects everything",
  "units are received",
  "the same adjustment is sent three times at the same time",
  "a product's weight is changed with If-Match, then its name without",
  "two clients change a product's reorder point",
  "a product's reorder point is cleared while it is renamed",
  "two clients change a product with the same If-Match",
  "products, stock, an order and all lists are read",
  "a product is created with its first stock, twice at the same time",
  "fewer units are counted than should be there, while the ledger is read",
  "the same count is sent three times at the same time",
  "fewer units are counted than are held for an order",
  "the same move is sent three times at the same time",
  "two locations are added at the same time, one of them twice",
  "a location is ranked and renamed at the same time",
  "the locations are read",
  "units are taken out of an order that is split over two locations, and added again",
  "an order waits for stock, and a delivery fills it",
  "an order waits for stock, and two deliveries fill it",
  "units that wait are taken out of an order, and then some that do not",
  "two orders wait, and two deliveries come at the same time",
  "units that an order waits for come to another location",
  "more units are counted than are on hand, and an order waits for them",
  "the audit runs while units are reserved",
  "units are reserved",
  "the same reservation is sent three times at the same time",
  "the same reservation of all there is is sent three times at the same time",
  "another reservation with a used key",
  "more units are reserved than are available",
  "the last units are reserved and ordered at the same time",
  "units of an archived product are reserved",
  "a reservation is read by its customer, by staff and by another customer",
  "a reservation is released by its customer and by staff at the same time",
  "another customer releases a reservation",
  "a reservation is committed, twice at the same time",
  "another member of staff commits a reservation",
  "a reservation is committed and released at the same time",
  "a reservation is committed, released and ordered with after it was released",
  "a reservation is released and ordered with after it was committed",
  "another customer orders with a reservation",
  "an order with a reservation asks for more than is reserved",
  "a reservation at two locations is committed",
  "nobody uses a reservation in time",
  "a reservation is released after it expired, before the sweeper comes",
  "an order names a reservation that expired, before the sweeper comes",
  "a reservation that is about to expire is committed",
  "units of a reservation that expires go to an order that waits for them",
  "units are released and reserved again while an order waits for them",
];

const LIKE_PLACING = 'it asks the provider what "an order is placed" asks';

const TOLD_BY_STRIPE =
  "a card cannot stand for what the sandbox does by itself; what Stripe tells of its own is in scenarios/stripe-only.ts";

/** Why a scenario that asks the provider is not run with Stripe. */
export const NOT_ON_STRIPE: Readonly<Record<string, string>> = {
  "stock is counted while units are ordered and received": LIKE_PLACING,
  "an order is served from the one location that has all of it": LIKE_PLACING,
  "an order is split over two locations, a parcel from each": LIKE_PLACING,
  "three customers order the last units of two locations": LIKE_PLACING,
  "units are moved to another location while they are ordered": LIKE_PLACING,
  "an order is placed for more than there is, and waits for the rest": LIKE_PLACING,
  "three orders wait, a fourth is placed while a delivery comes for the first two": LIKE_PLACING,
  "a delivery comes while an order is placed that would wait": LIKE_PLACING,
  "two orders are placed while a delivery comes, and one would wait": LIKE_PLACING,
  "two orders want to wait, and a third is one too many": LIKE_PLACING,
  "an order over the provider's limit":
    'only the sandbox declines by the amount; a decline by Stripe is that of "a payment is declined"',
  "an order is placed while the event bus rejects everything":
    'its faults are the bus\'s, and it asks the provider what "an order is placed" asks',
  "a poison message arrives with an OrderPlaced": 'it asks the provider what "an order is placed" asks',
  "an unreadable order is due together with another": 'it asks the provider what "an order is placed" asks',
  "the last units are sold while units are received": 'it asks the provider what "an order is placed" asks',
  "a product is archived while it is ordered": 'it asks the provider what "an order is placed" asks',
  "an order is paid off-session with a saved card whose bank asks its customer":
    "the sandbox knows every customer; Stripe's answers about saved methods are cases of the adapter's own tests",
  "the shop wins a dispute after the order was cancelled": TOLD_BY_STRIPE,
  "the shop loses a dispute after the order was cancelled": TOLD_BY_STRIPE,
  "an order is cancelled after money was given back on the bank's own page": TOLD_BY_STRIPE,
  "a refund on the bank's own page fails after the order was cancelled": TOLD_BY_STRIPE,
  "an order with a reservation is sent three times at the same time":
    'it asks the provider what "an order is placed" asks',
  "an order with a reservation is sent again": 'it asks the provider what "an order is placed" asks',
  "two orders name the same reservation": 'it asks the provider what "an order is placed" asks',
  "a reservation is ordered with and released at the same time": 'it asks the provider what "an order is placed" asks',
  "a reservation is ordered with and committed at the same time": 'it asks the provider what "an order is placed" asks',
  "the payment of an order with a reservation is declined": 'it asks the provider what "a payment is declined" asks',
  "an order takes over a reservation at two locations": 'it asks the provider what "an order is placed" asks',
  "an order names a reservation that is about to expire": 'it asks the provider what "an order is placed" asks',
  "the audit runs while an order waits, another joins it, and a unit comes": LIKE_PLACING,
  "the audit runs while a reservation becomes an order": 'it asks the provider what "an order is placed" asks',
  "the audit runs while an order is cancelled": 'it asks the provider what "a packed order is cancelled" asks',
};

const CLOSED_FIRST =
  "the order's PaymentIntent is canceled while its confirmation is still on its way, which then holds nothing; the sandbox " +
  "keeps no such mark, so there the money is held, found and let go of";

/** Where the end is another one with Stripe, and why. */
export const OTHER_ENDS: Readonly<Record<string, { readonly endStates: readonly string[]; readonly because: string }>> =
  {
    "an order fails just before its authorization appears": {
      endStates: ["FAILED NONE []", "A 10+0"],
      because: CLOSED_FIRST,
    },
    "an authorization appears after the deadline": { endStates: ["FAILED NONE []", "A 10+0"], because: CLOSED_FIRST },
    "an order is cancelled before its authorization appears": {
      endStates: ["CANCELLED NONE []", "A 10+0"],
      because: CLOSED_FIRST,
    },
  };

/** Those that also run with pairs of faults. */
const MAIN: readonly string[] = [
  "an order is placed",
  "the first authorization response is lost",
  "an order is cancelled before its shipment is created",
  "a customer completes the action and does not come back",
  "two members of staff capture parts of a payment at once",
  "an order is cancelled after a part of its money was given back",
];

/** What a scenario is called where Stripe is the payment provider. */
export function nameOnStripe(scenario: string): string {
  return `${scenario} (stripe)`;
}

/** The scenarios about money once more, with Stripe as the provider. */
export function onStripe(scenarios: readonly Scenario[]): Scenario[] {
  return scenarios
    .filter(({ name }) => !ASK_NOTHING.includes(name) && NOT_ON_STRIPE[name] === undefined)
    .map((one) => ({
      ...one,
      name: nameOnStripe(one.name),
      provider: "stripe",
      isMain: MAIN.includes(one.name),
      faultsAtProviderOnly: !MAIN.includes(one.name),
      endStates: OTHER_ENDS[one.name]?.endStates ?? one.endStates,
    }));
}
