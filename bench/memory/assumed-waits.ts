import { callMilliseconds } from "../cost/assumptions.ts";

/** For the issuer's keys, at the first request. */
const KEYS_MS = 50;

const waitOf: ReadonlyMap<string, number> = new Map(Object.entries(callMilliseconds));

/** Milliseconds for these calls, one after the other, as the probe names them. */
export function waitFor(calls: readonly string[]): number {
  return calls.reduce((sum, call) => sum + waitForOne(call), 0);
}

function waitForOne(call: string): number {
  if (call.startsWith("GET ")) return KEYS_MS;
  const operation = call.slice(call.lastIndexOf(".") + 1);
  const wait = waitOf.get(operation);
  if (wait === undefined) throw new Error(`There is no assumption about how long ${call} takes.`);
  return wait;
}
