import type { MeasuredShop } from "./measured-shop.ts";
import type { CountedStep } from "./meter.ts";

/** A full page of a ledger, and more. */
const ROWS = 21;
const SKUS = ["AT-TWO-1", "AT-TWO-2", "AT-TWO-3"] as const;
const [SKU] = SKUS;
const path = { sku: SKU };
const berlin = { locationId: "berlin" };

/**
 * Calls each operation on locations and the ledger once, and counts what it uses. From then on the shop has two locations:
 * what is measured later is what such a shop pays.
 */
export async function measureStock(shop: MeasuredShop): Promise<Readonly<Record<string, readonly CountedStep[]>>> {
  const { staff } = shop;
  const book = (
    operation: "adjustStock" | "countStock" | "transferStock",
    key: string,
    body: object,
    sku: string = SKU,
  ) => shop.request(staff, { operation, path: { sku }, key, body });
  const createLocation = await shop.request(staff, {
    operation: "createLocation",
    body: { id: berlin.locationId, name: "Berlin" },
  });
  for (const sku of SKUS) {
    const product = { sku, name: `Product ${sku}`, price: { amount: 1_290, currency: "EUR" }, taxRate: 1_900 };
    await shop.request(staff, { operation: "createProduct", body: { ...product, stock: 3 } });
    await book("adjustStock", "in berlin", { quantity: 3, reason: "received", location: berlin.locationId }, sku);
  }
  const ofEach = (quantity: number) => SKUS.map((sku) => ({ sku, quantity }));
  // The function has met stock at two locations from now on, and reads the locations with it.
  await shop.place(ofEach(1));
  const more = { email: "alice@example.com" };
  const { steps: split } = await shop.placing({ items: ofEach(4), more });
  for (let row = 0; row < ROWS; row++) await book("countStock", `count ${row}`, { counted: 3 });
  return {
    "placeOrder, three lines, each at two locations": split,
    "transferStock, to another location": await book("transferStock", "transfer", {
      quantity: 1,
      from: berlin.locationId,
      to: "main",
    }),
    countStock: await book("countStock", "count", { counted: 4 }),
    "listMovements, a page of 20": await shop.request(staff, { operation: "listMovements", path }),
    createLocation,
    listLocations: await shop.request(staff, { operation: "listLocations" }),
    getLocation: await shop.request(staff, { operation: "getLocation", path: berlin }),
    changeLocation: await shop.request(staff, {
      operation: "changeLocation",
      path: berlin,
      body: { name: "Berlin Mitte" },
    }),
  };
}
