import type { Engine } from "./engine.ts";

/** Something of AWS that an engine on this machine does not do, or does in another way. */
export interface EngineLimit {
  /** What AWS does. */
  readonly onAws: string;
  /** What each engine does instead; an engine that is not named does what AWS does. */
  readonly instead: Readonly<Partial<Record<Engine["kind"], string>>>;
  /** How Waybill keeps its promises all the same, or where it is shown instead. */
  readonly answer: string;
}

/** The one list of what the engines cannot do: tests ask it, a run prints it, docs/engines.md shows it. */
export const engineLimits = {
  gatewayErrors: {
    onAws: "errors of the gateway's own have the shape that the template gives them",
    instead: { LocalStack: "keeps its own shape" },
    answer: "requests that reach a function have our shape on every engine; the template test covers the rest",
  },
  diedStatus: {
    onAws: "a request whose function dies is answered with the status that the template gives such errors, 500",
    instead: { MiniStack: "502, in a shape of its own" },
    answer: "clients send any request again after a 5xx; the tests that kill functions know the difference",
  },
  reservedConcurrency: {
    onAws: "a function runs at most as often at once as is reserved for it",
    instead: { MiniStack: "ignored in a template", LocalStack: "ignored" },
    answer: "asserted in the template",
  },
  remappedHeaders: {
    onAws: "the gateway renames a function's `WWW-Authenticate` to `x-amzn-Remapped-WWW-Authenticate`",
    instead: { MiniStack: "passed on as it is", LocalStack: "passed on as it is" },
    answer: "clients decide by the status and the problem's code, which are the same everywhere",
  },
  conflicts: {
    onAws: "two transactions that touch one item at once: TransactionConflict for one of them",
    instead: { MiniStack: "never raised", LocalStack: "never seen (DynamoDB Local)" },
    answer: "injected through the SDK's middleware by `npm run prove`",
  },
  throttling: {
    onAws: "a table, an index or a bus that is asked for too much throttles",
    instead: { MiniStack: "never", LocalStack: "never" },
    answer: "injected through the SDK's middleware by `npm run prove`",
  },
  laggingIndex: {
    onAws: "an index may lag behind its table",
    instead: { MiniStack: "never", LocalStack: "never" },
    answer: "injected by `npm run prove`",
  },
  streamPartialFailure: {
    onAws: "a stream's batch can fail in part, is bisected, and is given up after a finite number of tries",
    instead: {
      MiniStack: "the whole batch comes again, about once a second, without end",
      LocalStack: "the whole batch is retried",
    },
    answer: "the relay parks what it cannot map, so that a batch fails only where the bus cannot be reached",
  },
  ruleTargetRetries: {
    onAws: "a rule's target has a retry policy and a dead-letter queue",
    instead: { MiniStack: "ignored", LocalStack: "ignored" },
    answer: "asserted in the template; an event that is lost is made up for by the sweeper",
  },
  ruleStartedRetries: {
    onAws: "a function that a rule starts is tried again, given up and its event kept as its event invoke config says",
    instead: { MiniStack: "started once, what fails is kept nowhere (an `Invoke` of the type `Event` is as on AWS)" },
    answer: "asserted in the template, and end to end with `Invoke`; the next minute's sweep does the same work",
  },
  permissions: {
    onAws: "a function can do only what its role allows",
    instead: { MiniStack: "not enforced", LocalStack: "not enforced (free edition)" },
    answer: "asserted in the template: exact actions on exact ARNs",
  },
  dashboards: {
    onAws: "CloudWatch dashboards are a part of the stack",
    instead: { LocalStack: "skipped with a warning" },
    answer: "Waybill has none yet",
  },
  stateAcrossRestarts: {
    onAws: "what is stored stays",
    instead: {
      MiniStack: "a kill loses what came after the last save, 1 to 10 seconds before; a stop loses nothing",
      LocalStack: "everything is forgotten when it stops",
    },
    answer: "`npm start` says from when things are lost, and deploys and stocks a forgotten engine anew",
  },
  webPages: {
    onAws: "a page in a browser reaches the API, and nothing else without credentials",
    instead: {
      MiniStack: "by itself it lets any page do anything",
      LocalStack:
        "by itself it lets pages of https://app.localstack.cloud do anything, and those of any host that DNS lets point to it",
    },
    answer:
      "a guard in front of both refuses foreign hosts, and pages except at the API; in Docker LocalStack stands without it",
  },
} as const satisfies Readonly<Record<string, EngineLimit>>;

export type EngineLimitName = keyof typeof engineLimits;

/** What an engine does instead of what AWS does; undefined where it does the same. */
export function limitOn(kind: Engine["kind"], name: EngineLimitName): string | undefined {
  const limit: EngineLimit = engineLimits[name];
  return limit.instead[kind];
}

/** An engine's limits as lines for people. */
export function describeLimits(kind: Engine["kind"]): string[] {
  return Object.values<EngineLimit>(engineLimits).flatMap(({ onAws, instead, answer }) => {
    const here = instead[kind];
    return here === undefined ? [] : [`On AWS ${onAws}. ${kind}: ${here}. Waybill: ${answer}.`];
  });
}
