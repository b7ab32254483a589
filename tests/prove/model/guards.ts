/**
 * What keeps the protocol right: each by the name of the function in `functions/` that does it, with what it is for.
 * Explored without one of them, the model has to show a violation. The last five are not ours: they are what a payment
 * provider's adapter has to promise.
 */
export const GUARDS = {
  "createOrder: only where there is none": "two requests with one key make one order",
  "createOrder: with its stock, in one transaction": "an order that exists holds its stock, whatever dies when",
  "holdStock: only what is available": "nothing is oversold",

  "confirm: only on the version read": "an order that was cancelled meanwhile stays cancelled",
  "confirm: claims the shipment": "an OrderPlaced that never arrives is made up for by the sweeper",
  "decline: only on the version read": "the stock goes back once",
  "decline: gives the stock back in the same transaction": "a failed order holds nothing",
  "giveUp: only on the version read": "an answer that somebody else recorded stays",
  "giveUp: gives the stock back in the same transaction": "a failed order holds nothing",
  "giveUp: claims a void": "an authorization that nobody saw is let go of",
  "postpone: only on the version read": "a step that somebody else took stays taken",
  "replaceOrder: what is pending is due": "the sweeper carries on what a crash left",

  "authorize: one key for every try": "a slow call and its repetition are one authorization",
  "authorize: none is asked for after authorizeBy": "the wait for late authorizations comes to an end",
  "authorize: the clock is looked at right before the call": "a process that was held up does not ask too late",
  "authorize: no answer is not a decline": "what may be held is looked for",

  "cancel: only what the states allow": "what has shipped or failed is not taken back",
  "cancel: only on the version read": "a cancel and a dispatch have one winner",
  "cancel: not while a capture is in flight": "money is not taken for what is taken back",
  "cancel: gives the stock back in the same transaction": "a cancelled order holds nothing",
  "cancel: cancels the shipment": "what was taken back is not sent",
  "cancel: claims a void": "the money of a cancelled order is let go of",
  "cancel: claims a void only where money may be held": "an expired payment does not become a voided one",
  "cancel: an authorization without an answer is UNKNOWN": "the void then waits for a late one",

  "voidPayment: waits as long as a call may take": "a late authorization is found",
  "voidPayment: waits for the clocks to agree": "a late authorization by a clock that is behind is found",
  "voidPayment: asks after the wait": "an answer that is older than the wait proves nothing",
  "voidPayment: no answer is not a void": "a void whose call was lost is repeated",
  "voidPayment: an authorization that ran out is let go of": "a void that has nothing left to void comes to an end",

  "resumeOrder: ships only what is pending": "a repeated or late OrderPlaced makes no second shipment",
  "addShipment: only on the version read": "two processes make one shipment, and none for a cancelled order",
  "pack: only on the version read": "a shipment that was cancelled meanwhile is not packed",

  "claimCapture: only a packed shipment": "what has not been packed does not leave",
  "claimCapture: only with nothing pending": "two dispatches capture once",
  "claimCapture: only an authorized payment": "a payment that ran out is not captured again and again",
  "claimCapture: only on the version read": "a cancel and a dispatch have one winner",
  "capture: one key for every try": "a slow call and its repetition are one capture",
  "capture: no answer is not a refusal": "money that was taken is not forgotten",
  "recordCapture: only on the version read": "the stock leaves once",
  "recordCapture: takes the stock out in the same transaction": "what was sent is no longer reserved",
  "recordRefusedCapture: only on the version read": "a step that somebody else took stays taken",

  "provider: one key is one authorization": "a repeated call is the same call",
  "provider: one key is one capture": "a repeated call is the same call",
  "provider: a call takes effect in time or never": "the wait for late authorizations is long enough",
  "provider: find shows what has taken effect": "what is not found is not there",
  "provider: refuses a capture only where nothing is held": "a refused capture leaves nothing to void",
} as const;

export type Guard = keyof typeof GUARDS;

/** Which guards are in force. */
export type Guards = ReadonlySet<Guard>;

export function isGuard(name: string): name is Guard {
  return Object.hasOwn(GUARDS, name);
}

export const ALL_GUARDS: Guards = new Set(Object.keys(GUARDS).filter(isGuard));

/** All guards but one. */
export function without(guard: Guard): Guards {
  return new Set([...ALL_GUARDS].filter((one) => one !== guard));
}
