/** The state of a shop that processes one request at a time. */
export interface ShopState {
  readonly stock: Readonly<
    Record<string, { readonly available: number; readonly reserved: number; readonly waiting: number }>
  >;
  /** Of orders and reservations, by their ids. */
  readonly statuses: Readonly<Record<string, string>>;
}

/**
 * A change or an observation that took place at one moment between `from` and `to`.
 * A change may be impossible in a state; an observation must be true in the state at that moment.
 */
export interface HistoryEvent {
  readonly description: string;
  readonly from: number;
  readonly to: number;
  /** Events that must come before it. */
  readonly after: readonly HistoryEvent[];
  /** The state after it; undefined if it is impossible in this state. */
  readonly apply: (state: ShopState) => ShopState | undefined;
  readonly isReadOnly: boolean;
}

/** Histories are small enough for a complete search within this limit. */
const MAX_TRIES = 200_000;

/**
 * Searches for a serial order in which every event is possible and no event comes before one that ended before it
 * began (Herlihy and Wing, "Linearizability", 1990). @returns the unexplained events; undefined if there are none.
 */
export function unexplainedEvents(events: readonly HistoryEvent[], start: ShopState): string | undefined {
  const before = events.map((one) =>
    events.flatMap((other, index) =>
      other !== one && (other.to < one.from || one.after.includes(other)) ? [index] : [],
    ),
  );
  const seen = new Set<string>();
  let tries = 0;
  let longest: readonly boolean[] = [];

  const search = (state: ShopState, done: boolean[]): boolean => {
    observe(state, done);
    if (count(done) >= count(longest)) longest = [...done];
    if (done.every(Boolean)) return true;
    const key = done.map(Number).join("");
    if (seen.has(key) || ++tries > MAX_TRIES) return false;
    seen.add(key);
    return events.some((one, index) => {
      if (done[index] || one.isReadOnly || !isFree(index, done)) return false;
      const next = one.apply(state);
      return next !== undefined && search(next, done.with(index, true));
    });
  };
  // Observations change nothing, so it is always right to place them as early as possible.
  const observe = (state: ShopState, done: boolean[]): void => {
    for (let found = true; found; ) {
      found = false;
      for (const [index, one] of events.entries()) {
        if (done[index] || !one.isReadOnly || !isFree(index, done) || !one.apply(state)) continue;
        done[index] = true;
        found = true;
      }
    }
  };
  const isFree = (index: number, done: readonly boolean[]) => before[index]?.every((one) => done[one]) ?? true;

  if (
    search(
      start,
      events.map(() => false),
    )
  )
    return undefined;
  return events
    .filter((_, index) => !longest[index])
    .map(({ description }) => description)
    .join("; ");
}

function count(done: readonly boolean[]): number {
  return done.filter(Boolean).length;
}
