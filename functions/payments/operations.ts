import { PaymentView, paymentView } from "../orders/api/payment-api.ts";
import { requireOrder } from "../orders/change-order.ts";
import { OrderId } from "../orders/rules/order.ts";
import { answer, operation } from "../platform/http/operation.ts";

export const getPayment = operation({
  summary: "Read an order's payment",
  description:
    "What was authorized, captured and refunded. Staff and services also see the provider and its last errors.",
  route: "GET /payments/{orderId}",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  sendsEtag: true,
  answers: { 200: PaymentView },
  handle: async ({ path: { orderId }, caller }) => {
    const order = await requireOrder(orderId, caller);
    return answer(200, paymentView(order, caller), { version: order.version });
  },
});
