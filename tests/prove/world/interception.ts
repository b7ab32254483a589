import type { ServiceInputTypes } from "@aws-sdk/lib-dynamodb";
import type { InitializeHandlerArguments } from "@smithy/types";
import { tableClient } from "../../../functions/platform/table/table-client.ts";
import { writesIn } from "../../../functions/platform/table/write.ts";
import { sandboxProvider } from "../../../functions/providers/sandbox/sandbox-provider.ts";
import { parkingClient } from "../../../functions/relay/handler.ts";
import { busClient } from "../../../functions/relay/publish.ts";
import { isAtTheBank, visitBank } from "./bank.ts";
import type { Call } from "./call.ts";
import { forgetAnswers, inPart, remember, type TableAnswer } from "./partial-answers.ts";
import { withoutConditions } from "./removed-conditions.ts";

/** One call on its way, as the world that it belongs to sees it. */
export interface Intercepted<Result> {
  readonly call: Omit<Call, "by">;
  /** Makes the call; `again` as one that nothing ties to the first. */
  readonly carryOut: (again: boolean) => Promise<Result>;
  readonly inPart: (kind: string) => Promise<Result>;
}

/** Where calls go while a world is there. */
export interface Exchange {
  /** A call that may go wrong. */
  pass<Result>(intercepted: Intercepted<Result>): Promise<Result>;
  /** A call of the bank's own, on its books: not ours to disturb. */
  real<Result>(run: () => Promise<Result>): Promise<Result>;
  /** What the bus is given. */
  publish(
    entries: readonly { Source?: string | undefined; DetailType?: string | undefined; Detail?: string | undefined }[],
  ): void;
  park(body: string): void;
}

let exchange: Exchange | undefined;

/** From here on the functions of this process call each other through this world. */
export function connect(to: Exchange): void {
  exchange = to;
  forgetAnswers();
}

function connected(): Exchange {
  if (!exchange) throw new Error("A function called before there was a world.");
  return exchange;
}

const step = { step: "initialize", priority: "high" } as const;

tableClient.middlewareStack.add(
  (next, context) => (sent: InitializeHandlerArguments<ServiceInputTypes>) => {
    const writes = writesIn(sent.input);
    const send = (again: boolean): Promise<TableAnswer> =>
      connected().real(() =>
        next({ ...sent, input: withoutConditions(again ? asNew(sent.input) : sent.input, writes) }),
      );
    if (isAtTheBank()) return send(false);
    const operation = (context.commandName ?? "Command").replace(/Command$/, "");
    const index = "IndexName" in sent.input ? sent.input.IndexName : undefined;
    return connected().pass({
      call: { service: "table", operation, writes, index },
      carryOut: async (again) => {
        const answer = await send(again);
        return index === undefined ? answer : remember(sent.input, answer);
      },
      inPart: (kind) => inPart(kind, sent.input, () => send(false)),
    });
  },
  { ...step, name: "proof" },
);

/** The same request under a token of its own, as if the first had been forgotten. */
function asNew(input: ServiceInputTypes): ServiceInputTypes {
  if (!("ClientRequestToken" in input)) return input;
  return { ...input, ClientRequestToken: `${input.ClientRequestToken?.slice(0, 30)}again` };
}

busClient.middlewareStack.add(
  () => async (sent) => {
    const entries = "Entries" in sent.input ? (sent.input.Entries ?? []) : [];
    const answer = (taken: typeof entries) => {
      connected().publish(taken);
      const Entries = entries.map((one) =>
        taken.includes(one) ? { EventId: "1" } : { ErrorCode: "ThrottlingException" },
      );
      return {
        output: { $metadata: {}, Entries, FailedEntryCount: entries.length - taken.length },
        response: undefined,
      };
    };
    return connected().pass({
      call: { service: "bus", operation: "PutEvents", writes: [], index: undefined },
      carryOut: async () => answer(entries),
      inPart: async () => answer(entries.slice(0, -1)),
    });
  },
  { ...step, name: "proof" },
);

parkingClient.middlewareStack.add(
  () => async (sent) => {
    const body = "MessageBody" in sent.input ? (sent.input.MessageBody ?? "") : "";
    const carryOut = async () => {
      connected().park(body);
      return { output: { $metadata: {} }, response: undefined };
    };
    return connected().pass({
      call: { service: "parking", operation: "SendMessage", writes: [], index: undefined },
      carryOut,
      inPart: carryOut,
    });
  },
  { ...step, name: "proof" },
);

function viaWorld<Request, Result>(operation: string, ask: (request: Request, signal: AbortSignal) => Promise<Result>) {
  return (request: Request, signal: AbortSignal) => {
    const carryOut = () => visitBank(() => ask(request, signal));
    return connected().pass({
      call: { service: "provider", operation, writes: [], index: undefined },
      carryOut,
      inPart: carryOut,
    });
  };
}

const { authorize, capture, void: letGo, find } = sandboxProvider;
Object.assign(sandboxProvider, {
  authorize: viaWorld("authorize", authorize),
  capture: viaWorld("capture", capture),
  void: viaWorld("void", letGo),
  find: viaWorld("find", find),
});
