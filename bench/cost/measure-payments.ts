import { actionIn, eur, type OrderInput } from "../../tests/prove/world/shop.ts";
import type { MeasuredShop } from "./measured-shop.ts";
import type { CountedStep } from "./meter.ts";

/** Calls each operation on an order's money once, and counts what it uses. */
export async function measurePayments(
  shop: MeasuredShop,
  items: OrderInput["items"],
): Promise<Record<string, readonly CountedStep[]>> {
  const { staff, customer } = shop;
  const held = { customerId: customer.subject, paymentHoldSeconds: 3_600 };
  const placeHeld = async (method: string) => (await shop.placing({ items, method, more: held }, staff)).id;
  const pathOf = (orderId: string) => ({ orderId });

  const declined = pathOf(await placeHeld("pm_sandbox_declined"));
  const authorized = pathOf(await placeHeld("pm_sandbox_ok"));
  const byTransfer = pathOf(await placeHeld("manual"));
  const acting = await shop.acting({ items, method: "pm_sandbox_action" });
  return {
    "authorizePayment, after a decline": await shop.request(customer, {
      operation: "authorizePayment",
      path: declined,
      key: "again",
      body: { paymentMethod: "pm_sandbox_ok" },
    }),
    voidPayment: await shop.request(staff, { operation: "voidPayment", path: declined, key: "void" }),
    refreshPayment: await shop.request(staff, { operation: "refreshPayment", path: authorized }),
    capturePayment: await shop.request(staff, { operation: "capturePayment", path: authorized, key: "all", body: {} }),
    refundPayment: await shop.request(staff, {
      operation: "refundPayment",
      path: authorized,
      key: "part",
      body: { amount: eur(500), reason: "One cup arrived broken" },
    }),
    recordManualPayment: await shop.request(staff, {
      operation: "recordManualPayment",
      path: byTransfer,
      key: "transfer",
      body: { amount: eur(500), reference: "transfer 4711" },
    }),
    completeSandboxAction: await shop.request(customer, {
      operation: "completeSandboxAction",
      path: { actionId: actionIn(acting) },
      body: { result: "completed" },
    }),
  };
}
