import { randomUUID } from "node:crypto";
import type { Context, DynamoDBRecord } from "aws-lambda";
import { clock } from "../../../functions/platform/runtime/clock.ts";
import { type Call, describeCall, type FaultKind } from "./call.ts";
import type { RequestRecord } from "./client.ts";
import { Deliveries } from "./deliveries.ts";
import { type DeliveryMode, deliveryModes } from "./delivery-modes.ts";
import { EngineTable } from "./engine-table.ts";
import { injectFault, sdkTimeoutError } from "./inject-fault.ts";
import { isInsideProvider } from "./inside-provider.ts";
import { type CallHandler, type InterceptedCall, interceptCalls } from "./interception.ts";
import { invoke, isInvocation, type Outcome } from "./invocation.ts";
import type { Provider } from "./providers.ts";
import { actAs, Simulation } from "./simulation.ts";
import { StripeBank } from "./stripe-bank.ts";
import "./intercept-stripe.ts";
import { unhandledRejections } from "./unhandled-rejections.ts";

/** The fault to inject at call `number` (from 1); undefined for none. */
export type FaultPlan = (number: number, call: Call) => FaultKind | undefined;

export interface WorldOptions {
  readonly endpoint: string;
  readonly tableDefinition: object;
  readonly delivery: DeliveryMode;
  readonly provider?: Provider | undefined;
  /** Whether the provider tells what happens there. */
  readonly webhooks?: boolean | undefined;
  /** For the order of calls and for jitter: at least 0, less than 1. */
  readonly random: () => number;
  /** Whether `random` decides the order of concurrent calls. */
  readonly interleaves: boolean;
  /** The largest error of the functions' clocks, in milliseconds. */
  readonly skew: number;
  readonly listener?: ((line: string) => void) | undefined;
  /** Is told the name of each function that is invoked. */
  readonly onInvocation?: ((functionName: string) => void) | undefined;
}

export interface Published {
  readonly source: string;
  readonly type: string;
  readonly detail: string;
}

const START = Date.parse("2026-11-21T06:00:00.000Z");

/** The real handlers and a real table, connected by a simulation in which faults are injected. */
export class World implements CallHandler {
  readonly simulation: Simulation;
  readonly deliveries: Deliveries;
  /** The bank, where Stripe is the payment provider. */
  readonly stripe: StripeBank | undefined;
  readonly published: Published[] = [];
  readonly parked: string[] = [];
  /** The requests of all clients, with their responses. */
  readonly requests: RequestRecord[] = [];
  /** The calls since `injectFaults`, in order. */
  calls: Call[] = [];
  /** The injected faults, in order. */
  readonly injectedFaults: { readonly number: number; readonly call: Call; readonly kind: FaultKind }[] = [];
  /** What IAM has to allow for the functions' calls, as `function action resource`. */
  readonly neededAccess = new Set<string>();
  /** Since when the deployment runs without having stood still. */
  runsSince = START;
  /** Whether messages to subscriptions get lost. */
  readonly losesMessages: boolean;
  /** Whether clients retry or stop after the first try. */
  clientsRetry = true;
  /** Whether the table was written to since the stream was read. */
  hasUnreadRecords = false;
  readonly #table: EngineTable;
  readonly #options: WorldOptions;
  #plan: FaultPlan = () => undefined;
  #lateCalls = 0;
  #sequenceNumber = 0;
  #outage: { service: Call["service"]; kind: FaultKind; until: number } | undefined;

  private constructor(table: EngineTable, options: WorldOptions) {
    const { random, interleaves, delivery, provider } = options;
    this.#table = table;
    this.#options = options;
    this.simulation = new Simulation(START, interleaves ? (ready) => Math.floor(random() * ready) : () => 0);
    this.stripe = provider === "stripe" ? new StripeBank(() => this.simulation.now) : undefined;
    this.losesMessages = deliveryModes[delivery].messageDelaysMs.length === 0;
    this.deliveries = new Deliveries(this, delivery, options.webhooks ? this.stripe : undefined);
  }

  /** Creates a world and connects this process's functions to it. */
  static async create(options: WorldOptions): Promise<World> {
    const table = await EngineTable.create(options.endpoint, `world-${randomUUID()}`, options.tableDefinition);
    const world = new World(table, options);
    process.env.TABLE_NAME = table.name;
    process.env.PAYMENT_PROVIDER = options.provider ?? "sandbox";
    const { simulation } = world;
    // The provider's clock is exact.
    const now = () => (isInsideProvider() ? simulation.now : simulation.clock());
    Object.assign(clock, { now, sleep: simulation.sleep, random: options.random });
    interceptCalls(world);
    unhandledRejections.length = 0;
    world.deliveries.start();
    return world;
  }

  /** Starts to count calls and to inject the planned faults. */
  injectFaults(plan: FaultPlan): void {
    this.calls = [];
    this.#plan = plan;
  }

  stopFaults(): void {
    this.#plan = () => undefined;
  }

  log(describe: () => string): void {
    const { listener } = this.#options;
    if (!listener) return;
    const seconds = ((this.simulation.now - START) / 1_000).toFixed(3);
    listener(`${seconds.padStart(9)} s  ${describe()}`);
  }

  /** Numbers requests and responses, to tell which came first. */
  nextSequenceNumber(): number {
    return ++this.#sequenceNumber;
  }

  invoke<Result>(
    name: string,
    timeoutMs: number,
    run: (context: Context) => Promise<Result>,
  ): Promise<Outcome<Result>> {
    const { skew, random, onInvocation } = this.#options;
    onInvocation?.(name);
    const off = skew === 0 ? 0 : Math.round((random() - 0.5) * 2 * skew);
    return invoke(this.simulation, { name, timeoutMs, skew: off }, run);
  }

  async handleCall<Result>(intercepted: InterceptedCall<Result>): Promise<Result> {
    const { call: asked, execute, executePartially, lostConnection = sdkTimeoutError, ownFault } = intercepted;
    const { simulation } = this;
    const { actor } = simulation;
    await simulation.turn();
    const call = { ...asked, by: actor.name };
    const number = this.calls.push(call);
    const planned = this.#plan(number, call);
    const kind = planned ?? this.#outageFault(call);
    const fault = kind === undefined ? ownFault?.() : { kind };
    this.log(() => `${describeCall(call)}${fault === undefined ? "" : `  <-- ${fault.kind}`}`);
    const executeTracked = async (again: boolean) => {
      // The sandbox keeps its books in the table.
      if (call.writes.length > 0 || (call.service === "provider" && !this.stripe)) this.hasUnreadRecords = true;
      return execute(again);
    };
    if (fault === undefined) return executeTracked(false);
    if (planned) this.injectedFaults.push({ number, call, kind: planned });
    return injectFault(fault, {
      call,
      execute: () => executeTracked(false),
      executeAgain: () => executeTracked(true),
      executePartially,
      lostConnection,
      kill: () => isInvocation(actor) && actor.kill(),
      sleep: simulation.sleep,
      runLater: (milliseconds, run) => this.#runLater(milliseconds, run),
    });
  }

  realCall<Result>(run: () => Promise<Result>): Promise<Result> {
    return this.simulation.realCall(run);
  }

  publish: CallHandler["publish"] = (entries) => {
    for (const { Source = "", DetailType = "", Detail = "" } of entries) {
      this.published.push({ source: Source, type: DetailType, detail: Detail });
      this.deliveries.publish(
        Source,
        DetailType,
        `{"source":"${Source}","detail-type":"${DetailType}","detail":${Detail}}`,
      );
    }
  };

  park(body: string): void {
    this.parked.push(body);
  }

  recordAccess: CallHandler["recordAccess"] = (access) => {
    const { actor } = this.simulation;
    // What arrives late at the provider arrives without a function.
    if (isInvocation(actor)) for (const one of access) this.neededAccess.add(`${actor.name} ${one}`);
  };

  async readStream(): Promise<DynamoDBRecord[]> {
    this.hasUnreadRecords = false;
    return this.simulation.realCall(() => this.#table.newRecords());
  }

  items() {
    return this.simulation.realCall(() => this.#table.items());
  }

  /** Injects a fault at every call to a service, for some seconds. */
  startOutage(service: Call["service"], kind: FaultKind, seconds: number): void {
    this.#outage = { service, kind, until: this.simulation.now + seconds * 1_000 };
  }

  /** Time passes in which nothing of the deployment runs. */
  standStill(hours: number): void {
    this.simulation.now += hours * 3_600_000;
    this.runsSince = this.simulation.now;
  }

  /** Stores an order that the relay cannot map and the sweeper cannot resume. */
  async putUnreadableOrder(): Promise<void> {
    await this.simulation.turn();
    await this.simulation.realCall(() => this.#table.putUnreadableOrder());
    this.hasUnreadRecords = true;
  }

  get hasLateCalls(): boolean {
    return this.#lateCalls > 0;
  }

  async close(): Promise<void> {
    await this.#table.drop();
  }

  #outageFault({ service }: Call): FaultKind | undefined {
    const { service: broken, kind, until = 0 } = this.#outage ?? {};
    return service === broken && this.simulation.now < until ? kind : undefined;
  }

  #runLater(milliseconds: number, run: () => Promise<unknown>): void {
    this.#lateCalls++;
    const nobody = { name: "the network", alive: true, skew: 0 };
    actAs(nobody, async () => {
      await this.simulation.sleep(milliseconds);
      run().catch(() => {});
      await this.simulation.sleep(1); // its effect is there at once; an answer may never come
      this.#lateCalls--;
    });
  }
}
