/** A call of a function to a service, at which a fault can be injected. */
export interface Call {
  readonly service: "table" | "bus" | "parking" | "provider";
  /** The name of the SDK command or of the provider's method. */
  readonly operation: string;
  /** The names of its writes. */
  readonly writes: readonly string[];
  readonly index: string | undefined;
  /** The calling function. */
  readonly by: string;
  /** Of a call over HTTP. */
  readonly method?: "GET" | "POST";
}

/** Example: `orders: TransactWriteItems (createOrder, holdStock)`. */
export function describeCall({ by, operation, writes, index }: Call): string {
  const what = index ?? writes.join(", ");
  return `${by}: ${operation}${what === "" ? "" : ` (${what})`}`;
}

/** The kinds of faults. */
export const FAULTS = {
  "crash before": "the function is killed before the call takes effect",
  "crash after": "the function is killed after the call takes effect, before the response",
  "crash, lands later": "the function is killed, and the call takes effect a few seconds later",
  throttled: "the service rejects the call as throttled",
  conflict: "another transaction holds one of the items",
  "timeout before": "no response within four seconds; the call has no effect",
  "timeout after": "no response within four seconds; the call takes effect",
  "resent as new": "the response is lost, and the retry is not recognised by its token",
  "lands again": "the call takes effect, and again a few seconds later",
  "lands late": "the call fails at once, and takes effect a few seconds later",
  "half unprocessed": "the response to a batch is incomplete",
  "stale index": "the index returns its state before the last changes",
  "empty index": "the index does not contain the newest entries yet",
  "entry refused": "the event bus rejects one entry",
  "server error": "the service responds with a server error",
  stalled: "the function stalls for eight seconds before the call",
  "saved error before": "Stripe answers 500 without the effect, and the same to every retry under the key",
  "saved error after": "the call takes effect, Stripe answers 500, and the same to every retry under the key",
  "in progress": "Stripe answers that a request under the key is at work, which takes effect a few seconds later",
} as const;

export type FaultKind = keyof typeof FAULTS;

/** A fault that belongs to a scenario. */
export interface OwnFault {
  readonly kind: FaultKind;
  /** When a call takes effect that lands late; a few seconds later where it is absent. */
  readonly lateMs?: number;
}

const EVERYWHERE = ["crash before", "crash after", "timeout before", "timeout after"] as const;

const AT_PROVIDER = [...EVERYWHERE, "server error", "lands late", "crash, lands later", "stalled"] as const;

/** The faults that can be injected at this call. */
export function faultsOf({ service, operation, writes, index, method }: Call): readonly FaultKind[] {
  if (method === "GET") return ["crash before", "throttled", "timeout before", "server error", "stalled"];
  if (method === "POST") return [...AT_PROVIDER, "throttled", "saved error before", "saved error after", "in progress"];
  if (service === "provider") return AT_PROVIDER;
  if (service === "bus") return [...EVERYWHERE, "throttled", "entry refused"];
  if (service === "parking") return [...EVERYWHERE, "throttled"];
  if (index !== undefined) return ["crash before", "throttled", "timeout before", "stale index", "empty index"];
  if (operation.startsWith("BatchGet"))
    return ["crash before", "throttled", "timeout before", "half unprocessed", "stalled"];
  if (writes.length === 0) return ["crash before", "throttled", "timeout before", "stalled"];
  return [...EVERYWHERE, "throttled", "conflict", "resent as new", "lands again", "crash, lands later", "stalled"];
}
