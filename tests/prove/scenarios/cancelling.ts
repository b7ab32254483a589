import { orderIdOf } from "../world/derived-ids.ts";
import { idIn, type Shop } from "../world/shop.ts";
import { scenario } from "./scenario.ts";

const two = { items: [{ sku: "A", quantity: 2 }], key: "k" };

/** Places an order and does not wait for its shipment. */
async function placedNow(shop: Shop, method = "pm_sandbox_ok"): Promise<string> {
  const { response } = await shop.place({ ...two, method });
  const orderId = idIn(response);
  if (orderId === undefined) throw new Error("The order to be cancelled was not placed.");
  return orderId;
}

const cancelled = ["CANCELLED VOIDED []", "A 10+0"];
const cancelledWithShipment = ["CANCELLED VOIDED [CANCELLED]", "A 10+0"];

export const cancelledAtOnce = scenario({
  name: "an order is cancelled before its shipment is created",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await placedNow(shop);
    return () => shop.cancel(orderId);
  },
  endStates: cancelled,
});

export const cancelledToBePacked = scenario({
  name: "an order is cancelled before it is packed",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await shop.placeConfirmed(two);
    return () => shop.cancel(orderId);
  },
  endStates: cancelledWithShipment,
});

export const cancelledPacked = scenario({
  name: "a packed order is cancelled",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await shop.placeConfirmed(two);
    await shop.pack(orderId);
    return () => shop.cancel(orderId, shop.staff);
  },
  endStates: cancelledWithShipment,
});

export const cancelledUnpaid = scenario({
  name: "an order is cancelled while the provider does not authorize",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await placedNow(shop, "pm_sandbox_down");
    return () => shop.cancel(orderId);
  },
  endStates: ["CANCELLED NONE []", "A 10+0"],
});

export const cancelledBeforeLate = scenario({
  name: "an order is cancelled before its authorization appears",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await placedNow(shop, "pm_sandbox_late");
    return () => shop.cancel(orderId);
  },
  endStates: ["CANCELLED VOIDED []", "A 10+0"],
});

export const cancelledWhilePlaced = scenario({
  name: "an order is cancelled while it is being placed",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = orderIdOf(shop.customer, "k");
    return async () => {
      const placing = shop.place(two);
      await shop.wait(0.004);
      await Promise.all([placing, shop.cancel(orderId)]);
    };
  },
  endStates: ["CANCELLED VOIDED []", "A 10+0"],
});

export const cancelledTwice = scenario({
  name: "an order is cancelled by its customer and by staff at the same time",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await shop.placeConfirmed(two);
    return () => Promise.all([shop.cancel(orderId), shop.cancel(orderId, shop.staff)]);
  },
  endStates: cancelledWithShipment,
});

export const cancelledFailed = scenario({
  name: "a failed order is cancelled",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await placedNow(shop, "pm_sandbox_declined");
    return () => shop.cancel(orderId);
  },
  endStates: ["FAILED DECLINED []", "A 10+0"],
});

export const cancelledShipped = scenario({
  name: "a shipped order is cancelled",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await shop.placeConfirmed(two);
    await shop.pack(orderId);
    await shop.dispatch(orderId);
    return () => shop.cancel(orderId);
  },
  endStates: ["SHIPPED CAPTURED [SHIPPED]", "A 8+0"],
});

export const cancelledTooLate = scenario({
  name: "a customer cancels a packed order, which the shop does not allow",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const more = { customerId: "alice", customerMayCancelUntil: "PENDING" };
    const orderId = idIn((await shop.place({ ...two, more }, shop.staff)).response);
    if (orderId === undefined) throw new Error("The order to be cancelled was not placed.");
    await shop.waitForDeliveries();
    await shop.pack(orderId);
    return () => shop.cancel(orderId);
  },
  endStates: ["CONFIRMED AUTHORIZED [PACKED]", "A 8+2"],
});
