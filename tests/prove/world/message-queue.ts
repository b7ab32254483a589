import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { consume } from "../../../functions/platform/messages/consume.ts";
import type { Subscription } from "../../../functions/registry/subscriptions.ts";
import type { DeliveryRules } from "./delivery-modes.ts";
import type { DeliveryRuntime } from "./runtime.ts";

/** As configured in infra/subscription.ts. */
const VISIBILITY_MS = 180_000;
const FUNCTION_MS = 30_000;
const MAX_RECEIVES = 5;
const BATCH = 10;

interface Message {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
}

/** The queue of a subscription, with the function that reads it. */
export class MessageQueue {
  readonly subscription: Subscription;
  readonly deadLetters: string[] = [];
  readonly #world: DeliveryRuntime;
  readonly #rules: DeliveryRules;
  readonly #handler: ReturnType<typeof consume>;
  #messages: Message[] = [];

  constructor(world: DeliveryRuntime, rules: DeliveryRules, subscription: Subscription) {
    this.#world = world;
    this.#rules = rules;
    this.subscription = subscription;
    this.#handler = consume(subscription);
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  enqueue(body: string): void {
    const { simulation } = this.#world;
    for (const wait of this.#rules.messageDelaysMs) {
      const id = `message-${this.#messages.length}-${simulation.now}-${wait}`;
      this.#messages.push({ id, body, visibleAt: simulation.now + wait, receives: 0 });
    }
  }

  async poll(): Promise<void> {
    const { simulation } = this.#world;
    const visible = this.#messages.filter(({ visibleAt }) => visibleAt <= simulation.now).slice(0, BATCH);
    if (visible.length === 0) return;
    for (const message of visible) {
      message.visibleAt = simulation.now + VISIBILITY_MS;
      message.receives++;
    }
    const outcome = await this.#world.invoke(this.subscription.functionName, FUNCTION_MS, (context) =>
      this.#handler({ Records: visible.map(recordOf) }, context),
    );
    const handled = outcome.ended === "answered" ? visible.filter((one) => !hasFailed(one, outcome.result)) : [];
    const deadLettered = visible.filter((one) => !handled.includes(one) && one.receives >= MAX_RECEIVES);
    this.deadLetters.push(...deadLettered.map(({ body }) => body));
    this.#messages = this.#messages.filter((one) => !handled.includes(one) && !deadLettered.includes(one));
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
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:queue",
    awsRegion: "us-east-1",
  };
}
