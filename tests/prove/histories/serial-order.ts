/** A product's units and every order's status, as a shop that does one thing at a time would have them. */
export interface ShopState {
  readonly stock: Readonly<Record<string, { readonly available: number; readonly reserved: number }>>;
  readonly orders: Readonly<Record<string, string>>;
}

/**
 * One thing that happened, or that somebody saw: at one moment between `from` and `to`.
 * An effect changes the state and may not be possible; what was seen has to be so at that moment.
 */
export interface HistoryEvent {
  readonly description: string;
  readonly from: number;
  readonly to: number;
  /** Moments that come before it in any case. */
  readonly after: readonly HistoryEvent[];
  /** The state after it; undefined where it cannot be now. */
  readonly apply: (state: ShopState) => ShopState | undefined;
  /** Whether it only looks. */
  readonly isReadOnly: boolean;
}

/** Looked for this long; histories are small enough for all of it. */
const MAX_TRIES = 200_000;

/**
 * Puts events into an order that explains them all: each possible when it comes, none before what ended before it
 * began (Herlihy and Wing, "Linearizability", 1990). Gives what could not be explained; undefined where all is.
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
  // What only looks changes nothing, so that as early as possible is never wrong.
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
