import { idIn } from "../world/shop.ts";
import { scenario } from "./scenario.ts";

const two = { items: [{ sku: "A", quantity: 2 }], key: "k" };

export const poisonMessage = scenario({
  name: "a poison message arrives with an OrderPlaced",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return async () => {
      shop.world.deliveries.enqueue("shipping", '{"poison": true}');
      await shop.place(two);
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 8+2"],
});

export const poisonRecord = scenario({
  name: "an unreadable order is due together with another",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return async () => {
      await shop.world.putUnreadableOrder();
      await shop.place(two);
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 8+2"],
});

export const busDown = scenario({
  name: "an order is placed while the event bus rejects everything",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return async () => {
      shop.world.startOutage("bus", "throttled", 40);
      await shop.place(two);
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 8+2"],
});

export const voidedByMessage = scenario({
  name: "an order is cancelled without an answer of the provider, before its OrderPlaced arrives",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return async () => {
      const orderId = idIn((await shop.place(two)).response);
      shop.world.startOutage("provider", "server error", 0.4);
      if (orderId !== undefined) await shop.cancel(orderId);
    };
  },
  endStates: ["CANCELLED VOIDED []", "A 10+0"],
});
