import { orderIdOf } from "../world/derived-ids.ts";
import { TIMES } from "../world/settings.ts";
import { eur, type OrderInput, type Shop } from "../world/shop.ts";
import type { StripeBank } from "../world/stripe-bank.ts";
import { placeCaptured, placeHeld } from "./held-order.ts";
import { type Scenario, scenario } from "./scenario.ts";

/** Longer than Stripe keeps an idempotency key. */
const HOURS = 25;
/** Longer than a card's money is held: seven days. */
const HOURS_OF_A_HOLD = 7 * 24 + 1;
const two: OrderInput = { items: [{ sku: "A", quantity: 2 }], key: "k" };

/** A scenario about what only Stripe does. */
function withStripe(
  declared: Omit<Scenario, "prepare" | "provider"> & {
    readonly prepare: (shop: Shop, stripe: StripeBank) => Promise<() => Promise<unknown>>;
  },
): Scenario {
  return scenario({
    ...declared,
    provider: "stripe",
    prepare: (shop) => {
      const { stripe } = shop.world;
      if (!stripe) throw new Error(`The scenario "${declared.name}" needs a world with Stripe.`);
      return declared.prepare(shop, stripe);
    },
  });
}

export const heldADayAgo = withStripe({
  name: "an order ends a day after its money was held and the answer was lost",
  prepare: async (shop, stripe) => {
    await shop.createProduct("A", 10);
    shop.world.clientsRetry = false;
    stripe.failNext("confirm", "crash after");
    await shop.place(two);
    shop.world.standStill(HOURS);
    return () => shop.wait(1);
  },
  endStates: ["FAILED VOIDED []", "A 10+0"],
});

export const capturedADayAgo = withStripe({
  name: "a capture is carried on a day after its answer was lost",
  prepare: async (shop, stripe) => {
    const orderId = await placeHeld(shop, "pm_sandbox_multicapture");
    shop.world.clientsRetry = false;
    stripe.failNext("capture", "crash after");
    await shop.capture(orderId, "part", { amount: eur(1_000) });
    shop.world.standStill(HOURS);
    return () => shop.wait(1);
  },
  endStates: ["CONFIRMED PARTIALLY_CAPTURED [PENDING]", "A 8+2"],
});

export const refundedADayAgo = withStripe({
  name: "a refund is carried on a day after its answer was lost",
  prepare: async (shop, stripe) => {
    const orderId = await placeCaptured(shop);
    shop.world.clientsRetry = false;
    stripe.failNext("refund", "crash after");
    await shop.refund(orderId, "part", { amount: eur(1_000) });
    shop.world.standStill(HOURS);
    return () => shop.wait(1);
  },
  endStates: ["CONFIRMED PARTIALLY_REFUNDED [PENDING]", "A 8+2"],
});

export const cancelledAfterLostAnswer = withStripe({
  name: "an order is cancelled after its money was held and the answer was lost",
  prepare: async (shop, stripe) => {
    await shop.createProduct("A", 10);
    shop.world.clientsRetry = false;
    stripe.failNext("confirm", "crash after");
    await shop.place(two);
    return () => shop.cancel(orderIdOf(shop.customer, two.key));
  },
  endStates: ["CANCELLED VOIDED []", "A 10+0"],
});

export const canceledElsewhere = withStripe({
  name: "a payment is canceled in Stripe's dashboard before its lost answer is asked for again",
  prepare: async (shop, stripe) => {
    await shop.createProduct("A", 10);
    shop.world.clientsRetry = false;
    stripe.failNext("confirm", "crash after");
    await shop.place(two);
    stripe.cancelElsewhere(orderIdOf(shop.customer, two.key));
    return () => shop.place(two);
  },
  endStates: ["FAILED DECLINED []", "A 10+0"],
});

export const toldWhilePlaced = withStripe({
  name: "an order is placed while Stripe tells of its payment",
  webhooks: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return () => shop.place(two);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 8+2"],
});

export const toldOfExpiry = withStripe({
  name: "Stripe tells that the payment of an order that waits has run out",
  webhooks: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 2, 1_000, { backorder: { limit: 20 } });
    const waiting = { items: [{ sku: "A", quantity: 5 }], key: "k", more: { onShortage: "backorder" } };
    await shop.placeConfirmed(waiting);
    await shop.waitForDeliveries();
    shop.world.standStill(HOURS_OF_A_HOLD);
    return () => shop.wait(1);
  },
  endStates: ["CANCELLED EXPIRED [CANCELLED]", "A 2+0"],
});

export const toldOfRefund = withStripe({
  name: "a part is given back in Stripe's dashboard, which tells of it, while staff give back the rest",
  webhooks: true,
  prepare: async (shop, stripe) => {
    const orderId = await placeCaptured(shop);
    await shop.waitForDeliveries();
    return () => {
      stripe.refundElsewhere(orderId, 1_000);
      return shop.refund(orderId, "some", { amount: eur(2_500) });
    };
  },
  endStates: ["CONFIRMED PARTIALLY_REFUNDED [PENDING]", "A 8+2"],
});

export const toldOfDispute = withStripe({
  name: "an order is cancelled while Stripe tells that its payment is disputed",
  webhooks: true,
  prepare: async (shop, stripe) => {
    const orderId = await placeCaptured(shop);
    await shop.waitForDeliveries();
    return () => {
      stripe.dispute(orderId);
      return shop.cancel(orderId);
    };
  },
  endStates: ["CANCELLED CAPTURED [CANCELLED]", "A 10+0"],
});

export const toldOfWonDispute = withStripe({
  name: "Stripe tells that the shop won a dispute, after the order was cancelled",
  webhooks: true,
  prepare: async (shop, stripe) => {
    const orderId = await placeCaptured(shop);
    const dispute = stripe.dispute(orderId);
    await shop.waitForDeliveries();
    return async () => {
      await shop.cancel(orderId);
      stripe.endDispute(dispute, "won");
      await shop.waitForDeliveries();
    };
  },
  endStates: ["CANCELLED REFUNDED [CANCELLED]", "A 10+0"],
});

export const toldOfLostDispute = withStripe({
  name: "Stripe tells that the shop lost a dispute while the order is cancelled",
  webhooks: true,
  prepare: async (shop, stripe) => {
    const orderId = await placeCaptured(shop);
    const dispute = stripe.dispute(orderId);
    await shop.waitForDeliveries();
    return () => {
      stripe.endDispute(dispute, "lost");
      return shop.cancel(orderId);
    };
  },
  endStates: ["CANCELLED REFUNDED [CANCELLED]", "A 10+0"],
});

export const toldThatRefundElsewhereFailed = withStripe({
  name: "Stripe tells that a refund of its dashboard has failed, after the order was cancelled",
  webhooks: true,
  prepare: async (shop, stripe) => {
    const orderId = await placeCaptured(shop);
    const refund = stripe.refundElsewhere(orderId, 1_000);
    await shop.waitForDeliveries();
    return async () => {
      await shop.cancel(orderId);
      stripe.failRefund(refund);
      await shop.waitForDeliveries();
    };
  },
  endStates: ["CANCELLED PARTIALLY_REFUNDED [CANCELLED]", "A 10+0"],
});

export const toldOfFailedRefund = withStripe({
  name: "Stripe tells that a refund has failed",
  webhooks: true,
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop, "pm_sandbox_refund_fails");
    await shop.refund(orderId, "all");
    await shop.waitForDeliveries();
    return () => shop.wait(TIMES.late + 1);
  },
  endStates: ["CONFIRMED CAPTURED [PENDING]", "A 8+2"],
});
