import type { World } from "./world.ts";

/** A world that is not at rest by then never will be: longer than any wait in the protocol, many times. */
const MAX_WAIT_MS = 2 * 3_600_000;
const CHECK_EVERY_MS = 1_000;
const SWEEP_MS = 60_000;
/** What a sweep itself may take. */
const MAX_SWEEP_MS = 30_000;

export interface Rest {
  /** What is still to be done after two hours; empty at rest. */
  readonly unfinished: readonly string[];
  /** What waited longer than a sweep takes after it was due. */
  readonly overdue: readonly string[];
  /** The longest that anything waited after it was due, in seconds. */
  readonly longestWait: number;
}

/** Lets the world come to rest by what production has: redelivery, and the sweeper while time moves on. */
export async function runUntilIdle(world: World): Promise<Rest> {
  const { simulation, deliveries } = world;
  const until = simulation.now + MAX_WAIT_MS;
  const overdue = new Set<string>();
  let longestWait = 0;
  for (;;) {
    const isQuiet = deliveries.isIdle && !world.hasLateCalls;
    const unfinished = isQuiet ? pendingIn(world) : [];
    if (isQuiet && unfinished.length === 0) return { unfinished: [], overdue: [...overdue], longestWait };
    const sweepsStruck = world.struck.filter(({ call }) => call.by === "sweeper").length;
    const patience = SWEEP_MS * (1 + sweepsStruck) + MAX_SWEEP_MS;
    for (const { pk, effect, dueAt } of unfinished) {
      const waited = simulation.now - Date.parse(dueAt);
      longestWait = Math.max(longestWait, waited / 1_000);
      if (waited > patience) overdue.add(`${pk}: ${effect}`);
    }
    if (simulation.now > until) {
      const left = unfinished.map(({ pk, effect }) => `${pk}: ${effect}`);
      return { unfinished: left.length > 0 ? left : ["deliveries"], overdue: [...overdue], longestWait };
    }
    await simulation.sleep(CHECK_EVERY_MS);
  }
}

/** What the newest versions on the stream say is still to be done. */
function pendingIn({ deliveries }: World) {
  const newest = new Map<string, { pk: string; effect: string; dueAt: string } | undefined>();
  for (const { dynamodb } of deliveries.records) {
    const pk = dynamodb?.Keys?.pk?.S ?? "";
    const image = dynamodb?.NewImage?.pending;
    if (!pk.startsWith("ORDER#")) continue;
    const effect = image?.M?.effect?.S;
    const dueAt = image?.M?.dueAt?.S;
    newest.set(pk, effect !== undefined && dueAt !== undefined ? { pk, effect, dueAt } : undefined);
  }
  return [...newest.values()].filter((one) => one !== undefined);
}
