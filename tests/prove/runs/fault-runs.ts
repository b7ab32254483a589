import type { Violation } from "../invariants/check.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { type Call, type FaultKind, faultsOf, spellCall } from "../world/call.ts";
import { type DeliveryMode, deliveryModes } from "../world/delivery-modes.ts";
import { chanceFrom } from "./chance.ts";
import { type Circumstances, type Ground, type Run, runScenario } from "./run-scenario.ts";

/** A fault at the so-many-th call. */
export interface Strike {
  readonly number: number;
  readonly kind: FaultKind;
}

/** Everything that tells one run of a scenario from another. */
export interface Plight {
  readonly insists: boolean;
  readonly delivery: DeliveryMode;
  readonly strikes: readonly Strike[];
}

/** A run that broke an invariant, with all that is needed to see it again. */
export interface Broken {
  readonly scenario: string;
  readonly plight: string;
  readonly violations: readonly Violation[];
}

export interface Tally {
  /** How many runs each kind of fault struck. */
  readonly runs: Record<string, number>;
  readonly broken: Broken[];
  longestWait: number;
}

export function newTally(): Tally {
  return { runs: {}, broken: [], longestWait: 0 };
}

const quiet: Plight = { insists: true, delivery: "usual", strikes: [] };

/** Where a run is, of all runs that are shared out: every `of`-th is ours, from the `part`-th. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** Every single fault at every call, with clients that insist and clients that go away; every way of delivering. */
export async function singleFaults(
  scenario: Scenario,
  share: Share,
  ground: Ground,
  stopEarly = false,
): Promise<Tally> {
  const tally = newTally();
  const probe = await play(scenario, quiet, ground);
  if (share.part === 0) count(tally, "no fault", scenario, quiet, withEnd(scenario, probe));
  const plights: [string, Plight][] = [];
  for (const insists of [true, false]) {
    for (const { strike, call } of strikesIn(probe.calls)) {
      plights.push([strike.kind, { insists, delivery: "usual", strikes: [expected(strike, call)] }]);
    }
  }
  for (const delivery of modes()) plights.push([`delivery: ${delivery}`, { ...quiet, delivery }]);
  for (const [kind, plight] of plights.filter((_, index) => index % share.of === share.part)) {
    count(tally, kind, scenario, plight, await play(scenario, plight, ground));
    if (stopEarly && tally.broken.length > 0) break;
  }
  return tally;
}

/** So many pairs: a fault after a fault, or a fault while deliveries go wrong; drawn by a seed. */
export async function faultPairs(scenario: Scenario, seed: number, runs: number, ground: Ground): Promise<Tally> {
  const tally = newTally();
  const chance = chanceFrom(seed);
  const draw = <One>(from: readonly One[]): One | undefined => from[Math.floor(chance() * from.length)];
  const probe = await play(scenario, quiet, ground);
  for (let run = 0; run < runs; run++) {
    const first = draw(strikesIn(probe.calls));
    if (!first) break;
    const delivery = chance() < 0.3 ? (draw(modes()) ?? "usual") : "usual";
    const one: Plight = { insists: chance() < 0.6, delivery, strikes: [first.strike] };
    const alone = await play(scenario, one, ground);
    count(tally, delivery === "usual" ? "single, again" : "fault and delivery", scenario, one, alone);
    const second = draw(strikesIn(alone.calls).filter(({ strike }) => strike.number > first.strike.number));
    if (!second) continue;
    const both = { ...one, strikes: [first.strike, second.strike] };
    count(tally, "pair", scenario, both, await play(scenario, both, ground));
  }
  return tally;
}

function modes(): DeliveryMode[] {
  const names: (DeliveryMode | "usual")[] = ["duplicated", "reordered", "one by one", "delayed", "lost"];
  return names.filter((name) => name in deliveryModes);
}

function strikesIn(calls: readonly Call[]): { strike: Strike; call: Call }[] {
  return calls.flatMap((call, index) => faultsOf(call).map((kind) => ({ strike: { number: index + 1, kind }, call })));
}

interface ExpectedStrike extends Strike {
  readonly at?: string;
}

/** A strike that says what it is to hit: a run that is not the probe's repetition is no proof. */
function expected(strike: Strike, call: Call): ExpectedStrike {
  return { ...strike, at: spellCall(call) };
}

async function play(scenario: Scenario, { insists, delivery, strikes }: Plight, ground: Ground): Promise<Run> {
  const astray: Violation[] = [];
  const plan: Circumstances["plan"] = (number, call) => {
    const strike: ExpectedStrike | undefined = strikes.find((one) => one.number === number);
    if (strike?.at !== undefined && strike.at !== spellCall(call))
      astray.push({
        invariant: "runs repeat",
        detail: `call ${number} was to be ${strike.at}, and is ${spellCall(call)}`,
      });
    return strike && faultsOf(call).includes(strike.kind) ? strike.kind : undefined;
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

function count(tally: Tally, kind: string, scenario: Scenario, plight: Plight, run: Run): void {
  tally.runs[kind] = (tally.runs[kind] ?? 0) + 1;
  tally.longestWait = Math.max(tally.longestWait, run.longestWait);
  if (run.violations.length > 0)
    tally.broken.push({ scenario: scenario.name, plight: JSON.stringify(plight), violations: run.violations });
}
