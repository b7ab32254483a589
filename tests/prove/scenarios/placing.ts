import { scenario } from "./scenario.ts";

export const placed = scenario({
  name: "an order is placed",
  isMain: true,
  prepare: async (shop) => {
    await shop.product("A", 10);
    return () => shop.place({ items: [{ sku: "A", quantity: 2 }], key: "k" });
  },
  ends: ["CONFIRMED AUTHORIZED [PENDING]", "A 8+2"],
});
