import fc from "fast-check";
import { expect, test } from "vitest";
import { everyPossibleStep, orderWalks } from "../../../tests/builders/order-walk.ts";
import { changed, orderInEachSituation, PLACED_AT, type Situation } from "../../../tests/builders/orders.ts";
import { allOnSale } from "../../../tests/builders/products.ts";
import { MAIN } from "../../inventory/rules/location.ts";
import { type Action, allowedActions } from "./allowed-actions.ts";
import { capture, releasePayment } from "./capture-and-release.ts";
import { edit } from "./edit-order.ts";
import { giveBack } from "./give-back.ts";
import { amountDue, capturable, heldAttempt } from "./instructions.ts";
import { recordGivenBack, recordReceived } from "./money-by-hand.ts";
import type { ChangeContext } from "./next-order.ts";
import type { Order } from "./order.ts";
import { cancel } from "./order-transitions.ts";
import { splitShipment } from "./parcels.ts";
import { payAgain } from "./pay-again.ts";
import { receiveReturn } from "./receive-return.ts";
import { requestReturn } from "./request-return.ts";
import { approveReturn, cancelReturn, rejectReturn } from "./return-steps.ts";
import { receivableUnits } from "./returnable.ts";

type Try = (order: Order, isCustomer: boolean, context: ChangeContext) => unknown;

const request = { request: "request", fingerprint: "fingerprint" };
const shipmentRequest = { id: "request", fingerprint: "fingerprint" };

/** The bodies with which an operation would succeed, if it would with any. */
const TRIES: Readonly<Record<Action, readonly Try[]>> = {
  cancel: [
    (order, isCustomer, context) => cancel(order, { reason: "Changed my mind", actor: "x:y", isCustomer }, context),
  ],
  edit: [
    (order, isCustomer, context) =>
      edit(order, { email: "other@example.com" }, { actor: "x:y", isCustomer }, allOnSale(), context),
  ],
  authorizePayment: [(order, _, context) => payAgain(order, { ...request, method: "pm_sandbox_ok" }, context)],
  capturePayment: [
    (order, _, context) => capture(order, { ...request, amount: undefined, final: false }, context),
    (order, _, context) => capture(order, { ...request, amount: amountDue(order), final: true }, context),
    (order, _, context) => {
      const held = heldAttempt(order);
      if (!held) throw new Error("Nothing is held.");
      return capture(order, { ...request, amount: capturable(order, held), final: false }, context);
    },
    (order, _, context) => capture(order, { ...request, amount: 1, final: false }, context),
  ],
  voidPayment: [(order, _, context) => releasePayment(order, request, context)],
  refundPayment: [
    (order, _, context) =>
      giveBack(order, { ...request, amount: undefined, lines: undefined, reason: "Sorry" }, context),
    (order, _, context) => giveBack(order, { ...request, amount: 1, lines: undefined, reason: "Sorry" }, context),
  ],
  recordPayment: [
    (order, _, context) => recordReceived(order, { ...request, amount: 1, reference: "R-1" }, context),
    (order, _, context) => {
      for (const { id } of order.payment.instructions) {
        const given = attempt(() => recordGivenBack(order, { ...request, refund: id, reference: "R-1" }, context));
        if (given) return given;
      }
      throw new Error("Nothing waits for a person.");
    },
  ],
  splitShipment: [
    (order, _, context) => {
      const made = order.lines.some(({ sku }) =>
        attempt(() => splitShipment(order, [{ sku, quantity: 1 }], shipmentRequest, context)),
      );
      if (!made) throw new Error("No unit can be split off.");
      return made;
    },
  ],
  requestReturn: [
    (order, isCustomer, context) =>
      firstThat(order.lines, ({ sku }) => {
        const requestedBy = isCustomer ? "customer:alice" : "staff:sam";
        const asked = {
          lines: [{ sku, quantity: 1 }],
          reason: "Sorry",
          refund: "auto" as const,
          requestedBy,
          isCustomer,
        };
        requestReturn(order, { ...asked, request: shipmentRequest }, context);
      }),
  ],
  approveReturn: [
    (order, _, context) =>
      firstThat(undecided(order), ({ number }) =>
        approveReturn(order, { number, refund: "auto", refundByDefault: "auto" }, context),
      ),
  ],
  rejectReturn: [
    (order, _, context) => firstThat(undecided(order), ({ number }) => rejectReturn(order, number, "Worn", context)),
  ],
  cancelReturn: [
    (order, isCustomer, context) =>
      firstThat(
        order.returns.filter(({ status }) => status !== "CANCELLED"),
        ({ number }) => cancelReturn(order, number, isCustomer, context),
      ),
  ],
  receiveReturn: [
    (order, _, context) =>
      firstThat(order.returns, (one) => {
        const lines = one.lines
          .filter(({ sku }) => receivableUnits(order, one, sku) > 0)
          .map(({ sku }) => ({ sku, restocked: 1, writtenOff: 0 }));
        const how = { location: MAIN, close: true, refund: "manual" as const, refundShipping: false };
        receiveReturn(order, { number: one.number, lines, ...how, request: shipmentRequest }, context);
      }),
  ],
};

/** What an order's customer has an operation for. */
const CUSTOMERS: readonly string[] = ["cancel", "edit", "authorizePayment", "requestReturn", "cancelReturn"];

function undecided({ returns }: Order) {
  return returns.filter(({ status }) => status === "REQUESTED");
}

/** Does it with the first for which it succeeds. @throws where it does for none */
function firstThat<One>(all: readonly One[], run: (one: One) => unknown): void {
  if (!all.some((one) => attempt(() => run(one)))) throw new Error("It succeeds for none.");
}

function attempt(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

function possibleActions(order: Order, isCustomer: boolean): string[] {
  const context = changed((Date.parse(order.updatedAt) - Date.parse(PLACED_AT)) / 1_000);
  return Object.entries(TRIES)
    .filter(([action]) => !isCustomer || CUSTOMERS.includes(action))
    .filter(([, tries]) => tries.some((one) => attempt(() => one(order, isCustomer, context))))
    .map(([action]) => action);
}

test("an action is allowed exactly where its operation succeeds with some body, for customers and for staff", () => {
  const check = (order: Order) => {
    for (const isCustomer of [false, true]) {
      expect(allowedActions(order, isCustomer, order.updatedAt), JSON.stringify(order)).toEqual(
        possibleActions(order, isCustomer),
      );
    }
  };
  for (const { after } of everyPossibleStep()) if (after) check(after);
  fc.assert(
    fc.property(orderWalks, (walk) => {
      for (const { after } of walk) if (after) check(after);
    }),
    { numRuns: 50 },
  );
}, 120_000);

test.each<[Situation, string[], string[]]>([
  ["pending", ["cancel", "edit", "voidPayment", "recordPayment"], ["cancel", "edit"]],
  [
    "confirmed",
    ["cancel", "edit", "capturePayment", "voidPayment", "recordPayment", "splitShipment"],
    ["cancel", "edit"],
  ],
  ["packed", ["cancel", "edit", "capturePayment", "voidPayment", "recordPayment"], ["cancel", "edit"]],
  ["leaving", ["edit"], ["edit"]],
  ["shipped", ["edit", "refundPayment", "requestReturn"], ["requestReturn"]],
  ["cancelled", ["edit"], []],
  ["declined", ["edit"], []],
])("an order that is %s: staff may %j, its customer may %j", (situation, staff, customer) => {
  const order = orderInEachSituation()[situation];
  expect(allowedActions(order, false, order.updatedAt)).toEqual(staff);
  expect(allowedActions(order, true, order.updatedAt)).toEqual(customer);
});
