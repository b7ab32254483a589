import pc from "picocolors";
import type { Issuer } from "./issuer.ts";

/** The screen that closes a start: where everything is, and what to paste first. */
export async function welcome(apiUrl: string, issuer: Issuer): Promise<string> {
  const customer = await issuer.token("customer", "alice");
  const staff = await issuer.token("staff", "sam");
  const order = JSON.stringify({
    items: [
      { sku: "MUG-STEEL-350", quantity: 2 },
      { sku: "COFFEE-500", quantity: 1 },
    ],
    shippingAddress: {
      name: "Alice Example",
      line1: "Hauptstraße 1",
      city: "Berlin",
      postalCode: "10827",
      country: "DE",
    },
    paymentMethod: "pm_sandbox_ok",
  });
  return [
    "",
    `${pc.bold("API")}            ${apiUrl}`,
    `${pc.bold("Documentation")}  ${apiUrl}/docs`,
    "",
    pc.bold("A customer's token (alice, 12 hours)"),
    customer,
    "",
    pc.bold("A staff member's token (sam, 12 hours)"),
    staff,
    "",
    pc.bold("Place an order"),
    `curl -sS ${apiUrl}/orders -H 'authorization: Bearer ${customer}' -H 'content-type: application/json' -H "idempotency-key: order-$(date +%s)" -d '${order}'`,
    "",
    pc.bold("See it, and a moment later its shipment"),
    `curl -sS '${apiUrl}/customers/alice/orders?limit=1' -H 'authorization: Bearer ${customer}'`,
    "",
    `${pc.dim("More tokens: npm run token -- --role customer --sub bob. Stop with Ctrl-C.")}`,
    "",
  ].join("\n");
}
