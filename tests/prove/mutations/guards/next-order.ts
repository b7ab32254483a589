import type { waitsForDispute } from "../../../../functions/orders/rules/instructions.ts";
import type {
  canBeCarriedOut,
  claimNext,
  confirmIfPaid,
  endWithoutTarget,
} from "../../../../functions/orders/rules/next-order.ts";
import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { abandonAction } from "../../../../functions/orders/rules/order-transitions.ts";
import type { Instruction } from "../../../../functions/orders/rules/payment.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of what follows from every change of an order: what ends, what is claimed, what time brings. */
export const nextOrder: readonly Mutation[] = [
  guard<typeof endWithoutTarget>(
    "endWithoutTarget: a capture of a payment that holds nothing is refused",
    "endWithoutTarget",
    (_, order) => order,
    "two parts are captured of a payment that has run out",
  ),
  guard<() => boolean>(
    "endIfUnpaid: an order that nothing may pay any more ends",
    "isUnpaid",
    () => false,
    "a payment is declined",
  ),
  guard<() => boolean>(
    "endIfUnpaid: an order that is held waits for another payment",
    "isHeld",
    () => false,
    "a declined order is paid with another card",
  ),
  guard<typeof confirmIfPaid>(
    "confirmIfPaid: an order that is paid is CONFIRMED",
    "confirmIfPaid",
    (original, order) => ({ ...original(order), status: order.status }),
    "an order is paid by bank transfer",
  ),
  guard<typeof confirmIfPaid>(
    "confirmIfPaid: nothing is held for an order that is paid",
    "confirmIfPaid",
    (original, order) => ({ ...original(order), payment: order.payment }),
    "an authorized order is paid by bank transfer",
  ),
  guard<typeof claimNext>(
    "claimNext: one effect at a time",
    "claimNext",
    (original, { pending: _, ...order }, ...given) => original(order, ...given),
    "two members of staff capture parts of a payment at once",
  ),
  guard<typeof claimNext>(
    "claimNext: an instruction goes before the shipment",
    "claimNext",
    (original, order, ...given) => (order.pending?.effect === "SHIP" ? order : original(order, ...given)),
    "an order is cancelled before its shipment is created",
  ),
  guard<(order: Order) => boolean>(
    "claimNext: a shipment only where units are to be shipped",
    "isReadyForParcel",
    (original, order) => original(order) || (order.status === "CANCELLED" && order.shipments.length === 1),
    "an order is cancelled before it is packed",
  ),
  guard<typeof canBeCarriedOut>(
    "canBeCarriedOut: a refund waits for its capture",
    "canBeCarriedOut",
    (original, order, one) => (one.kind === "REFUND" ? isOpen(one) : original(order, one)),
    "units are taken out while the provider does not capture",
  ),
  guard<typeof canBeCarriedOut>(
    "canBeCarriedOut: one capture of an attempt at a time",
    "canBeCarriedOut",
    (original, order, one) => (one.kind === "CAPTURE" ? isOpen(one) : original(order, one)),
    "two parts are captured while the provider does not answer",
  ),
  guard<typeof waitsForDispute>(
    "canBeCarriedOut: a refund waits for the end of a dispute",
    "waitsForDispute",
    // Not for ever: the provider would be asked again and again.
    (original, order, one) => original(order, one) && order.version > 20,
    "an order is cancelled while its payment is disputed",
  ),
  {
    ...guard<() => undefined>(
      "postpone: an effect without an answer gives its place to the next",
      "otherInstruction",
      () => undefined,
    ),
    secondLine:
      "without it, everything is still done once the provider answers; the model explores a provider that never answers one call",
  },
  guard<() => unknown[]>(
    "afterDue: an order ends with its hold",
    "endingHold",
    () => [],
    "a declined order is not paid again in time",
  ),
  guard<() => unknown[]>(
    "afterDue: an action that nobody completed ends at askUntil",
    "abandonedActions",
    () => [],
    "a customer abandons the action that their payment needs",
  ),
  guard<typeof abandonAction>(
    "abandonAction: closes the attempt",
    "abandonAction",
    (_, order) => order,
    "a customer abandons the action that their payment needs",
  ),
  guard<() => unknown[]>(
    "afterDue: the provider is asked about an action whose customer does not come back",
    "openActions",
    () => [],
    "a customer completes the action and does not come back",
  ),
  {
    ...guard<() => unknown[]>(
      "afterDue: the provider is asked about a payment that has run out",
      "expiringAttempts",
      () => [],
    ),
    secondLine:
      "the next capture, void or refresh finds it, too; a payment runs out only after days, which no scenario waits",
  },
  {
    ...guard<() => boolean>("afterDue: the provider is not asked twice at once", "isAboutToAskProvider", () => false),
    secondLine: "one look more at the provider changes nothing, and nextOrder claims it after the first",
  },
  guard<(order: Order) => Order>(
    "recordRefresh: the customer did what was asked of them, so the attempt is authorized again",
    "askAgain",
    (_, order) => order,
    "a customer completes the action that their payment needs",
    "a customer completes the action and does not come back",
  ),
  guard<(order: Order) => Order>(
    "recordRefresh: a refund that the bank failed is REFUSED",
    "withSeenRefund",
    (_, order) => order,
    "a refund fails days after it was accepted",
  ),
  guard<(...given: unknown[]) => { readonly refunds: readonly object[] }>(
    "recordRefresh: an order's own refunds were not made elsewhere",
    "asSeen",
    (original, ...given) => {
      const seen = original(...given);
      return { ...seen, refunds: seen.refunds.map((one) => ({ ...one, instruction: undefined })) };
    },
    "the provider is asked how a payment stands after a part was given back",
  ),
  guard<() => void>(
    "cancel: not by its customer after the shop's limit",
    "requireInTime",
    () => {},
    "a customer cancels a packed order, which the shop does not allow",
  ),
];

function isOpen({ state }: Instruction): boolean {
  return state === "REQUESTED" || state === "IN_FLIGHT";
}
