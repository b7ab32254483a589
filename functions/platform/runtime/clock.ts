/**
 * What a function takes from the machine that it runs on. The proof puts its own in this one's place: time that it
 * moves on, chance that it can repeat.
 */
export const clock = {
  /** Milliseconds since the epoch. */
  now: (): number => Date.now(),
  /** At least 0, less than 1. */
  random: (): number => Math.random(),
  /** Waits. A signal says that nobody waits any more. */
  sleep: (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener("abort", () => clearTimeout(timer), { once: true });
    }),
};
