/** Milliseconds that a function waits for one call to AWS. They cannot be measured on one machine. */
const waits: Readonly<Record<string, number>> = {
  GetItem: 4,
  BatchGetItem: 6,
  Query: 5,
  PutItem: 6,
  UpdateItem: 6,
  TransactWriteItems: 14,
  PutEvents: 15,
};

/** For the issuer's keys, at the first request. */
const KEYS_MS = 50;

/** Milliseconds for these calls, one after the other, as the probe names them. */
export function waitFor(calls: readonly string[]): number {
  return calls.reduce((sum, call) => sum + waitForOne(call), 0);
}

function waitForOne(call: string): number {
  if (call.startsWith("GET ")) return KEYS_MS;
  const operation = call.slice(call.lastIndexOf(".") + 1);
  const wait = waits[operation];
  if (wait === undefined) throw new Error(`There is no assumption about how long ${call} takes.`);
  return wait;
}
