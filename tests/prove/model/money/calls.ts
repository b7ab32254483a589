/** A call that was sent to the bank: it takes effect late, twice or never, even if its caller has died. */
export type Call = { readonly key: string } & (
  | {
      readonly kind: "CREATE";
      readonly attempt: number;
      /** On a scenario's clocks; see ticks.ts. */
      readonly startedAt: number;
    }
  | { readonly kind: "CONFIRM"; readonly intent: number }
  | { readonly kind: "CANCEL"; readonly intent: number }
  | { readonly kind: "CAPTURE"; readonly instruction: number; readonly intent: number; readonly amount: number }
  | { readonly kind: "REFUND"; readonly instruction: number; readonly amount: number }
);

export function createCall(attempt: number, startedAt: number): Call {
  return { kind: "CREATE", attempt, startedAt, key: `create ${attempt}` };
}

export function confirmCall(intent: number, tries: number): Call {
  return { kind: "CONFIRM", intent, key: `confirm ${intent}, try ${tries}` };
}

export function cancelCall(intent: number): Call {
  return { kind: "CANCEL", intent, key: `cancel ${intent}` };
}

export function captureCall(instruction: number, intent: number, amount: number): Call {
  return { kind: "CAPTURE", instruction, intent, amount, key: `capture ${instruction} of ${amount} from ${intent}` };
}

export function refundCall(instruction: number, amount: number): Call {
  return { kind: "REFUND", instruction, amount, key: `refund ${instruction} of ${amount}` };
}

/** Adds a call that is not under way yet. */
export function send(calls: readonly Call[], call: Call): readonly Call[] {
  const text = callText(call);
  if (calls.some((one) => callText(one) === text)) return calls;
  return [...calls, call].sort((a, b) => (callText(a) < callText(b) ? -1 : 1));
}

/** Different for different calls, also of one key. */
export function callText(call: Call): string {
  return call.kind === "CREATE" ? `${call.key} at ${call.startedAt}` : call.key;
}
