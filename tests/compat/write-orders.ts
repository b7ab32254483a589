/** Writes an order in every situation as it is stored today: `npx node tests/compat/write-orders.ts > FOLDER/orders.json` */
import { LocationId } from "../../functions/inventory/rules/location.ts";
import { replaceOrder } from "../../functions/orders/order-table.ts";
import { askProvider } from "../../functions/orders/rules/due.ts";
import { edit } from "../../functions/orders/rules/edit-order.ts";
import { giveBack } from "../../functions/orders/rules/give-back.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import {
  cancel,
  decline,
  postpone,
  recordClosed,
  requireAction,
} from "../../functions/orders/rules/order-transitions.ts";
import { splitShipment } from "../../functions/orders/rules/parcels.ts";
import { payAgain } from "../../functions/orders/rules/pay-again.ts";
import { recordRefresh, type SeenAttempt } from "../../functions/orders/rules/refresh-transitions.ts";
import { rejectReturn } from "../../functions/orders/rules/return-steps.ts";
import { recordRefusedCapture } from "../../functions/orders/rules/shipment-transitions.ts";
import {
  aPendingOrder,
  at,
  changed,
  held,
  orderInEachSituation,
  theAttemptOf,
  theInstructionOf,
} from "../builders/orders.ts";
import { allOnSale, units } from "../builders/products.ts";
import { came, withReceived, withReturnOf } from "../builders/returns.ts";

const orders = orderInEachSituation();
const { pending, toBePacked, packed, leaving, delivered, givenUp } = orders;
const noAnswer = [{ at: at(4), effect: "AUTHORIZE", reason: "The provider did not answer in time." }];

const byStaff = (seconds: number) => changed(seconds, "staff:sam");
const asked = { request: "request-1", fingerprint: "fingerprint-of-the-next-request" };

const saved = { method: "pm_sandbox_ok", customer: "cus_1", offSession: true };

const captureRefused = recordRefusedCapture(
  held(leaving),
  theInstructionOf(leaving),
  theAttemptOf(leaving),
  "the authorization has expired",
  [],
  changed(5),
);

const waiting: Order = { ...held(pending), holdUntil: at(3_600) };
const declining = decline(waiting, theAttemptOf(waiting), "the card was declined", [], changed(1));
const declinedWhileHeld = recordClosed(
  declining,
  theInstructionOf(declining),
  theAttemptOf(declining),
  false,
  [],
  changed(2),
);

const returnRequested = withReturnOf(delivered, { MUG: 1 }, { isCustomer: true });

/** A delivered order of which the provider tells this. */
function withSeen(told: Partial<SeenAttempt>): Order {
  const captured = { attempt: 1, status: "CAPTURED", reference: "auth-1", captured: 3_870 } as const;
  const seen = { ...captured, disputes: [], refunds: [], externalRefunds: [], ...told };
  return recordRefresh(askProvider(delivered, changed(8)), [seen], [], changed(9));
}

const all: Record<string, Order> = {
  ...orders,
  postponed: postpone(pending, noAnswer, changed(5)),
  captureRefused,
  cancelledAfterRefusedCapture: cancel(
    captureRefused,
    { reason: "The card ran out", actor: "staff:sam", isCustomer: false },
    byStaff(6),
  ),
  actionRequired: requireAction(pending, theAttemptOf(pending), "auth-1", [], changed(1)),
  declinedWhileHeld,
  paidAgain: payAgain(declinedWhileHeld, { ...asked, method: "pm_sandbox_ok" }, changed(9, "customer:alice")),
  paidOffSession: aPendingOrder({ paidWith: saved }),
  paidAgainOffSession: payAgain(declinedWhileHeld, { ...asked, ...saved }, byStaff(9)),
  refreshing: askProvider(packed, changed(9)),
  refunding: giveBack(
    delivered,
    { ...asked, amount: undefined, lines: [units("MUG", 1)], reason: "One arrived broken" },
    byStaff(9),
  ),
  edited: edit(
    toBePacked,
    { lines: [units("MUG", 1)], email: "alice@example.com", metadata: { channel: "shop" } },
    { actor: "staff:sam", isCustomer: false },
    allOnSale(),
    byStaff(9),
  ),
  returnRequested,
  returnRejected: rejectReturn(returnRequested, 1, "The seal is broken", byStaff(11)),
  returnReceived: withReceived(
    withReceived(withReturnOf({ ...delivered, returnWithinDays: 14 }, { MUG: 2, PEN: 1 }), [came("MUG", 1, 1)]),
    [came("PEN", 1)],
    { location: LocationId.parse("berlin"), refund: "manual" },
  ),
  inTwoParcels: splitShipment(toBePacked, [units("PEN", 1)], { id: "shipment-2", fingerprint: "" }, byStaff(9)),
  disputed: withSeen({ disputes: [{ reference: "dp_1", amount: 3_870, status: "OPEN" }] }),
  refundedElsewhere: withSeen({ externalRefunds: [{ reference: "re_1", amount: 500, failed: false }] }),
  givenUpAndVoided: recordClosed(givenUp, theInstructionOf(givenUp), theAttemptOf(givenUp), true, [], changed(920)),
};

/** As `write` adds it. */
function changeOf({ version }: Order) {
  const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return {
    id: id(version),
    actor: "system:sweeper",
    cause: "resume",
    correlationId: `req-${version}`,
    ...(version > 1 && { before: [id(version - 1)] }),
  };
}

const items = Object.entries(all).map(([situation, order]) => [
  situation,
  { ...replaceOrder(order).item, change: changeOf(order) },
]);
process.stdout.write(`${JSON.stringify(Object.fromEntries(items), undefined, 2)}\n`);
