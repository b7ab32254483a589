import type { PaymentProvider } from "../payment-provider.ts";

/**
 * Money that comes another way, such as a bank transfer or cash, and that staff record. An order that is paid like this
 * has no attempt, so nothing is ever asked of this provider.
 */
export const manualProvider: PaymentProvider = {
  name: "manual",
  settlesWithin: 0,
  closeLeavesMark: true,
  rejectMethod: (method) => (method === "manual" ? undefined : 'Send "manual": staff record the money when it came.'),
  authorize: () => movesNoMoney("authorize"),
  capture: () => movesNoMoney("capture"),
  close: () => movesNoMoney("close"),
  refund: () => movesNoMoney("refund"),
  retrieve: async () => undefined,
};

async function movesNoMoney(method: string): Promise<never> {
  throw new Error(`Manual payments have no attempt at a provider; ${method} must not be called.`);
}
