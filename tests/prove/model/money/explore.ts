// Counts the states of the money protocol, or shows the shortest way in which it breaks.
//   node tests/prove/model/money/explore.ts                                            every scenario
//   node tests/prove/model/money/explore.ts --scenario "one call"                      one of them; "one call + stock": both at once
//   node tests/prove/model/money/explore.ts --without "refund: reserves"               without a guard, in its scenario
//   node tests/prove/model/money/explore.ts --whole                                    also crossed, and with a third function
import { parseArgs } from "node:util";
import { explore } from "../explorer.ts";
import { ALL_GUARDS, GUARD_NAMES, GUARDS, type Guard, isGuard, without } from "./guards.ts";
import { moneyProtocol } from "./money-protocol.ts";
import { crossScenarios, isScenario, SCENARIO_NAMES, SCENARIOS, type ScenarioName } from "./scenarios.ts";
import { exploreWhole, type JobResult, type ModelJob } from "./whole.ts";

const { values } = parseArgs({
  options: {
    scenario: { type: "string" },
    without: { type: "string" },
    whole: { type: "boolean", default: false },
    functions: { type: "string", default: "2" },
  },
});

function fail(problem: string, choices: readonly string[]): never {
  console.error(`${problem} There are:\n  ${choices.join("\n  ")}`);
  process.exit(2);
}

function requestedGuard(): Guard | undefined {
  if (values.without === undefined || isGuard(values.without)) return values.without;
  return fail(`There is no guard "${values.without}".`, GUARD_NAMES);
}

function requestedScenarios(guard: Guard | undefined): readonly string[] {
  if (values.scenario !== undefined) return [values.scenario];
  return guard === undefined ? SCENARIO_NAMES : [GUARDS[guard].scenario];
}

/** A scenario by its name, or two by "one + other". */
function jobNamed(name: string): ModelJob {
  const names = name.split(" + ").map((part): ScenarioName => {
    if (isScenario(part)) return part;
    return fail(`There is no scenario "${part}".`, SCENARIO_NAMES);
  });
  const scenario = names.map((part) => SCENARIOS[part]).reduce(crossScenarios);
  return { name, scenario, functions: requestedFunctions() };
}

function requestedFunctions(): number {
  if (/^[1-9]$/.test(values.functions)) return Number(values.functions);
  return fail(`--functions is how many functions run at once, not "${values.functions}".`, ["1 to 9"]);
}

function* results(): Generator<JobResult> {
  if (values.whole) return yield* exploreWhole();
  const guard = requestedGuard();
  const guards = guard === undefined ? ALL_GUARDS : without(guard);
  for (const job of requestedScenarios(guard).map(jobNamed)) {
    const began = performance.now();
    const exploration = explore(moneyProtocol(job.scenario, guards, job.functions));
    yield { ...exploration, name: job.name, seconds: (performance.now() - began) / 1_000 };
  }
}

let total = 0;
for (const { name, states, atRest, seconds, violation } of results()) {
  total += states;
  console.log(`${name}: ${states} states, ${atRest} at rest (${seconds.toFixed(1)} s)`);
  if (!violation) continue;
  console.log(`${violation.why}:\n  ${violation.trace.join("\n  ")}`);
  process.exitCode = 1;
}
console.log(`${total} states, ${process.exitCode === 1 ? "violated" : "0 violations, every state can come to rest"}`);
