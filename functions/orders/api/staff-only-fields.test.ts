import { expect, test } from "vitest";
import { alice, sam } from "../../../tests/builders/callers.ts";
import { anOrderRequest } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { NewAuthorization } from "../../payments/payment-input.ts";
import { OrderId } from "../rules/order.ts";
import { NewOrder } from "./order-api.ts";
import { requireCustomersFields } from "./staff-only-fields.ts";

const { shippingAddress } = anOrderRequest();
const plain = { items: [{ sku: "MUG", quantity: 1 }], shippingAddress, paymentMethod: "pm_sandbox_ok" };

test.each<[string, object]>([
  ["items.0.unitPrice", { items: [{ sku: "MUG", quantity: 1, unitPrice: { amount: 1, currency: "EUR" } }] }],
  ["items.0.taxRate", { items: [{ sku: "MUG", quantity: 1, taxRate: 0 }] }],
  ["charges", { charges: [] }],
  ["discounts", { discounts: [] }],
  ["captureAt", { captureAt: "placement" }],
  ["paymentHoldSeconds", { paymentHoldSeconds: 0 }],
  ["customerMayCancelUntil", { customerMayCancelUntil: "PENDING" }],
  ["returnWithinDays", { returnWithinDays: 100 }],
  ["exchangeFor", { exchangeFor: { orderId: OrderId.parse("ord_p1g2ky6srvh47rjeyt4av8nsevjm13dc"), returnNumber: 1 } }],
  ["paymentCustomer", { paymentCustomer: "cus_1" }],
  ["offSession", { offSession: false }],
])("%s is the shop's to send: a customer gets 403 with its path", (path, more) => {
  const order = NewOrder.parse({ ...plain, ...more });
  const refused = problemThrownBy(() => requireCustomersFields(order, alice));
  expect([refused.problem.status, refused.code]).toEqual([403, "staff_only"]);
  expect(refused.errors).toEqual([{ path, message: "is for staff and services only" }]);
  expect(() => requireCustomersFields(order, sam)).not.toThrow();
});

test("a customer who pays an order again with a saved method, off-session: 403 with both paths", () => {
  const body = NewAuthorization.parse({ paymentMethod: "pm_1", paymentCustomer: "cus_1", offSession: true });
  const refused = problemThrownBy(() => requireCustomersFields(body, alice));
  expect([refused.problem.status, refused.code]).toEqual([403, "staff_only"]);
  expect(refused.errors?.map(({ path }) => path)).toEqual(["paymentCustomer", "offSession"]);
  expect(() => requireCustomersFields(body, sam)).not.toThrow();
  expect(() => requireCustomersFields(NewAuthorization.parse({ paymentMethod: "pm_1" }), alice)).not.toThrow();
});

test("what a customer may send: contact, billing address, reference, metadata, expected total, onShortage", () => {
  const more = {
    email: "a@example.com",
    billingAddress: shippingAddress,
    reference: "PO-1",
    metadata: { a: "b" },
    expectedTotal: { amount: 1, currency: "EUR" },
    onShortage: "cancelLine",
  };
  expect(() => requireCustomersFields(NewOrder.parse({ ...plain, ...more }), alice)).not.toThrow();
});
