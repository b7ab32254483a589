/**
 * The guards of the protocol, each named after its function in `functions/`, with its purpose. Without any one of them the
 * model has a violation. The last five are promises of a payment provider's adapter.
 */
export const GUARDS = {
  "createOrder: only where there is none": "two requests with one key create one order",
  "createOrder: with its stock, in one transaction": "a stored order holds its stock, even after a crash",
  "holdStock: only what is available": "nothing is oversold",

  "confirm: only on the version read": "an order that was cancelled in between stays cancelled",
  "confirm: claims the shipment": "the sweeper ships an order whose OrderPlaced never arrives",
  "decline: only on the version read": "the stock is released once",
  "decline: gives the stock back in the same transaction": "a failed order holds no stock",
  "giveUp: only on the version read": "an answer that another process recorded is kept",
  "giveUp: gives the stock back in the same transaction": "a failed order holds no stock",
  "giveUp: claims a void": "an authorization without an answer is voided",
  "postpone: only on the version read": "a step of another process is kept",
  "replaceOrder: what is pending is due": "the sweeper resumes what a crash interrupted",

  "authorize: one key for every try": "a slow call and its retry are one authorization",
  "authorize: none is asked for after authorizeBy": "the wait for late authorizations ends",
  "authorize: the clock is read right before the call": "a delayed process does not ask after authorizeBy",
  "authorize: no answer is not a decline": "an authorization that may exist is searched for",

  "cancel: only what the states allow": "an order that has shipped or failed is not cancelled",
  "cancel: only on the version read": "either the cancel or the dispatch succeeds",
  "cancel: not while a capture is in flight": "no money is captured for a cancelled order",
  "cancel: gives the stock back in the same transaction": "a cancelled order holds no stock",
  "cancel: cancels the shipment": "a cancelled order is not shipped",
  "cancel: claims a void": "the authorization of a cancelled order is voided",
  "cancel: claims a void only where money may be held": "an expired payment does not become a voided one",
  "cancel: an authorization without an answer is UNKNOWN": "the void then waits for a late authorization",

  "voidPayment: waits as long as a call may take": "a late authorization is found",
  "voidPayment: waits for the clocks to agree": "a late authorization is found although clocks differ",
  "voidPayment: asks after the wait": "an answer from before the wait proves nothing",
  "voidPayment: no answer is not a void": "a void whose call was lost is retried",
  "voidPayment: an expired authorization ends the void": "a void of an expired authorization ends",

  "resumeOrder: ships only what is pending": "a repeated or late OrderPlaced creates no second shipment",
  "addShipment: only on the version read": "two processes create one shipment, and none for a cancelled order",
  "pack: only on the version read": "a shipment that was cancelled in between is not packed",

  "claimCapture: only a packed shipment": "a shipment that is not packed is not dispatched",
  "claimCapture: only with nothing pending": "two dispatches capture once",
  "claimCapture: only an authorized payment": "an expired payment is not captured again and again",
  "claimCapture: only on the version read": "either the cancel or the dispatch succeeds",
  "capture: one key for every try": "a slow call and its retry are one capture",
  "capture: no answer is not a refusal": "captured money is recorded",
  "recordCapture: only on the version read": "the stock is shipped once",
  "recordCapture: takes the stock out in the same transaction": "shipped units are no longer reserved",
  "recordRefusedCapture: only on the version read": "a step of another process is kept",

  "provider: one key is one authorization": "a retried call is the same call",
  "provider: one key is one capture": "a retried call is the same call",
  "provider: a call takes effect within its limit or never": "the wait for late authorizations is long enough",
  "provider: find shows what has taken effect": "what is not found does not exist",
  "provider: refuses a capture only where nothing is held": "a refused capture leaves nothing to void",
} as const;

export type Guard = keyof typeof GUARDS;

/** The guards that are active. */
export type Guards = ReadonlySet<Guard>;

export function isGuard(name: string): name is Guard {
  return Object.hasOwn(GUARDS, name);
}

export const ALL_GUARDS: Guards = new Set(Object.keys(GUARDS).filter(isGuard));

/** All guards but one. */
export function without(guard: Guard): Guards {
  return new Set([...ALL_GUARDS].filter((one) => one !== guard));
}
