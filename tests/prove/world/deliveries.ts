import type { DynamoDBRecord } from "aws-lambda";
import { subscriptions } from "../../../functions/registry/subscriptions.ts";
import { handler as relay } from "../../../functions/relay/handler.ts";
import { handler as sweeper } from "../../../functions/sweeper/handler.ts";
import { isRelayed } from "../../../infra/relayed-records.ts";
import type { DeliveryMode, DeliveryRules } from "./delivery-modes.ts";
import { deliveryModes } from "./delivery-modes.ts";
import { MessageQueue } from "./message-queue.ts";
import type { DeliveryRuntime } from "./runtime.ts";
import type { StripeBank } from "./stripe-bank.ts";
import { WebhookDeliveries } from "./webhook-deliveries.ts";

/** As configured in infra/relay.ts and infra/sweeper.ts; a queue is read as fast as the stream. */
const RELAY_POLL_MS = 500;
const QUEUE_POLL_MS = 500;
const SWEEP_MS = 60_000;
/** How long what happens at Stripe is unknown at least. */
const WEBHOOK_MS = 500;

/** Calls the functions behind the stream, the queues and the schedule. */
export class Deliveries {
  /** Every stream record so far, in order. */
  readonly records: DynamoDBRecord[] = [];
  readonly #world: DeliveryRuntime;
  readonly #rules: DeliveryRules;
  #backlog: DynamoDBRecord[] = [];
  readonly #queues: readonly MessageQueue[];
  #busy = 0;
  readonly #webhooks: WebhookDeliveries | undefined;

  /** @param bank the bank that tells what happens there */
  constructor(world: DeliveryRuntime, mode: DeliveryMode, bank?: StripeBank) {
    this.#world = world;
    this.#rules = deliveryModes[mode];
    this.#queues = subscriptions.map((subscription) => new MessageQueue(world, this.#rules, subscription));
    this.#webhooks = bank && new WebhookDeliveries(world, this.#rules, bank);
  }

  start(): void {
    this.#every(RELAY_POLL_MS, () => this.#pollStream());
    for (const queue of this.#queues) this.#every(QUEUE_POLL_MS, () => queue.poll());
    this.#every(SWEEP_MS, () => this.#sweep());
    const webhooks = this.#webhooks;
    if (webhooks) this.#every(WEBHOOK_MS, () => webhooks.deliver());
  }

  /** Whether every stream record and every message is processed. */
  get isIdle(): boolean {
    return (
      !this.#world.hasUnreadRecords &&
      this.#backlog.length === 0 &&
      this.#queues.every(({ isEmpty }) => isEmpty) &&
      this.#busy === 0 &&
      this.#webhooks?.isIdle !== false
    );
  }

  /** Delivers what can be delivered, before the next polls would. */
  async deliverNow(): Promise<void> {
    await this.#pollStream();
    for (const queue of this.#queues) await queue.poll();
    await this.#pollStream();
  }

  get deadLetters(): readonly string[] {
    return this.#queues.flatMap(({ deadLetters }) => deadLetters);
  }

  /** Puts an event of the bus into the queue of each subscription to it. */
  publish(source: string, type: string, body: string): void {
    for (const queue of this.#queues) {
      const { events } = queue.subscription;
      if (events.some((event) => event.source === source && event.type === type)) queue.enqueue(body);
    }
  }

  /** Puts a message into the queue of a subscription. @throws where none has this name */
  enqueue(name: string, body: string): void {
    const queue = this.#queues.find(({ subscription }) => subscription.name === name);
    if (!queue) throw new Error(`There is no subscription ${name}.`);
    queue.enqueue(body);
  }

  #every(milliseconds: number, run: () => Promise<void>): void {
    const again = (): Promise<void> =>
      this.#world.simulation.sleep(milliseconds).then(async () => {
        this.#busy++;
        await run();
        this.#busy--;
        return again();
      });
    void again();
  }

  async #pollStream(): Promise<void> {
    if (this.#world.hasUnreadRecords) {
      const unread = await this.#world.readStream();
      this.records.push(...unread);
      this.#backlog.push(...unread.filter(isRelayed));
    }
    const batches = this.#rules.batches(this.#backlog);
    for (const batch of batches) {
      const { ended } = await this.#world.invoke("relay", 60_000, (context) => relay({ Records: batch }, context));
      if (ended !== "answered") return; // the batch comes again
    }
    this.#backlog = [];
  }

  async #sweep(): Promise<void> {
    await this.#world.invoke("sweeper", 60_000, (context) => sweeper({}, context));
  }
}
