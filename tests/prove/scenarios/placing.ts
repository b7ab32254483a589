import { scenario } from "./scenario.ts";

const two = { items: [{ sku: "A", quantity: 2 }], key: "k" };
const confirmed = "CONFIRMED AUTHORIZED [PENDING]";

export const placed = scenario({
  name: "an order is placed",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return () => shop.place(two);
  },
  endStates: [confirmed, "A 8+2"],
});

export const threeLines = scenario({
  name: "an order with three lines, two of the same product",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 1_000);
    await shop.createProduct("B", 5, 2_000);
    const items = [
      { sku: "A", quantity: 2 },
      { sku: "B", quantity: 5 },
      { sku: "A", quantity: 1 },
    ];
    return () => shop.place({ items, key: "k" });
  },
  endStates: [confirmed, "A 7+3", "B 0+5"],
});

export const declined = scenario({
  name: "a payment is declined",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return () => shop.place({ ...two, method: "pm_sandbox_declined" });
  },
  endStates: ["FAILED DECLINED []", "A 10+0"],
});

export const tooDear = scenario({
  name: "an order over the provider's limit",
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 60_000);
    return () => shop.place(two);
  },
  endStates: ["FAILED DECLINED []", "A 10+0"],
});

export const outOfStock = scenario({
  name: "an order for more units than are available",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10, 1_000);
    await shop.createProduct("B", 1, 1_000);
    const items = [
      { sku: "A", quantity: 2 },
      { sku: "B", quantity: 2 },
    ];
    return () => shop.place({ items, key: "k" });
  },
  endStates: ["FAILED NONE []", "A 10+0", "B 1+0"],
});

export const lastUnit = scenario({
  name: "two customers order the last unit",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 1);
    const one = { items: [{ sku: "A", quantity: 1 }], key: "k" };
    return () => Promise.all([shop.place(one), shop.place(one, shop.as("customer", "bob"))]);
  },
  endStates: [confirmed, "FAILED NONE []", "A 0+1"],
});

export const replayed = scenario({
  name: "an order is sent again with the same key",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    await shop.place(two);
    return () => shop.place(two);
  },
  endStates: [confirmed, "A 8+2"],
});

export const reusedKey = scenario({
  name: "a different order with a used key",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    await shop.place(two);
    return () => shop.place({ ...two, items: [{ sku: "A", quantity: 3 }] });
  },
  endStates: [confirmed, "A 8+2"],
});

export const racingDuplicate = scenario({
  name: "the same order is sent twice at the same time",
  isMain: true,
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return () => Promise.all([shop.place(two), shop.place(two)]);
  },
  endStates: [confirmed, "A 8+2"],
});

export const racingDuplicates = scenario({
  name: "the same order is sent three times at the same time",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    return () => Promise.all([shop.place(two), shop.place(two), shop.place(two)]);
  },
  endStates: [confirmed, "A 8+2"],
});

export const pricedByCustomer = scenario({
  name: "a customer names the price of their order",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const more = { discounts: [{ name: "for me", amount: { amount: 100, currency: "EUR" } }] };
    return () => shop.place({ items: [{ sku: "A", quantity: 2 }], key: "k", more });
  },
  endStates: ["A 10+0"],
});
