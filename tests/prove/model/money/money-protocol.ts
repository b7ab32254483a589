import type { Goal, Protocol, Step } from "../explorer.ts";
import { stepViolation } from "./allowed-steps.ts";
import { runBank } from "./bank.ts";
import { passTime } from "./clock.ts";
import { withoutWhatIsOver } from "./equal-worlds.ts";
import { COMPLETED_ACTION_IS_PAID, CUSTOMER_MAY_PAY_AGAIN, NOTHING_WAITS_FOR_EVER } from "./goals.ts";
import { ALL_GUARDS, type Guards } from "./guards.ts";
import { serveRequests } from "./requests.ts";
import { resume } from "./resume.ts";
import { runRival } from "./rival.ts";
import type { Scenario } from "./scenarios.ts";
import { StateKeys } from "./state-keys.ts";
import { violation } from "./violations.ts";
import { isAtRest } from "./violations-at-rest.ts";
import { type Model, startWith, type World } from "./world.ts";

/** Two functions show every race of two. */
const FUNCTIONS = 2;

/** The money of one order in a scenario, with every function and person that may change it, under these guards. */
export function moneyProtocol(
  scenario: Scenario,
  guards: Guards = ALL_GUARDS,
  functions: number = FUNCTIONS,
): Protocol<World> {
  const model: Model = { scenario, guards };
  const states = new StateKeys();
  const normal = (world: World): World => states.intern(withoutWhatIsOver(world, model));
  function* steps(world: World): Generator<Step<World>> {
    for (const [sentence, next, kind] of takeSteps(world, model))
      yield kind === undefined ? [sentence, normal(next)] : [sentence, normal(next), kind];
  }
  return {
    start: normal(startWith(scenario, functions)),
    steps,
    key: (world) => states.keyOf(world),
    violation: (world) => violation(world, model),
    stepViolation,
    isAtRest: (world) => isAtRest(world, model),
    mayNeverHappen: ["person"],
    goals: goalsOf(scenario),
  };
}

function goalsOf({ action, postpones }: Scenario): readonly Goal<World>[] {
  return [
    ...(action ? [COMPLETED_ACTION_IS_PAID] : []),
    ...(postpones ? [...NOTHING_WAITS_FOR_EVER, ...CUSTOMER_MAY_PAY_AGAIN] : []),
  ];
}

function* takeSteps(world: World, model: Model): Generator<Step<World>> {
  yield* serveRequests(world, model);
  yield* passTime(world, model);
  yield* runBank(world, model);
  yield* runRival(world);
  for (const slot of world.workers.keys()) yield* resume(world, slot, model);
}
