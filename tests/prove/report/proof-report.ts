import { historiesWith } from "../histories/random-histories.ts";
import { allInvariants } from "../invariants/check.ts";
import { sum } from "../invariants/stored-state.ts";
import { mutations as allMutations } from "../mutations/all.ts";
import { DEVIATED } from "../runs/fault-case.ts";
import type { FaultPairs } from "../runs/plan-jobs.ts";
import type { Proof } from "../runs/run-proof.ts";
import { scenarios, stripeScenarios } from "../scenarios/all.ts";
import { NOT_ON_STRIPE } from "../scenarios/on-stripe.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { FAULTS } from "../world/call.ts";
import { NOT_COVERED } from "./not-covered.ts";

/** The text of docs/proof.md. */
export function proofReport(proof: Proof): string {
  return `${[summary(proof), faultTable(proof), failedRuns(proof), invariants(), mutationList(proof), notCovered()].join("\n\n")}\n`;
}

function summary({ result, size, seconds, secondsPerKind, processes, mutations, holds }: Proof): string {
  const { runs, faults, counts } = result;
  const histories = runs[historiesWith("sandbox")] ?? 0;
  const onStripe = runs[historiesWith("stripe")] ?? 0;
  const conflicts = runs["orders under conflict"] ?? 0;
  const runsOf = (among: readonly Scenario[]) => sum(among.map(({ name }) => runs[name] ?? 0));
  const caught = [...mutations.values()].filter((one) => one !== undefined).length;
  const parts = Object.entries(secondsPerKind).map(([kind, spent]) => `${kind} ${minutes(spent)}`);
  const waits = Object.entries(result.longestWaits).map(([kind, longest]) => `${longest.toFixed(0)} s (${kind})`);
  return `# The proof

Written by \`npm run prove\`, which ${holds ? "found no violation" : "**found violations**"}.

| | |
|---|---|
| runs with enumerated faults | ${runsOf(scenarios)} of ${scenarios.length} scenarios |
| with Stripe as the payment provider, on a fake of it | ${runsOf(stripeScenarios)} of ${stripeScenarios.length} scenarios |
| of both, with two faults | ${counts["runs with a pair"] ?? 0} |
| made again, because two calls came in another order than planned | ${counts[DEVIATED] ?? 0} |
| random concurrent histories | ${histories}, seeds ${size.seed} to ${size.seed + histories - 1}, with ${sum(Object.values(only(faults, historiesWith("sandbox"))))} injected faults |
| with Stripe | ${onStripe}, seeds ${size.seed} to ${size.seed + onStripe - 1}, with ${sum(Object.values(only(faults, historiesWith("stripe"))))} injected faults |
| orders placed while 30 % of the transactions conflict | ${conflicts}: ${counts["placed under conflict"] ?? 0} placed, ${counts["unavailable under conflict"] ?? 0} answered 503 with nothing stored |
| calls at which a fault can be injected | ${result.calls} |
| guards and conditions removed | ${mutations.size}, ${caught} detected |
| violations | ${result.failedRuns.length} |
| longest wait after the due time | ${waits.join(", ")} |
| time | ${minutes(seconds)} with ${processes} processes (${parts.join(", ")}, summed over the processes) |

Repeat one history: \`npm run prove -- --seed 7\`, with Stripe \`npm run prove -- --seed 7 --provider stripe\`. How it works: [tests/prove](../tests/prove/README.md).`;
}

function faultTable({ result, size }: Proof): string {
  const kinds = [...new Set(Object.keys(result.faults).map((key) => key.split(" | ")[1] ?? ""))];
  const known = ["no fault", ...Object.keys(FAULTS), ...kinds.filter((kind) => kind.startsWith("delivery"))];
  const columns = known.filter((kind) => kinds.includes(kind));
  const others = [historiesWith("sandbox"), historiesWith("stripe"), "orders under conflict"].map((name) => ({
    name,
    isMain: false,
  }));
  const rows = [...scenarios, ...stripeScenarios, ...others]
    .filter(({ name }) => (result.runs[name] ?? 0) > 0)
    .map(({ name, isMain }) => {
      const cells = columns.map((kind) => result.faults[`${name} | ${kind}`] ?? "");
      return `| ${isMain ? `**${name}**` : name} | ${result.runs[name]} | ${cells.join(" | ")} |`;
    });
  const legend = Object.entries(FAULTS).map(([kind, sentence]) => `- **${kind}**: ${sentence}`);
  const leftOut = Object.entries(NOT_ON_STRIPE).map(([name, reason]) => `- ${name}: ${reason}.`);
  return `## Scenario by fault

How often each fault was injected in each scenario. Every fault is injected at every call; of the same call, which waiting
repeats, at the first six. Outside of the main scenarios (bold), ${spellShare("such", size.singleFaults.othersOneIn)} runs, the others in the
next night; with Stripe, only those at calls to it. If a client retried, the run is repeated with clients that do not retry.
In the main scenarios pairs are injected too, each fault or faulty delivery with faults at later calls: ${spellPairs(size.faultPairs)}; with Stripe, ${spellPairs(size.stripe.faultPairs)}.
A pair is counted in both columns.

| scenario | runs | ${columns.join(" | ")} |
|---|${columns.map(() => "---|").join("")}---|
${rows.join("\n")}

${legend.join("\n")}

With Stripe, what asks it nothing after its start is not run, and neither are:

${leftOut.join("\n")}`;
}

function spellPairs(pairs: FaultPairs | undefined): string {
  if (!pairs) return "none";
  return `${spellShare("first", pairs.firstsOneIn)} with ${spellShare("second", pairs.secondsOneIn)}`;
}

function spellShare(which: string, oneIn: number): string {
  return oneIn === 1 ? `every ${which} fault` : `one in ${oneIn} ${which} faults`;
}

function failedRuns({ result }: Proof): string {
  if (result.failedRuns.length === 0) return "## Violations\n\nNone.";
  const lines = result.failedRuns.slice(0, 50).map(({ where, details, violations }) => {
    const what = violations.map(({ invariant, detail }) => `  - ${invariant}: ${detail}`);
    return `- ${where}: \`${details}\`\n${what.join("\n")}`;
  });
  return `## Violations\n\n${lines.join("\n")}`;
}

function invariants(): string {
  const lines = allInvariants.map(({ name, sentence }) => `| ${name} | ${sentence} |`);
  return `## What is checked after every run\n\n| invariant | |\n|---|---|\n${lines.join("\n")}`;
}

function mutationList({ mutations }: Proof): string {
  const lines = [...mutations].map(([name, caught]) =>
    caught ? `| ${name} | ${caught.where} | ${caught.invariant} |` : `| ${name} | **not detected** | |`,
  );
  const notRun = allMutations
    .filter((one) => one.secondLine !== undefined)
    .map(({ name, secondLine }) => `- ${name}: ${secondLine}.`);
  return `## Removed guards and conditions

| removed | detected by | violated invariant |
|---|---|---|
${lines.join("\n")}

Not run, because another guard keeps the same promise:

${notRun.join("\n")}`;
}

function notCovered(): string {
  return `## Not covered\n\n${NOT_COVERED.map((one) => `- ${one}`).join("\n")}`;
}

function only(counts: Readonly<Record<string, number>>, name: string): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([key]) => key.startsWith(`${name} | `)));
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
}
