import type { Product } from "../../../../functions/inventory/rules/product.ts";
import type { capturePayment } from "../../../../functions/orders/effects/capture-payment.ts";
import type { resumeOrder } from "../../../../functions/orders/resume-order.ts";
import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { cancel } from "../../../../functions/orders/rules/order-transitions.ts";
import type { Attempt } from "../../../../functions/orders/rules/payment.ts";
import type { Shipment } from "../../../../functions/orders/rules/shipment.ts";
import type { ShipmentStep } from "../../../../functions/orders/rules/shipment-steps.ts";
import type { stockMoves } from "../../../../functions/orders/stock-moves.ts";
import type { requireVersion } from "../../../../functions/platform/values/version.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of cancelling, packing and dispatching. */
export const fulfilment: readonly Mutation[] = [
  guard<() => void>(
    "StateMachine: only transitions that the states allow",
    "requireAllowed",
    () => {},
    "a failed order is cancelled",
    "a shipped order is cancelled",
  ),
  {
    ...guard<() => void>("cancel: not while a shipment is leaving", "requireNotLeaving", () => {}),
    secondLine: "an order that ends gives back what is being captured, too, and its shipment does not leave",
  },
  guard<typeof stockMoves>(
    "cancel: releases the stock in the same transaction",
    "stockMoves",
    (original, before, after) => (after.status === "CANCELLED" ? [] : original(before, after)),
    "an order is cancelled before it is packed",
  ),
  guard<typeof cancel>(
    "cancel: cancels the shipment",
    "cancel",
    (original, order, ...given) => ({ ...original(order, ...given), shipments: order.shipments }),
    "an order is cancelled before it is packed",
  ),
  guard<typeof cancel>(
    "cancel: closes the attempts",
    "cancel",
    (original, ...given) => {
      const { pending: _, ...cancelled } = original(...given);
      return { ...cancelled, payment: { ...cancelled.payment, instructions: [] } };
    },
    "an order is cancelled before it is packed",
  ),
  guard<() => boolean>(
    "closeAttempt: only an attempt that may hold money",
    "isClosed",
    () => false,
    "an order is cancelled after its capture was refused",
  ),
  guard<() => boolean>(
    "cancel: repeating it gives the same answer",
    "isCancelled",
    () => false,
    "an order is cancelled by its customer and by staff at the same time",
    "an order is cancelled before it is packed",
  ),
  guard<typeof resumeOrder>(
    "resumeOrder: ships only what is pending",
    "resumeOrder",
    async (original, order, resuming) => {
      if (!resuming?.ships || order.status !== "CONFIRMED") return original(order, resuming);
      const { automatic } = await import("../../../../functions/orders/change-context.ts");
      const { write } = await import("../../../../functions/platform/table/write.ts");
      const { replaceOrder } = await import("../../../../functions/orders/order-table.ts");
      const { addShipments } = await import("../../../../functions/orders/rules/shipment-transitions.ts");
      const next = addShipments(order, automatic());
      await write([replaceOrder(next)]);
      return { order: next };
    },
    "an order is placed",
  ),
  guard<() => boolean>(
    "resumeOrder: reads the order again after a conflict",
    "isChangedByAnother",
    () => false,
    "the same order is sent three times at the same time",
  ),
  guard<() => void>(
    "dispatch: only a packed shipment",
    "requirePacked",
    () => {},
    "pack and cancel at the same time",
    "dispatch and cancel at the same time, cancel first",
    "a shipment is dispatched before it is packed",
  ),
  guard<() => void>(
    "dispatch: only a shipment that is not leaving yet",
    "requireNotLeavingYet",
    () => {},
    "a shipment is dispatched with two tracking numbers at the same time",
    "the same shipment is dispatched twice at the same time",
  ),
  {
    ...guard<(order: Order) => Attempt | undefined>(
      "dispatch: only with money that is held",
      "requireHeldAttempt",
      (_, { payment }) => payment.attempts[0],
    ),
    secondLine:
      "a capture of an attempt that holds nothing is refused in the same write, and the shipment stays packed",
  },
  guard<() => boolean>("dispatch: leaves only once it is paid", "isPaid", () => true, "a shipment is dispatched"),
  guard<typeof capturePayment>(
    "capture: no answer is not a refusal",
    "orders/effects/capture-payment.ts capturePayment",
    async (original, order, ...given) => {
      const outcome = await original(order, ...given);
      if (!outcome.waits) return outcome;
      const { automatic } = await import("../../../../functions/orders/change-context.ts");
      const { recordRefusedCapture } = await import("../../../../functions/orders/rules/shipment-transitions.ts");
      const [attempt] = order.payment.attempts;
      const capture = order.payment.instructions.at(-1);
      if (!attempt || !capture) return outcome;
      return { order: recordRefusedCapture(order, capture, attempt, "no answer", [], automatic()) };
    },
    "a shipment is dispatched while the provider does not answer",
  ),
  guard<typeof stockMoves>(
    "capture: ships the stock in the same transaction",
    "stockMoves",
    (original, before, after) => (after.status === "SHIPPED" ? [] : original(before, after)),
    "a shipment is dispatched",
  ),
  guard<(shipment: Shipment, step: ShipmentStep) => 200 | 202>(
    "advanceShipmentStatus: 202 only to a dispatch that waits",
    "answerStatus",
    (_, { status }, step) => (status === step.status ? 200 : 202),
    "a shipment is packed again during its dispatch",
  ),
  guard<(error: unknown, ifMatch: number | undefined) => boolean>(
    "changeProduct: decides again after a conflict",
    "isConflict",
    () => false,
    "eight clients change a product without If-Match",
  ),
  guard<typeof requireVersion>(
    "changeProduct, shipments: only the version that was named",
    "requireVersion",
    () => {},
    "a product is changed with an old If-Match",
  ),
  guard<(product: Product, changed: Product) => Promise<void>>(
    "changeProduct: copies the reorder point in the same transaction",
    "storeChange",
    async (_, product, changed) => {
      const { write } = await import("../../../../functions/platform/table/write.ts");
      const { replaceProduct } = await import("../../../../functions/inventory/product-table.ts");
      const { setReorderPoint } = await import("../../../../functions/inventory/stock-table.ts");
      await write([replaceProduct(changed)]);
      if (changed.reorderPoint !== product.reorderPoint) await write([setReorderPoint(changed)]);
    },
    "two clients change a product's reorder point",
  ),
];
