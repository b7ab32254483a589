import { SendMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { eventNames, type Subscription, subscriptions } from "../functions/registry/subscriptions.ts";
import { queueOutputs } from "../infra/output-names.ts";
import { bodyAs, type HandleMessage, sendTo } from "./dead-letters.ts";
import { relayGivenUp, relayParked } from "./relay-again.ts";
import { outputOf, type TargetStack } from "./target-stack.ts";

/** A dead-letter queue, and what is done with its messages once the cause is repaired. */
export interface DeadLetterQueue {
  /** Its name for `npm run redrive -- --queue`. */
  readonly name: string;
  /** The stack's output with its URL. */
  readonly output: string;
  /** What its messages are. */
  readonly holds: string;
  /** What is asked before something is done. */
  readonly question: string;
  /** What was done, as in "2 of 3 messages: sent back". */
  readonly done: string;
  readonly handle: (stack: TargetStack) => HandleMessage;
}

/** Every dead-letter queue of the stack. */
export const deadLetterQueues: readonly DeadLetterQueue[] = [
  ...subscriptions.flatMap(queuesOf),
  {
    name: "relay",
    output: "ParkingQueueUrl",
    holds: "changes of the table that the relay could not turn into events",
    question: "Put them through the relay again?",
    done: "put through the relay again",
    handle: ({ lambda, outputs }) => relayParked({ lambda, functionName: outputs.RelayFunctionName }),
  },
  {
    name: "relay-failures",
    output: "RelayFailuresUrl",
    holds: "notes of Lambda about stream records that the relay gave up on",
    question: "Read their records from the table's stream, and put them through the relay again?",
    done: "put through the relay again",
    handle: ({ lambda, streams, outputs }) =>
      relayGivenUp({ lambda, functionName: outputs.RelayFunctionName }, streams),
  },
  {
    name: "sweeper",
    output: "SweeperFailuresUrl",
    holds: "sweeps that failed or never started, whose work the next sweep has done or tried",
    question: "Delete them?",
    done: "deleted",
    handle: () => discard,
  },
];

/** The two dead-letter queues of a subscription. */
function queuesOf(subscription: Subscription): DeadLetterQueue[] {
  const { name } = subscription;
  const names = eventNames(subscription);
  const outputs = queueOutputs(subscription);
  return [
    {
      name,
      output: outputs.deadLetters,
      holds: `${names} messages that ${name} could not handle`,
      question: `Send them back to the ${name} queue?`,
      done: `sent back to the ${name} queue`,
      handle: (stack) => sendTo(stack.sqs, outputOf(stack, outputs.queue)),
    },
    {
      name: `${name}-undelivered`,
      output: outputs.undelivered,
      holds: `${names} events that EventBridge could not put into the ${name} queue`,
      question: `Put them into the ${name} queue, as EventBridge would have?`,
      done: `put into the ${name} queue`,
      handle: (stack) => deliver(stack.sqs, outputOf(stack, outputs.queue)),
    },
  ];
}

/** Only deletes the message. */
export const discard: HandleMessage = async () => ({ handled: true });

const BusEvent = z.looseObject({ source: z.string(), "detail-type": z.string(), detail: z.unknown() });

/** EventBridge keeps the whole event as the body and adds the reason as attributes; a rule's queue gets the body only. */
export function deliver(sqs: TargetStack["sqs"], queueUrl: string): HandleMessage {
  return async (message) => {
    if (!bodyAs(BusEvent, message)) return { handled: false, note: "stays: it is not an event of EventBridge's." };
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: message.Body }));
    return { handled: true };
  };
}
