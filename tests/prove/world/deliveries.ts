import type { DynamoDBRecord, SQSBatchResponse, SQSRecord } from "aws-lambda";
import { subscriptions } from "../../../functions/registry/subscriptions.ts";
import { handler as relay } from "../../../functions/relay/handler.ts";
import { handler as shippingOnOrderPlaced } from "../../../functions/shipping/on-order-placed.ts";
import { handler as sweeper } from "../../../functions/sweeper/handler.ts";
import { isRelayed } from "../../../infra/relayed-records.ts";
import type { DeliveryMode, DeliveryRules } from "./delivery-modes.ts";
import { deliveryModes } from "./delivery-modes.ts";
import type { DeliveryRuntime } from "./runtime.ts";
import type { StripeBank } from "./stripe-bank.ts";
import { WebhookDeliveries } from "./webhook-deliveries.ts";

if (subscriptions.length !== 1) throw new Error("The proof delivers one subscription: deliver the others, too.");

/** As configured in infra/relay.ts, infra/subscription.ts and infra/sweeper.ts. */
const RELAY_POLL_MS = 500;
const QUEUE_POLL_MS = 500;
const SWEEP_MS = 60_000;
/** How long what happens at Stripe is unknown at least. */
const WEBHOOK_MS = 500;
const VISIBILITY_MS = 180_000;
const MAX_RECEIVES = 5;
const BATCH = 10;

interface Message {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
}

/** Calls the functions behind the stream, the queue and the schedule. */
export class Deliveries {
  /** Every stream record so far, in order. */
  readonly records: DynamoDBRecord[] = [];
  readonly deadLetters: string[] = [];
  readonly #world: DeliveryRuntime;
  readonly #rules: DeliveryRules;
  #backlog: DynamoDBRecord[] = [];
  #messages: Message[] = [];
  #busy = 0;
  readonly #webhooks: WebhookDeliveries | undefined;

  /** @param bank the bank that tells what happens there */
  constructor(world: DeliveryRuntime, mode: DeliveryMode, bank?: StripeBank) {
    this.#world = world;
    this.#rules = deliveryModes[mode];
    this.#webhooks = bank && new WebhookDeliveries(world, this.#rules, bank);
  }

  start(): void {
    this.#every(RELAY_POLL_MS, () => this.#pollStream());
    this.#every(QUEUE_POLL_MS, () => this.#pollQueue());
    this.#every(SWEEP_MS, () => this.#sweep());
    const webhooks = this.#webhooks;
    if (webhooks) this.#every(WEBHOOK_MS, () => webhooks.deliver());
  }

  /** Whether every stream record and every message is processed. */
  get isIdle(): boolean {
    return (
      !this.#world.hasUnreadRecords &&
      this.#backlog.length === 0 &&
      this.#messages.length === 0 &&
      this.#busy === 0 &&
      this.#webhooks?.isIdle !== false
    );
  }

  enqueue(body: string): void {
    const { simulation } = this.#world;
    for (const wait of this.#rules.messageDelaysMs) {
      const id = `message-${this.#messages.length}-${simulation.now}-${wait}`;
      this.#messages.push({ id, body, visibleAt: simulation.now + wait, receives: 0 });
    }
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

  async #pollQueue(): Promise<void> {
    const { simulation } = this.#world;
    const visible = this.#messages.filter(({ visibleAt }) => visibleAt <= simulation.now).slice(0, BATCH);
    if (visible.length === 0) return;
    for (const message of visible) {
      message.visibleAt = simulation.now + VISIBILITY_MS;
      message.receives++;
    }
    const outcome = await this.#world.invoke("shipping-on-order-placed", 30_000, (context) =>
      shippingOnOrderPlaced({ Records: visible.map(recordOf) }, context),
    );
    const handled = outcome.ended === "answered" ? visible.filter((one) => !hasFailed(one, outcome.result)) : [];
    const deadLettered = visible.filter((one) => !handled.includes(one) && one.receives >= MAX_RECEIVES);
    this.deadLetters.push(...deadLettered.map(({ body }) => body));
    this.#messages = this.#messages.filter((one) => !handled.includes(one) && !deadLettered.includes(one));
  }

  async #sweep(): Promise<void> {
    await this.#world.invoke("sweeper", 60_000, (context) => sweeper({}, context));
  }
}

function hasFailed({ id }: Message, { batchItemFailures }: SQSBatchResponse): boolean {
  return batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === id);
}

function recordOf({ id, body, receives }: Message): SQSRecord {
  return {
    messageId: id,
    receiptHandle: id,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: "0",
      SenderId: "events",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:shipping",
    awsRegion: "us-east-1",
  };
}
