import { TIMES } from "../world/settings.ts";
import { actionIn, eur, idIn, type OrderInput } from "../world/shop.ts";
import { placeCaptured, placeHeld } from "./held-order.ts";
import { scenario } from "./scenario.ts";

const stock = "A 8+2";
/** As long as the sandbox holds money, and Stripe most cards. */
const HOLD_HOURS = 7 * 24;

export const paidAgain = scenario({
  name: "a declined order is paid with another card",
  isMain: true,
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_declined");
    return () => shop.authorize(orderId, "pm_sandbox_ok", "again");
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", stock],
});

export const paidTwiceAtOnce = scenario({
  name: "a declined order is paid with two other cards at once",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_declined");
    return () =>
      Promise.all([
        shop.authorize(orderId, "pm_sandbox_ok", "one"),
        shop.authorize(orderId, "pm_sandbox_multicapture", "two", shop.staff),
      ]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", stock],
});

export const capturedByStaff = scenario({
  name: "staff capture a payment before anything ships",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_ok");
    return () => shop.capture(orderId, "all");
  },
  endStates: ["CONFIRMED CAPTURED [PENDING]", stock],
});

export const capturedInParts = scenario({
  name: "two members of staff capture parts of a payment at once",
  isMain: true,
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_multicapture");
    const kim = shop.as("staff", "kim");
    return () =>
      Promise.all([
        shop.capture(orderId, "one", { amount: eur(1_000) }),
        shop.capture(orderId, "two", { amount: eur(500) }, kim),
      ]);
  },
  endStates: ["CONFIRMED PARTIALLY_CAPTURED [PENDING]", stock],
});

export const voided = scenario({
  name: "staff let go of what is authorized",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_ok", { paymentHoldSeconds: 0 });
    return () => shop.voidPayment(orderId, "void");
  },
  endStates: ["CANCELLED VOIDED [CANCELLED]", "A 10+0"],
});

export const refunded = scenario({
  name: "a part of a captured payment is given back",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    return () => shop.refund(orderId, "part", { lines: [{ sku: "A", quantity: 1 }] });
  },
  endStates: ["CONFIRMED PARTIALLY_REFUNDED [PENDING]", stock],
});

export const refundedAtOnce = scenario({
  name: "two members of staff give money back at once",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    const kim = shop.as("staff", "kim");
    return () =>
      Promise.all([
        shop.refund(orderId, "one", { amount: eur(1_000) }),
        shop.refund(orderId, "two", { amount: eur(3_000) }, kim),
      ]);
  },
  endStates: ["CONFIRMED REFUNDED [PENDING]", stock],
});

export const refundFails = scenario({
  name: "a refund fails days after it was accepted",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop, "pm_sandbox_refund_fails");
    await shop.refund(orderId, "all");
    await shop.wait(TIMES.late + 1);
    return () => shop.refreshPayment(orderId);
  },
  endStates: ["CONFIRMED CAPTURED [PENDING]", stock],
});

export const paidByHand = scenario({
  name: "an order is paid by bank transfer",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "manual");
    return () => shop.recordManual(orderId, "transfer", { amount: eur(4_000) });
  },
  endStates: ["CONFIRMED CAPTURED [PENDING]", stock],
});

export const givenBackByHand = scenario({
  name: "a bank transfer is given back by hand",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "manual");
    await shop.recordManual(orderId, "transfer", { amount: eur(4_000) });
    await shop.waitForDeliveries();
    await shop.cancel(orderId, shop.staff);
    return () => shop.recordManual(orderId, "back", { refund: 2 });
  },
  endStates: ["CANCELLED REFUNDED [CANCELLED]", "A 10+0"],
});

const acting: OrderInput = { items: [{ sku: "A", quantity: 2 }], key: "k", method: "pm_sandbox_action" };

export const actionCompleted = scenario({
  name: "a customer completes the action that their payment needs",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const { response } = await shop.place(acting);
    const actionId = actionIn(response);
    return async () => {
      await shop.completeAction(actionId);
      await shop.place(acting);
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", stock],
});

export const actionFound = scenario({
  name: "a customer completes the action and does not come back",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const { response } = await shop.place(acting);
    const actionId = actionIn(response);
    return async () => {
      await shop.completeAction(actionId);
      await shop.wait(TIMES.authorizeWithin);
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", stock],
});

export const actionAbandoned = scenario({
  name: "a customer abandons the action that their payment needs",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return async () => {
      await shop.place(acting);
      await shop.wait(TIMES.authorizeWithin + 90);
    };
  },
  endStates: ["FAILED DECLINED []", "A 10+0"],
});

export const offSessionNeedsCustomer = scenario({
  name: "an order is paid off-session with a saved card whose bank asks its customer",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const more = { customerId: "alice", paymentCustomer: "cus_alice", offSession: true };
    return () => shop.place({ ...acting, more }, shop.staff);
  },
  endStates: ["FAILED DECLINED []", "A 10+0"],
});

export const authorizedPaidByHand = scenario({
  name: "an authorized order is paid by bank transfer",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_ok");
    return () => shop.recordManual(orderId, "transfer", { amount: eur(4_000) });
  },
  endStates: ["CONFIRMED CAPTURED [PENDING]", stock],
});

export const tooMuchByHand = scenario({
  name: "more is recorded by hand than an order costs",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_ok");
    return () => shop.recordManual(orderId, "transfer", { amount: eur(4_001) });
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", stock],
});

export const tooMuchCaptured = scenario({
  name: "more is captured than an order costs",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_multicapture");
    return () => shop.capture(orderId, "more", { amount: eur(4_001) });
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", stock],
});

export const restUnpaid = scenario({
  name: "a part is captured of a payment that can be captured once",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_ok", { paymentHoldSeconds: 0 });
    return () => shop.capture(orderId, "part", { amount: eur(1_000) });
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", stock],
});

export const capturedAfterExpiry = scenario({
  name: "two parts are captured of a payment that has run out",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_expires", { paymentHoldSeconds: 259_200 });
    return () => {
      shop.world.startOutage("provider", "timeout before", 20);
      return Promise.all([
        shop.capture(orderId, "one", { amount: eur(1_000) }),
        shop.wait(1).then(() => shop.capture(orderId, "two", { amount: eur(500) })),
      ]);
    };
  },
  endStates: ["CONFIRMED EXPIRED [PENDING]", stock],
});

export const restRunsOut = scenario({
  name: "the rest of a payment runs out after a part was captured",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_multicapture", { paymentHoldSeconds: 120 });
    await shop.capture(orderId, "part", { amount: eur(1_500) });
    await shop.waitForDeliveries();
    shop.world.standStill(HOLD_HOURS);
    return () => shop.wait(1);
  },
  endStates: ["CANCELLED REFUNDED [CANCELLED]", "A 10+0"],
});

export const capturedInSilence = scenario({
  name: "two parts are captured while the provider does not answer",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_multicapture");
    const captureFirst = () => shop.capture(orderId, "one", { amount: eur(1_000) });
    return async () => {
      shop.world.startOutage("provider", "timeout after", 45);
      const second = shop.wait(1).then(() => shop.capture(orderId, "two", { amount: eur(500) }));
      await Promise.all([captureFirst(), second]);
      await captureFirst();
    };
  },
  endStates: ["CONFIRMED PARTIALLY_CAPTURED [PENDING]", stock],
});

export const givenBackAtOnce = scenario({
  name: "two members of staff give everything back at once",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    const kim = shop.as("staff", "kim");
    return () => Promise.all([shop.refund(orderId, "one"), shop.refund(orderId, "two", {}, kim)]);
  },
  endStates: ["CONFIRMED REFUNDED [PENDING]", stock],
});

export const tooMuchGivenBack = scenario({
  name: "more is given back than was captured",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    return () => shop.refund(orderId, "more", { amount: eur(4_001) });
  },
  endStates: ["CONFIRMED CAPTURED [PENDING]", stock],
});

export const capturedCancelled = scenario({
  name: "an order is cancelled after a part of its money was given back",
  isMain: true,
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    await shop.refund(orderId, "part", { amount: eur(1_500) });
    return () => shop.cancel(orderId);
  },
  endStates: ["CANCELLED REFUNDED [CANCELLED]", "A 10+0"],
});

export const disputedCancelled = scenario({
  name: "an order is cancelled while its payment is disputed",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop, "pm_sandbox_disputed");
    await shop.wait(TIMES.late + 1);
    return () => shop.cancel(orderId);
  },
  endStates: ["CANCELLED CAPTURED [CANCELLED]", "A 10+0"],
});

export const disputeWon = scenario({
  name: "the shop wins a dispute after the order was cancelled",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop, "pm_sandbox_dispute_won");
    return async () => {
      await shop.cancel(orderId);
      await shop.wait(TIMES.late + 1);
      await shop.refreshPayment(orderId);
    };
  },
  endStates: ["CANCELLED REFUNDED [CANCELLED]", "A 10+0"],
});

export const disputeLost = scenario({
  name: "the shop loses a dispute after the order was cancelled",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop, "pm_sandbox_dispute_lost");
    return async () => {
      await shop.refreshPayment(orderId);
      await shop.cancel(orderId);
      await shop.wait(TIMES.late + 1);
      await shop.refreshPayment(orderId);
    };
  },
  endStates: ["CANCELLED REFUNDED [CANCELLED]", "A 10+0"],
});

export const refundedElsewhere = scenario({
  name: "an order is cancelled after money was given back on the bank's own page",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop, "pm_sandbox_refunded_elsewhere");
    await shop.wait(TIMES.late + 1);
    return async () => {
      await shop.refreshPayment(orderId);
      await shop.cancel(orderId);
    };
  },
  endStates: ["CANCELLED REFUNDED [CANCELLED]", "A 10+0"],
});

export const refundElsewhereFails = scenario({
  name: "a refund on the bank's own page fails after the order was cancelled",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop, "pm_sandbox_refunded_elsewhere_fails");
    await shop.wait(TIMES.late + 1);
    await shop.refreshPayment(orderId);
    return async () => {
      await shop.cancel(orderId);
      await shop.wait(TIMES.late + 1);
      await shop.refreshPayment(orderId);
    };
  },
  endStates: ["CANCELLED PARTIALLY_REFUNDED [CANCELLED]", "A 10+0"],
});

export const refundRefreshed = scenario({
  name: "the provider is asked how a payment stands after a part was given back",
  prepare: async (shop) => {
    const orderId = await placeCaptured(shop);
    await shop.refund(orderId, "part", { amount: eur(3_000) });
    return () => shop.refreshPayment(orderId);
  },
  endStates: ["CONFIRMED PARTIALLY_REFUNDED [PENDING]", stock],
});

export const neverPaidAgain = scenario({
  name: "a declined order is not paid again in time",
  prepare: async (shop) => {
    await placeHeld(shop, "pm_sandbox_declined", { paymentHoldSeconds: 300 });
    return () => shop.wait(1);
  },
  endStates: ["FAILED DECLINED []", "A 10+0"],
});

export const dispatchedWhileCaptured = scenario({
  name: "a shipment is dispatched while staff capture its payment",
  prepare: async (shop) => {
    const orderId = await placeHeld(shop, "pm_sandbox_ok");
    await shop.pack(orderId);
    return async () => {
      shop.world.startOutage("provider", "timeout before", 20);
      await shop.capture(orderId, "all");
      await shop.dispatch(orderId);
    };
  },
  endStates: ["SHIPPED CAPTURED [SHIPPED]", "A 8+0"],
});

export const actionCompletedTooLate = scenario({
  name: "a customer completes the action while their order is cancelled",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const { response } = await shop.place(acting);
    const [orderId, actionId] = [idIn(response) ?? "", actionIn(response)];
    return () => Promise.all([shop.completeAction(actionId), shop.cancel(orderId, shop.staff)]);
  },
  endStates: ["CANCELLED NONE []", "A 10+0"],
});

export const refundCarriedOn = scenario({
  name: "the consumer of OrderPlaced carries on a refund that the provider did not answer",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 2_000);
    const more = { customerId: "alice", captureAt: "placement" };
    const items = [{ sku: "A", quantity: 2 }];
    return async () => {
      const placed = await shop.place({ items, key: "k", method: "pm_sandbox_refund_flaky", more }, shop.staff);
      const orderId = idIn(placed.response);
      if (orderId !== undefined) await shop.refund(orderId, "all");
    };
  },
  endStates: ["CONFIRMED REFUNDED [PENDING]", stock],
});
