import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 15_000;

/** Looks again and again until `look` gives what `isThere` accepts. @throws with the last look after 15 s. */
export async function eventually<Seen>(look: () => Promise<Seen>, isThere: (seen: Seen) => boolean): Promise<Seen> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    if (Date.now() > end)
      throw new Error(`Not within ${PATIENCE_MS / 1000} s; last seen: ${JSON.stringify(seen, undefined, 2)}`);
    await sleep(250);
  }
}
