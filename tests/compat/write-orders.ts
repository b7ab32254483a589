/** Writes an order in every situation as it is stored today: `npx node tests/compat/write-orders.ts > FOLDER/orders.json` */
import { replaceOrder } from "../../functions/orders/order-table.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import { cancel, postpone, recordClosed } from "../../functions/orders/rules/order-transitions.ts";
import { recordRefusedCapture } from "../../functions/orders/rules/shipment-transitions.ts";
import { at, changed, orderInEachSituation, theAttemptOf, theInstructionOf } from "../builders/orders.ts";

const orders = orderInEachSituation();
const { pending, leaving, givenUp } = orders;
const noAnswer = [{ at: at(4), effect: "AUTHORIZE", reason: "The provider did not answer in time." }];

const captureRefused = recordRefusedCapture(
  leaving,
  theInstructionOf(leaving),
  theAttemptOf(leaving),
  "the authorization has expired",
  [],
  changed(5),
);

const all: Record<string, Order> = {
  ...orders,
  postponed: postpone(pending, noAnswer, changed(5)),
  captureRefused,
  cancelledAfterRefusedCapture: cancel(
    captureRefused,
    { reason: "The card ran out", actor: "staff:sam", isCustomer: false },
    changed(6, "staff:sam"),
  ),
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
