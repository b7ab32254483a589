/** A product's units and every order's status, as a shop that does one thing at a time would have them. */
export interface ShopState {
  readonly stock: Readonly<Record<string, { readonly available: number; readonly reserved: number }>>;
  readonly orders: Readonly<Record<string, string>>;
}

/**
 * One thing that happened, or that somebody saw: at one moment between `from` and `to`.
 * An effect changes the state and may not be possible; what was seen has to be so at that moment.
 */
export interface Moment {
  readonly what: string;
  readonly from: number;
  readonly to: number;
  /** Moments that come before it in any case. */
  readonly after: readonly Moment[];
  /** The state after it; undefined where it cannot be now. */
  readonly apply: (state: ShopState) => ShopState | undefined;
  /** Whether it only looks. */
  readonly looks: boolean;
}

/** Looked for this long; histories are small enough for all of it. */
const MAX_TRIES = 200_000;

/**
 * Puts moments into an order that explains them all: each possible when it comes, none before what ended before it
 * began (Herlihy and Wing, "Linearizability", 1990). Gives what could not be explained; undefined where all is.
 */
export function unexplained(moments: readonly Moment[], start: ShopState): string | undefined {
  const before = moments.map((one) =>
    moments.flatMap((other, index) =>
      other !== one && (other.to < one.from || one.after.includes(other)) ? [index] : [],
    ),
  );
  const seen = new Set<string>();
  let tries = 0;
  let farthest: readonly boolean[] = [];

  const search = (state: ShopState, done: boolean[]): boolean => {
    lookAround(state, done);
    if (count(done) >= count(farthest)) farthest = [...done];
    if (done.every(Boolean)) return true;
    const key = done.map(Number).join("");
    if (seen.has(key) || ++tries > MAX_TRIES) return false;
    seen.add(key);
    return moments.some((one, index) => {
      if (done[index] || one.looks || !isFree(index, done)) return false;
      const next = one.apply(state);
      return next !== undefined && search(next, done.with(index, true));
    });
  };
  // What only looks changes nothing, so that as early as possible is never wrong.
  const lookAround = (state: ShopState, done: boolean[]): void => {
    for (let found = true; found; ) {
      found = false;
      for (const [index, one] of moments.entries()) {
        if (done[index] || !one.looks || !isFree(index, done) || !one.apply(state)) continue;
        done[index] = true;
        found = true;
      }
    }
  };
  const isFree = (index: number, done: readonly boolean[]) => before[index]?.every((one) => done[one]) ?? true;

  if (
    search(
      start,
      moments.map(() => false),
    )
  )
    return undefined;
  return moments
    .filter((_, index) => !farthest[index])
    .map(({ what }) => what)
    .join("; ");
}

function count(done: readonly boolean[]): number {
  return done.filter(Boolean).length;
}
