import type { Engine } from "./engine.ts";

/** A behaviour of AWS that a local engine lacks or implements differently. */
export interface EngineLimit {
  /** What AWS does. */
  readonly onAws: string;
  /** What each engine does instead; an engine that is not named behaves like AWS. */
  readonly instead: Readonly<Partial<Record<Engine["kind"], string>>>;
  /** How Waybill handles the difference, or where the behaviour is tested instead. */
  readonly workaround: string;
}

/** The one list of the engines' limits: tests read it, a run prints it, docs/engines.md shows it. */
export const engineLimits = {
  gatewayErrors: {
    onAws: "API Gateway's own errors have the shape that the template defines",
    instead: { LocalStack: "ignores the template's shape" },
    workaround: "errors of functions have our shape on every engine; the template test covers the rest",
  },
  diedStatus: {
    onAws: "a request whose function crashes gets the status that the template defines, 500",
    instead: { MiniStack: "502, in another shape" },
    workaround: "clients retry any request after a 5xx; tests that kill functions accept both",
  },
  reservedConcurrency: {
    onAws: "a function's concurrency is limited to its reservation",
    instead: { MiniStack: "ignored in a template", LocalStack: "ignored" },
    workaround: "asserted in the template",
  },
  remappedHeaders: {
    onAws: "API Gateway renames a function's `WWW-Authenticate` to `x-amzn-Remapped-WWW-Authenticate`",
    instead: { MiniStack: "passed on unchanged", LocalStack: "passed on unchanged" },
    workaround: "clients decide by the status and the problem's code, which are the same everywhere",
  },
  conflicts: {
    onAws: "two concurrent transactions on one item: one gets TransactionConflict",
    instead: { MiniStack: "never raised", LocalStack: "never observed (DynamoDB Local)" },
    workaround: "injected through the SDK's middleware by `npm run prove`",
  },
  throttling: {
    onAws: "a table, an index or a bus throttles when overloaded",
    instead: { MiniStack: "never", LocalStack: "never" },
    workaround: "injected through the SDK's middleware by `npm run prove`",
  },
  laggingIndex: {
    onAws: "an index may lag behind its table",
    instead: { MiniStack: "never", LocalStack: "never" },
    workaround: "injected by `npm run prove`",
  },
  streamPartialFailure: {
    onAws: "a stream's batch can fail in part, is bisected, and is dropped after a limited number of retries",
    instead: {
      MiniStack: "the whole batch is retried about once a second, without limit",
      LocalStack: "the whole batch is retried",
    },
    workaround: "the relay parks records it cannot map, so a batch fails only when the bus is unreachable",
  },
  ruleTargetRetries: {
    onAws: "a rule's target has a retry policy and a dead-letter queue",
    instead: { MiniStack: "ignored", LocalStack: "ignored" },
    workaround: "asserted in the template; the sweeper recovers from a lost event",
  },
  ruleStartedRetries: {
    onAws: "a function that a rule invokes is retried, and its failed event kept, as its event invoke config says",
    instead: { MiniStack: "invoked once, a failed event is lost (an `Invoke` of type `Event` works as on AWS)" },
    workaround: "asserted in the template, and end to end with `Invoke`; the next minute's sweep does the same work",
  },
  permissions: {
    onAws: "a function can do only what its role allows",
    instead: { MiniStack: "not enforced", LocalStack: "not enforced (free edition)" },
    workaround: "asserted in the template: exact actions on exact ARNs",
  },
  logs: {
    onAws: "a function logs to the group that its configuration names, and CloudWatch Logs filters events by a pattern",
    instead: { LocalStack: "it logs to the default group, `/aws/lambda/<function>`; patterns are ignored" },
    workaround: "`npm run logs` reads both groups on an engine, and filters the lines itself, too",
  },
  dashboards: {
    onAws: "CloudWatch dashboards are part of the stack",
    instead: { LocalStack: "skipped with a warning" },
    workaround: "Waybill has none yet",
  },
  stateAcrossRestarts: {
    onAws: "stored data is kept",
    instead: {
      MiniStack: "a kill loses the changes since the last save, 1 to 10 seconds; a stop loses nothing",
      LocalStack: "everything is lost when it stops",
    },
    workaround: "`npm start` prints the time of the last save, and deploys and seeds an empty engine again",
  },
  webPages: {
    onAws: "a web page reaches the API, and nothing else without credentials",
    instead: {
      MiniStack: "by default any page may do anything",
      LocalStack:
        "by default pages of https://app.localstack.cloud, and of any host whose DNS name points to it, may do anything",
    },
    workaround:
      "a guard in front of both refuses foreign hosts, and lets pages reach only the API; LocalStack in Docker has no guard",
  },
} as const satisfies Readonly<Record<string, EngineLimit>>;

export type EngineLimitName = keyof typeof engineLimits;

/** What an engine does instead of AWS; undefined where it behaves the same. */
export function limitOn(kind: Engine["kind"], name: EngineLimitName): string | undefined {
  const limit: EngineLimit = engineLimits[name];
  return limit.instead[kind];
}

/** An engine's limits as lines for people. */
export function describeLimits(kind: Engine["kind"]): string[] {
  return Object.values<EngineLimit>(engineLimits).flatMap(({ onAws, instead, workaround }) => {
    const here = instead[kind];
    return here === undefined ? [] : [`On AWS ${onAws}. ${kind}: ${here}. Waybill: ${workaround}.`];
  });
}
