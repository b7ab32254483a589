import type { Violation } from "../invariants/check.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { type Call, type FaultKind, faultsOf, spellCall } from "../world/call.ts";
import type { DeliveryMode } from "../world/delivery-modes.ts";
import { chanceFrom } from "./chance.ts";
import { countOne, noResult, type Result } from "./jobs.ts";
import { type Circumstances, type Ground, type Run, runScenario } from "./run-scenario.ts";

/** A fault at the so-many-th call, and which call that has to be: a run that is not the probe's repetition is no proof. */
interface Strike {
  readonly number: number;
  readonly kind: FaultKind;
  readonly at: string;
}

/** Everything that tells one run of a scenario from another. */
interface Plight {
  readonly insists: boolean;
  readonly delivery: DeliveryMode;
  readonly strikes: readonly Strike[];
}

const quiet: Plight = { insists: true, delivery: "usual", strikes: [] };
const MODES: readonly DeliveryMode[] = ["duplicated", "reordered", "one by one", "delayed", "lost"];

/** Where a run is, of all runs that are shared out: every `of`-th is ours, from the `part`-th. */
export interface Share {
  readonly part: number;
  readonly of: number;
  /** Whether the first broken run ends it. */
  readonly stopsEarly?: boolean;
}

/** Every single fault at every call, with clients that insist and clients that go away; every way of delivering. */
export async function singleFaults(scenario: Scenario, share: Share, ground: Ground): Promise<Result> {
  const result = noResult();
  const probe = await play(scenario, quiet, ground);
  if (share.part === 0) count(result, scenario, quiet, withEnd(scenario, probe));
  const struck = [true, false].flatMap((insists) =>
    strikesIn(probe.calls).map((strike): Plight => ({ insists, delivery: "usual", strikes: [strike] })),
  );
  const plights = [...struck, ...MODES.map((delivery): Plight => ({ ...quiet, delivery }))];
  for (const plight of plights.filter((_, index) => index % share.of === share.part)) {
    if (share.stopsEarly && result.broken.length > 0) break;
    count(result, scenario, plight, await play(scenario, plight, ground));
  }
  return result;
}

/** So many runs with two faults: one after the other, often while deliveries go wrong; drawn by a seed. */
export async function faultPairs(scenario: Scenario, seed: number, runs: number, ground: Ground): Promise<Result> {
  const result = noResult();
  const chance = chanceFrom(seed);
  const draw = <One>(from: readonly One[]): One | undefined => from[Math.floor(chance() * from.length)];
  const probe = await play(scenario, quiet, ground);
  for (let run = 0; run < runs; run++) {
    const first = draw(strikesIn(probe.calls));
    if (!first) break;
    const delivery = chance() < 0.5 ? (draw(MODES) ?? "usual") : "usual";
    const one: Plight = { insists: chance() < 0.6, delivery: "usual", strikes: [first] };
    // With the first fault the world goes another way: the second is drawn from there.
    const alone = await play(scenario, one, ground);
    const second = draw(strikesIn(alone.calls).filter(({ number }) => number > first.number));
    const both: Plight = second ? { ...one, strikes: [first, second] } : { ...one, delivery };
    count(result, scenario, both, await play(scenario, both, ground));
  }
  return result;
}

function strikesIn(calls: readonly Call[]): Strike[] {
  return calls.flatMap((call, index) =>
    faultsOf(call).map((kind) => ({ number: index + 1, kind, at: spellCall(call) })),
  );
}

async function play(scenario: Scenario, { insists, delivery, strikes }: Plight, ground: Ground): Promise<Run> {
  const astray: Violation[] = [];
  const plan: Circumstances["plan"] = (number, call) => {
    const strike = strikes.find((one) => one.number === number);
    if (!strike) return undefined;
    if (strike.at === spellCall(call)) return strike.kind;
    if (delivery === "usual")
      astray.push({ invariant: "runs repeat", detail: `call ${number} was ${strike.at}, and is ${spellCall(call)}` });
    return undefined;
  };
  const run = await runScenario(scenario, { insists, delivery, plan }, ground);
  return { ...run, violations: [...astray, ...run.violations] };
}

function withEnd({ ends }: Scenario, run: Run): Run {
  const as = (end: readonly string[]) => end.toSorted().join("; ");
  if (as(run.end) === as(ends)) return run;
  const detail = `it ends with ${as(run.end)}, not with ${as(ends)}`;
  return { ...run, violations: [...run.violations, { invariant: "the scenario does what it says", detail }] };
}

function count(result: Result, { name }: Scenario, plight: Plight, run: Run): void {
  const { strikes, delivery } = plight;
  countOne(result.runs, name);
  result.calls += run.calls.length;
  for (const { kind } of strikes) countOne(result.strikes, `${name} | ${kind}`);
  if (strikes.length === 0)
    countOne(result.strikes, `${name} | ${delivery === "usual" ? "no fault" : `delivery: ${delivery}`}`);
  result.longestWait = Math.max(result.longestWait, run.longestWait);
  if (run.violations.length > 0)
    result.broken.push({ where: name, plight: JSON.stringify(plight), violations: [...run.violations] });
}
