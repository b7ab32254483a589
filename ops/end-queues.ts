import { SendMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { StackOutputs } from "../local/deploy/stack-outputs.ts";
import { bodyAs, type HandleMessage, sendTo } from "./dead-letters.ts";
import { relayGivenUp, relayParked } from "./relay-again.ts";
import type { TargetStack } from "./stack-queues.ts";

/** A dead-letter queue, and what is done with them once the cause is mended. */
export interface EndQueue {
  /** The stack's output with its URL. */
  readonly output: keyof typeof StackOutputs.shape;
  /** What its messages are. */
  readonly holds: string;
  /** What is asked before something is done. */
  readonly question: string;
  /** What was done, as in "2 of 3 messages: sent back". */
  readonly done: string;
  readonly handle: (stack: TargetStack) => HandleMessage;
}

/** Every dead-letter queue of the stack, by its name for `npm run redrive -- --queue`. */
export const endQueues = {
  shipping: {
    output: "ShippingDlqUrl",
    holds: "OrderPlaced messages that shipping could not handle",
    question: "Send them back to the shipping queue?",
    done: "sent back to the shipping queue",
    handle: ({ sqs, outputs }) => sendTo(sqs, outputs.ShippingQueueUrl),
  },
  "shipping-undelivered": {
    output: "ShippingUndeliveredUrl",
    holds: "OrderPlaced events that EventBridge could not put into the shipping queue",
    question: "Put them into the shipping queue, as EventBridge would have?",
    done: "put into the shipping queue",
    handle: ({ sqs, outputs }) => deliver(sqs, outputs.ShippingQueueUrl),
  },
  relay: {
    output: "ParkingQueueUrl",
    holds: "changes of the table that the relay could not turn into events",
    question: "Put them through the relay again?",
    done: "put through the relay again",
    handle: ({ lambda, outputs }) => relayParked({ lambda, functionName: outputs.RelayFunctionName }),
  },
  "relay-failures": {
    output: "RelayFailuresUrl",
    holds: "notes of Lambda about stream records that the relay gave up on",
    question: "Read their records from the table's stream, and put them through the relay again?",
    done: "put through the relay again",
    handle: ({ lambda, streams, outputs }) =>
      relayGivenUp({ lambda, functionName: outputs.RelayFunctionName }, streams),
  },
  sweeper: {
    output: "SweeperFailuresUrl",
    holds: "sweeps that failed or never started, whose work the next sweep has done or tried",
    question: "Delete them?",
    done: "deleted",
    handle: () => discard,
  },
} as const satisfies Readonly<Record<string, EndQueue>>;

export type EndQueueName = keyof typeof endQueues;

/** Nothing is done with the message, so that it is only deleted. */
export const discard: HandleMessage = async () => ({ handled: true });

const BusEvent = z.looseObject({ source: z.string(), "detail-type": z.string(), detail: z.unknown() });

/** EventBridge keeps the event as the body, whole, and adds why as attributes: a rule's queue gets the body only. */
export function deliver(sqs: TargetStack["sqs"], queueUrl: string): HandleMessage {
  return async (message) => {
    if (!bodyAs(BusEvent, message)) return { handled: false, note: "stays: it is not an event of EventBridge's." };
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: message.Body }));
    return { handled: true };
  };
}
