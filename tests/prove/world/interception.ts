import type { ServiceInputTypes } from "@aws-sdk/lib-dynamodb";
import type { InitializeHandlerArguments } from "@smithy/types";
import { tableClient } from "../../../functions/platform/table/table-client.ts";
import { writesIn } from "../../../functions/platform/table/write.ts";
import { ProviderUnavailableError } from "../../../functions/providers/payment-provider.ts";
import { sandboxProvider } from "../../../functions/providers/sandbox/sandbox-provider.ts";
import { parkingClient } from "../../../functions/relay/handler.ts";
import { busClient } from "../../../functions/relay/publish.ts";
import type { Call, FaultKind, OwnFault } from "./call.ts";
import { isInsideProvider, runInsideProvider } from "./inside-provider.ts";
import { neededAccess } from "./needed-access.ts";
import {
  forgetIndexResponses,
  partialResponse,
  rememberIndexResponse,
  type TableResponse,
} from "./partial-responses.ts";
import { withoutConditions } from "./removed-conditions.ts";
import type { StripeBank } from "./stripe-bank.ts";

export interface InterceptedCall<Result> {
  readonly call: Omit<Call, "by">;
  /** Makes the call; `again` with a new token. */
  readonly execute: (again: boolean) => Promise<Result>;
  readonly executePartially: (kind: FaultKind) => Promise<Result>;
  /** What the caller gets where no response comes: what the SDK throws, where it is absent. */
  readonly lostConnection?: () => Error;
  /** A fault that belongs to the scenario. */
  readonly ownFault?: () => OwnFault | undefined;
}

/** Receives every call of the functions. */
export interface CallHandler {
  /** The bank where Stripe is the provider. */
  readonly stripe: StripeBank | undefined;
  /** A call at which a fault can be injected. */
  handleCall<Result>(intercepted: InterceptedCall<Result>): Promise<Result>;
  /** A call without faults. */
  realCall<Result>(run: () => Promise<Result>): Promise<Result>;
  publish(
    entries: readonly { Source?: string | undefined; DetailType?: string | undefined; Detail?: string | undefined }[],
  ): void;
  park(body: string): void;
  /** What IAM has to allow the calling function for a call. */
  recordAccess(access: readonly string[]): void;
}

let handler: CallHandler | undefined;

/** Sends every call of this process's functions to this handler. */
export function interceptCalls(to: CallHandler): void {
  handler = to;
  forgetIndexResponses();
}

/** @throws where no world was created. */
export function currentHandler(): CallHandler {
  if (!handler) throw new Error("A function made a call before a world was created.");
  return handler;
}

const step = { step: "initialize", priority: "high" } as const;

tableClient.middlewareStack.add(
  (next, context) => (sent: InitializeHandlerArguments<ServiceInputTypes>) => {
    const writes = writesIn(sent.input);
    const send = (again: boolean): Promise<TableResponse> =>
      currentHandler().realCall(() =>
        next({ ...sent, input: withoutConditions(again ? withNewToken(sent.input) : sent.input, writes) }),
      );
    const operation = (context.commandName ?? "Command").replace(/Command$/, "");
    currentHandler().recordAccess(neededAccess(operation, sent.input));
    if (isInsideProvider()) return send(false);
    const index = "IndexName" in sent.input ? sent.input.IndexName : undefined;
    return currentHandler().handleCall({
      call: { service: "table", operation, writes, index },
      execute: async (again) => {
        const answer = await send(again);
        return index === undefined ? answer : rememberIndexResponse(sent.input, answer);
      },
      executePartially: (kind) => partialResponse(kind, sent.input, () => send(false)),
    });
  },
  { ...step, name: "proof" },
);

function withNewToken(input: ServiceInputTypes): ServiceInputTypes {
  if (!("ClientRequestToken" in input)) return input;
  return { ...input, ClientRequestToken: `${input.ClientRequestToken?.slice(0, 30)}again` };
}

busClient.middlewareStack.add(
  () => async (sent) => {
    currentHandler().recordAccess(neededAccess("PutEvents", sent.input));
    const entries = "Entries" in sent.input ? (sent.input.Entries ?? []) : [];
    const answer = (taken: typeof entries) => {
      currentHandler().publish(taken);
      const Entries = entries.map((one) =>
        taken.includes(one) ? { EventId: "1" } : { ErrorCode: "ThrottlingException" },
      );
      return {
        output: { $metadata: {}, Entries, FailedEntryCount: entries.length - taken.length },
        response: undefined,
      };
    };
    return currentHandler().handleCall({
      call: { service: "bus", operation: "PutEvents", writes: [], index: undefined },
      execute: async () => answer(entries),
      executePartially: async () => answer(entries.slice(0, -1)),
    });
  },
  { ...step, name: "proof" },
);

parkingClient.middlewareStack.add(
  () => async (sent) => {
    currentHandler().recordAccess(neededAccess("SendMessage", sent.input));
    const body = "MessageBody" in sent.input ? (sent.input.MessageBody ?? "") : "";
    const execute = async () => {
      currentHandler().park(body);
      return { output: { $metadata: {} }, response: undefined };
    };
    return currentHandler().handleCall({
      call: { service: "parking", operation: "SendMessage", writes: [], index: undefined },
      execute,
      executePartially: execute,
    });
  },
  { ...step, name: "proof" },
);

function viaWorld<Request, Result>(operation: string, ask: (request: Request, signal: AbortSignal) => Promise<Result>) {
  return (request: Request, signal: AbortSignal) => {
    const execute = () => runInsideProvider(() => ask(request, signal));
    return currentHandler().handleCall({
      call: { service: "provider", operation, writes: [], index: undefined },
      execute,
      executePartially: execute,
      lostConnection: () => new ProviderUnavailableError("the connection was lost"),
    });
  };
}

const { authorize, capture, close, refund, retrieve } = sandboxProvider;
Object.assign(sandboxProvider, {
  authorize: viaWorld("authorize", authorize),
  capture: viaWorld("capture", capture),
  close: viaWorld("close", close),
  refund: viaWorld("refund", refund),
  retrieve: viaWorld("retrieve", retrieve),
});
