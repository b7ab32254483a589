import * as z from "zod/mini";
import { RETURN_REFUNDS, type ReturnRefund } from "../orders/rules/return.ts";
import { settingOr } from "../platform/runtime/settings.ts";

const Refund = z.enum(RETURN_REFUNDS);

/** Whether what is received is refunded by itself, unless the shop says otherwise of a return. */
export function refundByDefault(): ReturnRefund {
  return z.parse(Refund, settingOr("RETURN_REFUND", "auto"));
}
