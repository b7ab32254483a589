import { StateMachine } from "../../../functions/platform/values/state-machine.ts";

/** UNKNOWN: no answer before the time limit; a late authorization may exist until VOID has looked for it. */
export const paymentStates = new StateMachine<string>("payment", {
  PENDING: ["AUTHORIZED", "DECLINED", "UNKNOWN"],
  UNKNOWN: ["VOIDED", "NONE"],
  AUTHORIZED: ["CAPTURED", "VOIDED", "EXPIRED"],
  CAPTURED: ["PARTIALLY_REFUNDED", "REFUNDED"],
  PARTIALLY_REFUNDED: ["REFUNDED"],
  DECLINED: [],
  VOIDED: [],
  NONE: [],
  EXPIRED: [],
  REFUNDED: [],
});
