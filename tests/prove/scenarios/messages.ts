import { scenario } from "./scenario.ts";

const two = { items: [{ sku: "A", quantity: 2 }], key: "k" };

export const poisonMessage = scenario({
  name: "a poison message arrives with an OrderPlaced",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return async () => {
      shop.world.deliveries.enqueue('{"poison": true}');
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
