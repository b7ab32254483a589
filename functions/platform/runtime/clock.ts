/**
 * Time and randomness. The proof replaces them by a simulated clock and repeatable random numbers.
 */
export const clock = {
  /** Milliseconds since the epoch. */
  now: (): number => Date.now(),
  /** At least 0, less than 1. */
  random: (): number => Math.random(),
  /** Waits; the signal ends the timer. */
  sleep: (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener("abort", () => clearTimeout(timer), { once: true });
    }),
};
