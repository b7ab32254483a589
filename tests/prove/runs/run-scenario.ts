import { MAIN } from "../../../functions/inventory/rules/location.ts";
import { paymentStatus } from "../../../functions/orders/rules/payment-status.ts";
import { type Violation, violationsIn } from "../invariants/check.ts";
import { type StoredState, storedStateOf } from "../invariants/stored-state.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Call } from "../world/call.ts";
import type { DeliveryMode } from "../world/delivery-modes.ts";
import { runUntilIdle } from "../world/run-until-idle.ts";
import { Shop } from "../world/shop.ts";
import { type FaultPlan, World } from "../world/world.ts";
import { randomFrom } from "./random.ts";
import { repeatRequests } from "./repeat-requests.ts";

/** The engine on which tables are created. */
export interface EngineConfig {
  readonly endpoint: string;
  readonly tableDefinition: object;
}

export interface ScenarioOptions {
  readonly clientsRetry: boolean;
  readonly delivery: DeliveryMode;
  readonly plan: FaultPlan;
  /** Whether every request is sent again at the end, to check that nothing changes. */
  readonly repeatsRequests: boolean;
}

export interface ScenarioRun {
  readonly calls: readonly Call[];
  /** Whether a client retried a request. */
  readonly hasRetries: boolean;
  readonly operations: ReadonlySet<string>;
  readonly neededAccess: ReadonlySet<string>;
  readonly violations: readonly Violation[];
  /** The final state, in the format of `Scenario.endStates`. */
  readonly end: readonly string[];
  /** The longest wait after the due time, in seconds. */
  readonly longestWait: number;
}

/** Runs a scenario in a new world until nothing is left to do, then checks the invariants. */
export async function runScenario(
  { prepare, provider, webhooks }: Scenario,
  { clientsRetry, delivery, plan, repeatsRequests }: ScenarioOptions,
  engine: EngineConfig,
): Promise<ScenarioRun> {
  const world = await World.create({
    ...engine,
    provider,
    webhooks,
    delivery,
    random: randomFrom(1),
    interleaves: false,
    skew: 0,
  });
  const { simulation } = world;
  try {
    const shop = new Shop(world);
    const act = await simulation.runUntil(prepare(shop));
    world.injectFaults(plan);
    world.clientsRetry = clientsRetry;
    await simulation.runUntil(act());
    const rest = await simulation.runUntil(runUntilIdle(world));
    const calls = [...world.calls];
    const hasRetries = world.requests.some(({ tries }) => tries > 1);
    world.stopFaults();
    world.clientsRetry = true;
    const stored = storedStateOf(await simulation.runUntil(world.items()), world.stripe?.payments());
    const violations = [
      ...violationsIn(world, rest, stored),
      ...(repeatsRequests ? await simulation.runUntil(repeatRequests(world, stored)) : []),
    ];
    const operations = new Set(world.requests.map(({ request }) => request.operation));
    const { neededAccess } = world;
    const end = describeEnd(stored);
    return { calls, hasRetries, operations, neededAccess, violations, end, longestWait: rest.longestWait };
  } finally {
    await world.close();
  }
}

function describeEnd({ orders, stocks, reservations }: StoredState): string[] {
  return [
    ...orders.map((order) => {
      const { status, shipments, returns } = order;
      const ofReturns = returns.length > 0 ? ` returns [${statusesOf(returns)}]` : "";
      return `${status} ${paymentStatus(order)} [${statusesOf(shipments)}]${ofReturns}`;
    }),
    ...reservations.map(({ status }) => `reservation ${status}`),
    ...stocks.flatMap(({ sku, locations }) =>
      locations.map(({ location, available, reserved }) => {
        return `${sku}${location === MAIN ? "" : ` at ${location}`} ${available}+${reserved}`;
      }),
    ),
  ];
}

function statusesOf(parts: readonly { readonly status: string }[]): string {
  return parts.map(({ status }) => status).join(", ");
}
