import { idIn, type OrderInput, type Shop } from "../world/shop.ts";

/** By staff for alice: two units of 20.00 EUR; without a payment the order keeps its stock for an hour. */
export async function placeHeld(shop: Shop, method: string, more: object = {}): Promise<string> {
  await shop.createProduct("A", 10, 2_000);
  const held = { customerId: "alice", paymentHoldSeconds: 3_600, ...more };
  const input: OrderInput = { items: [{ sku: "A", quantity: 2 }], key: "k", method, more: held };
  const orderId = idIn((await shop.place(input, shop.staff)).response);
  if (orderId === undefined) throw new Error("The scenario's first order was not placed.");
  await shop.waitForDeliveries();
  return orderId;
}

/** As `placeHeld`, and all of it is captured before anything ships. */
export async function placeCaptured(shop: Shop, method = "pm_sandbox_ok"): Promise<string> {
  const orderId = await placeHeld(shop, method);
  await shop.capture(orderId, "all");
  return orderId;
}
