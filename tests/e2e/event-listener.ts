import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import { Envelope } from "../../events/envelope.ts";
import { engineClientSettings, output, sqs } from "./aws.ts";
import { eventually } from "./eventually.ts";
import { unique } from "./shop.ts";

const Delivered = z.object({ source: z.string(), "detail-type": z.string(), time: z.string(), detail: Envelope });
export type Delivered = z.output<typeof Delivered>;

const TARGET = "listener";

/** Receives the events of the stack's bus through its own rule and queue, as another team's subscriber does. */
export interface EventListener {
  /** The events received so far about a product, an order or a reservation, without duplicates. */
  about(id: string): Promise<Delivered[]>;
  /** The same, once at least `count` events have arrived. */
  countedAbout(id: string, count: number): Promise<Delivered[]>;
  stop(): Promise<void>;
}

/** Starts to receive events; earlier ones do not arrive. */
export async function listenToEvents(): Promise<EventListener> {
  const bus = new EventBridgeClient(engineClientSettings);
  const name = unique("listener");
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const rule = { Rule: name, EventBusName: output("EventBusName") };
  const EventPattern = JSON.stringify({ source: [{ prefix: "waybill." }] });
  await bus.send(new PutRuleCommand({ Name: name, EventBusName: rule.EventBusName, EventPattern }));
  await bus.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: TARGET, Arn: Attributes?.QueueArn }] }));

  const received = new Map<string, Delivered>();
  const receive = async () => {
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return;
      for (const { Body = "" } of Messages) {
        const event = Delivered.parse(JSON.parse(Body));
        received.set(event.detail.id, event);
      }
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  };
  const about = async (id: string) => {
    await receive();
    return [...received.values()].filter(({ detail: { data } }) =>
      [data.orderId, data.sku, data.reservationId].includes(id),
    );
  };
  return {
    about,
    countedAbout: (id, count) =>
      eventually(
        () => about(id),
        (events) => events.length >= count,
      ),
    stop: async () => {
      await bus.send(new RemoveTargetsCommand({ ...rule, Ids: [TARGET] }));
      await bus.send(new DeleteRuleCommand({ Name: name, EventBusName: rule.EventBusName }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}
