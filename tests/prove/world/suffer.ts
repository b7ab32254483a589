import { TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { ProviderUnavailableError } from "../../../functions/providers/payment-provider.ts";
import type { Call, FaultKind } from "./call.ts";

/** How long the SDK and the provider's adapter wait for an answer, in milliseconds. */
const TIMEOUT_MS = 4_000;
/** How late what lands late does: within the longest provider timeout, after the client's first retries. */
const LATE_MS = 3_500;
const STALL_MS = 8_000;

/** A call about to be made, and all that may become of it. */
export interface Sufferer<Result> {
  readonly call: Call;
  /** Makes the call. */
  carryOut(): Promise<Result>;
  /** Makes the call as one that nothing ties to the first. */
  carryOutAgain(): Promise<Result>;
  /** What a batch, the bus or an index answers when it does so in part, or too early; undefined where it cannot. */
  answerInPart(kind: FaultKind): Promise<Result>;
  /** Kills the function. */
  die(): void;
  sleep(milliseconds: number): Promise<void>;
  /** Does something later, whatever happens to the function. */
  later(milliseconds: number, run: () => Promise<unknown>): void;
}

/** Lets one call go wrong in one way. */
export async function suffer<Result>(kind: FaultKind, one: Sufferer<Result>): Promise<Result> {
  switch (kind) {
    case "crash before":
      return dead(one);
    case "crash after":
      await one.carryOut().catch(() => {});
      return dead(one);
    case "crash, lands later":
      one.later(LATE_MS, one.carryOut);
      return dead(one);
    case "throttled":
      throw named("ThrottlingException", "Rate exceeded");
    case "conflict":
      throw conflict(one.call);
    case "timeout before":
      await one.sleep(TIMEOUT_MS);
      throw noAnswer(one.call);
    case "timeout after":
      await one.carryOut().catch(() => {});
      await one.sleep(TIMEOUT_MS);
      throw noAnswer(one.call);
    case "resent as new":
      await one.carryOut();
      return one.carryOutAgain();
    case "lands again":
      one.later(LATE_MS, one.carryOutAgain);
      return one.carryOut();
    case "lands late":
      one.later(LATE_MS, one.carryOut);
      throw noAnswer(one.call);
    case "server error":
      throw noAnswer(one.call);
    case "stalled":
      await one.sleep(STALL_MS);
      return one.carryOut();
    case "half unprocessed":
    case "entry refused":
    case "stale index":
    case "empty index":
      return one.answerInPart(kind);
  }
}

function dead<Result>({ die }: Sufferer<Result>): Promise<never> {
  die();
  return new Promise(() => {});
}

function noAnswer({ service }: Call): Error {
  return service === "provider"
    ? new ProviderUnavailableError("the connection was lost")
    : named("TimeoutError", "the connection was lost");
}

function conflict({ operation, writes }: Call): Error {
  const message = "Transaction is ongoing for the item";
  if (!operation.startsWith("Transact")) return new TransactionConflictException({ message, $metadata: {} });
  const [first, ...others] = writes;
  const CancellationReasons = [
    { Code: first ? "TransactionConflict" : "None" },
    ...others.map(() => ({ Code: "None" })),
  ];
  return new TransactionCanceledException({ message, $metadata: {}, CancellationReasons });
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
