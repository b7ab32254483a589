/** What a function may ask of somebody else: a call that can go wrong. */
export interface Call {
  readonly service: "table" | "bus" | "parking" | "provider";
  /** As the SDK names the command, or the provider the method. */
  readonly operation: string;
  /** The names of the writes that it carries out. */
  readonly writes: readonly string[];
  /** The index that it reads. */
  readonly index: string | undefined;
  /** The function that makes it. */
  readonly by: string;
}

/** A call in words: `orders: TransactWriteItems (createOrder, holdStock)`. */
export function describeCall({ by, operation, writes, index }: Call): string {
  const what = index ?? writes.join(", ");
  return `${by}: ${operation}${what === "" ? "" : ` (${what})`}`;
}

/** What can go wrong with a call. */
export const FAULTS = {
  "crash before": "the function dies before the call has any effect",
  "crash after": "the function dies after the call's effect, before it knows",
  "crash, lands later": "the function dies, and the call takes effect a few seconds later",
  throttled: "the service is too busy for the call",
  conflict: "another transaction holds one of the items",
  "timeout before": "no answer within four seconds, and no effect",
  "timeout after": "no answer within four seconds, but the effect",
  "resent as new": "the effect but no answer, and the repetition is not recognised by its token",
  "lands again": "the call takes effect, and once more a few seconds later",
  "lands late": "an error at once, and the effect a few seconds later",
  "half unprocessed": "a batch is answered in part",
  "stale index": "the index answers as it was before the last changes",
  "empty index": "the index does not know the newest entries yet",
  "entry refused": "the bus takes all entries but one",
  "server error": "the service answers with an error of its own",
  stalled: "the function is held up for eight seconds right before the call",
} as const;

export type FaultKind = keyof typeof FAULTS;

const EVERYWHERE = ["crash before", "crash after", "timeout before", "timeout after"] as const;

/** The faults that this call can suffer. */
export function faultsOf({ service, operation, writes, index }: Call): readonly FaultKind[] {
  if (service === "provider") return [...EVERYWHERE, "server error", "lands late", "crash, lands later", "stalled"];
  if (service === "bus") return [...EVERYWHERE, "throttled", "entry refused"];
  if (service === "parking") return [...EVERYWHERE, "throttled"];
  if (index !== undefined) return ["crash before", "throttled", "timeout before", "stale index", "empty index"];
  if (operation.startsWith("BatchGet"))
    return ["crash before", "throttled", "timeout before", "half unprocessed", "stalled"];
  if (writes.length === 0) return ["crash before", "throttled", "timeout before", "stalled"];
  return [...EVERYWHERE, "throttled", "conflict", "resent as new", "lands again", "crash, lands later", "stalled"];
}
