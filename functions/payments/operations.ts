import { requireOrder } from "../orders/change-order.ts";
import { OrderId } from "../orders/order.ts";
import { answer, operation } from "../platform/http/operation.ts";
import { PaymentView, paymentView } from "./payment-api.ts";

export const getPayment = operation({
  summary: "Read an order's payment",
  route: "GET /payments/{orderId}",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  answers: { 200: PaymentView },
  handle: async ({ path: { orderId }, caller }) => {
    const order = await requireOrder(orderId, caller);
    return answer(200, paymentView(order.id, order.payment, caller), { version: order.version });
  },
});
