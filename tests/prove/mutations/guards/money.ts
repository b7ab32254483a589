import type { refundable } from "../../../../functions/orders/rules/instructions.ts";
import type { requireAtMost } from "../../../../functions/orders/rules/payment-requests.ts";
import type { settleCaptures } from "../../../../functions/orders/rules/settle-captures.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The limit of an amount, without one of its uses. */
function noLimit(name: string, what: string, scenario: string): Mutation {
  return guard<typeof requireAtMost>(
    name,
    "requireAtMost",
    (original, order, amount, most, said, path) => {
      if (said !== what) original(order, amount, most, said, path);
    },
    scenario,
  );
}

/** The guards of paying again, capturing, giving back, and money that comes another way. */
export const money: readonly Mutation[] = [
  guard<() => void>(
    "payAgain: not beside an attempt that may hold money",
    "requireFree",
    () => {},
    "a declined order is paid with two other cards at once",
  ),
  noLimit("capture: at most what is due", "can be captured", "more is captured than an order costs"),
  noLimit("giveBack: at most what was captured", "can be given back", "more is given back than was captured"),
  noLimit("recordReceived: at most what is due", "is due", "more is recorded by hand than an order costs"),
  guard<() => void>(
    "capture: not a part, where nothing pays the rest",
    "requireRestPayable",
    () => {},
    "a part is captured of a payment that can be captured once",
  ),
  guard<typeof refundable>(
    "refundable: what was given back, or will be, is gone",
    "refundable",
    (_, _order, capture) => capture.amount,
    "two members of staff give everything back at once",
    "an order is cancelled after a part of its money was given back",
  ),
  guard<(order: object) => object>(
    "refresh: an authorization ends when what is left of it runs out",
    "endedWithoutRest",
    (_, order) => order,
    "the rest of a payment runs out after a part was captured",
  ),
  {
    ...guard<() => void>("giveBack: not while the payment is disputed", "requireUndisputed", () => {}),
    secondLine: "such a refund waits until the dispute is over, as one that was decided before it",
  },
  guard<() => boolean>(
    "refund: a dispute that the order does not know of is recorded first",
    "findsDispute",
    () => false,
    "the shop wins a dispute after the order was cancelled",
  ),
  guard<() => number>(
    "refundable: what the bank gave back or took by itself is gone",
    "takenBack",
    () => 0,
    "an order is cancelled after money was given back on the bank's own page",
  ),
  {
    ...guard<(order: object) => object>(
      "recordDisputes: what a lost dispute took is taken off the refunds that wait",
      "lowerRefunds",
      (_, order) => order,
    ),
    secondLine: "the bank refuses to give back what it has no more; the refund would then wait for a person",
  },
  guard<(before: object, after: object) => object>(
    "recordRefresh: what came back, and the order does not call for, waits for a person",
    "refundWhatCameBack",
    (_, _before, after) => after,
    "a refund on the bank's own page fails after the order was cancelled",
  ),
  guard<() => boolean>(
    "wasAccepted: a request about money is carried out once",
    "wasAccepted",
    () => false,
    "a part of a captured payment is given back",
    "two members of staff capture parts of a payment at once",
  ),
  guard<typeof settleCaptures>(
    "settleCaptures: captures that wait are lowered with the total",
    "lowerRequested",
    (_, order) => order,
    "units are taken out while the provider does not capture",
  ),
  guard<typeof settleCaptures>(
    "settleCaptures: what was captured beyond the total is given back",
    "giveBackBeyond",
    (_, order) => order,
    "units are taken out of an order that is captured at placement",
  ),
  guard<() => unknown[]>(
    "settleCaptures: what earlier edits gave back is not given back again",
    "refundsByEdits",
    () => [],
    "units are taken out twice of an order that is captured at placement",
  ),
  guard<() => number>(
    "amountDue: what edits gave back is due again where units are added again",
    "givenBackByEdits",
    () => 0,
    "units are added again after their money was given back",
  ),
  guard<typeof settleCaptures>(
    "end: what was captured is given back",
    "giveBackEverything",
    (_, order) => order,
    "an order is cancelled after a part of its money was given back",
  ),
  guard<() => boolean>(
    "dispatch: a shipment leaves only after what it waits for is captured",
    "waitsForCapture",
    () => false,
    "a shipment is dispatched while staff capture its payment",
  ),
  guard<(order: object) => object>(
    "recordRefusedCapture: a shipment whose capture was refused does not leave",
    "stayPacked",
    (_, order) => order,
    "a shipment is dispatched again after its capture was refused",
  ),
];
