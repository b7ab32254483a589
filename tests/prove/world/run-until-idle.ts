import { timeOf } from "../../../functions/platform/table/due-index.ts";
import type { World } from "./world.ts";

/** Much longer than any wait in the protocol. */
const MAX_WAIT_MS = 2 * 3_600_000;
/** For so long Stripe answers a saved error to every retry under its key, whatever the request did. */
const HOURS_OF_A_KEY = 24;
/** What must not be sent under another key: it could be done twice. */
const KEYED = ["CAPTURE", "REFUND"];
const CHECK_EVERY_MS = 1_000;
const SWEEP_MS = 60_000;
/** Max duration of a sweep. */
const MAX_SWEEP_MS = 30_000;

export interface IdleReport {
  /** What is still pending after two hours. */
  readonly unfinished: readonly string[];
  /** What waited longer than one sweeper period after its due time. */
  readonly overdue: readonly string[];
  /** The longest wait after the due time, in seconds. */
  readonly longestWait: number;
}

/** Lets time pass, with redelivery and the sweeper as in production, until nothing is pending. */
export async function runUntilIdle(world: World): Promise<IdleReport> {
  const { simulation, deliveries } = world;
  let until = simulation.now + MAX_WAIT_MS;
  let hasWaitedForKeys = false;
  const overdue = new Set<string>();
  let longestWait = 0;
  for (;;) {
    const isQuiet = deliveries.isIdle && !world.hasLateCalls;
    const unfinished = isQuiet ? pendingIn(world) : [];
    if (isQuiet && unfinished.length === 0) return { unfinished: [], overdue: [...overdue], longestWait };
    const sweepsStruck = world.injectedFaults.filter(({ call }) => call.by === "sweeper").length;
    const patience = SWEEP_MS * (1 + sweepsStruck) + MAX_SWEEP_MS;
    for (const { pk, effect, dueAt } of unfinished) {
      const waited = simulation.now - Math.max(Date.parse(dueAt), world.runsSince);
      longestWait = Math.max(longestWait, waited / 1_000);
      if (waited > patience) overdue.add(`${pk}: ${effect}`);
    }
    const waitsForKey = world.stripe?.hasSavedErrors && unfinished.every(({ effect }) => KEYED.includes(effect));
    if (simulation.now > until && waitsForKey && !hasWaitedForKeys) {
      hasWaitedForKeys = true;
      world.standStill(HOURS_OF_A_KEY);
      until = simulation.now + MAX_WAIT_MS;
    }
    if (simulation.now > until) {
      const left = unfinished.map(({ pk, effect }) => `${pk}: ${effect}`);
      return { unfinished: left.length > 0 ? left : ["deliveries"], overdue: [...overdue], longestWait };
    }
    await simulation.sleep(CHECK_EVERY_MS);
  }
}

/** What is due of the newest versions of all items, now or soon: an authorization runs out only after days. */
function pendingIn({ deliveries, simulation }: World) {
  const newest = new Map<string, { pk: string; effect: string; dueAt: string } | undefined>();
  for (const { dynamodb } of deliveries.records) {
    const { pk, sk } = dynamodb?.Keys ?? {};
    const { type, pending, due, dueAt, lines } = dynamodb?.NewImage ?? {};
    if (pk?.S === undefined || (type?.S === "order" && !lines)) continue; // an order that nobody can read is never finished
    const effect = pending?.M?.effect?.S ?? (type?.S === "order" ? "WAIT" : (type?.S ?? ""));
    const at = due?.S === undefined || dueAt?.S === undefined ? undefined : timeOf(dueAt.S);
    const isSoon = at !== undefined && Date.parse(at) < simulation.now + MAX_WAIT_MS;
    newest.set(`${pk.S} ${sk?.S}`, isSoon ? { pk: pk.S, effect, dueAt: at } : undefined);
  }
  return [...newest.values()].filter((one) => one !== undefined);
}
