import { orderRules } from "../../../functions/audit/rules/order-rules.ts";
import { forEachOrder } from "./rules.ts";

export const orderInvariants = orderRules.map(forEachOrder);
