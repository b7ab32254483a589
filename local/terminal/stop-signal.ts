/** Aborts on Ctrl-C, on a kill, when the terminal closes, and when the npm that started us is gone. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, stop);
  // npm passes a kill on to its shell only, and a shell does not pass it on to us.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => {
      if (process.ppid !== parent) stop();
    }, 500).unref();
  }
  return stopping.signal;
}

/** Waits for the user's stop, or for the engine's end, which throws. */
export async function untilStopped(signal: AbortSignal, engineEnded: Promise<never> | undefined): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await (engineEnded === undefined ? stopped : Promise.race([stopped, engineEnded]));
}
