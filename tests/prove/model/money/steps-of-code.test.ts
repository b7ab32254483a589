import { expect, test } from "vitest";
import { orderStates } from "../../../../functions/orders/rules/order.ts";
import { attemptStates } from "../../../../functions/orders/rules/payment.ts";
import { shipmentStates } from "../../../../functions/orders/rules/shipment.ts";
import type { StateMachine } from "../../../../functions/platform/values/state-machine.ts";
import { ATTEMPT_STEPS, ORDER_STEPS, PARCEL_STEPS } from "./allowed-steps.ts";

/** The steps of the model that the code's state machine refuses. What only one of them knows is left out. */
function refusedSteps<State extends string>(
  steps: Readonly<Record<string, readonly string[]>>,
  { transitions }: StateMachine<State>,
): string[] {
  const allowed = new Map<string, readonly string[]>(Object.entries(transitions));
  return Object.entries(steps)
    .filter(([from]) => allowed.has(from))
    .flatMap(([from, tos]) => tos.filter((to) => !allowed.get(from)?.includes(to)).map((to) => `${from} -> ${to}`));
}

test("the code allows every step that the model takes", () => {
  expect(refusedSteps(ORDER_STEPS, orderStates)).toEqual([]);
  expect(refusedSteps(ATTEMPT_STEPS, attemptStates)).toEqual([]);
  expect(refusedSteps(PARCEL_STEPS, shipmentStates)).toEqual([]);
});
