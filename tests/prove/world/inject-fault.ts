import { TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { ProviderUnavailableError } from "../../../functions/providers/payment-provider.ts";
import type { Call, FaultKind } from "./call.ts";

/** How long the SDK and the provider's adapter wait for an answer, in milliseconds. */
const TIMEOUT_MS = 4_000;
/** How late what lands late does: within the longest provider timeout, after the client's first retries. */
const LATE_MS = 3_500;
const STALL_MS = 8_000;

/** A call about to be made, and all that may become of it. */
export interface FaultTarget<Result> {
  readonly call: Call;
  /** Makes the call. */
  execute(): Promise<Result>;
  /** Makes the call as one that nothing ties to the first. */
  executeAgain(): Promise<Result>;
  /** What a batch, the bus or an index answers when it does so in part, or too early; undefined where it cannot. */
  executePartially(kind: FaultKind): Promise<Result>;
  /** Kills the function. */
  kill(): void;
  sleep(milliseconds: number): Promise<void>;
  /** Does something later, whatever happens to the function. */
  runLater(milliseconds: number, run: () => Promise<unknown>): void;
}

/** Lets one call go wrong in one way. */
export async function injectFault<Result>(kind: FaultKind, one: FaultTarget<Result>): Promise<Result> {
  switch (kind) {
    case "crash before":
      return killCaller(one);
    case "crash after":
      await one.execute().catch(() => {});
      return killCaller(one);
    case "crash, lands later":
      one.runLater(LATE_MS, one.execute);
      return killCaller(one);
    case "throttled":
      throw errorNamed("ThrottlingException", "Rate exceeded");
    case "conflict":
      throw conflictError(one.call);
    case "timeout before":
      await one.sleep(TIMEOUT_MS);
      throw timeoutError(one.call);
    case "timeout after":
      await one.execute().catch(() => {});
      await one.sleep(TIMEOUT_MS);
      throw timeoutError(one.call);
    case "resent as new":
      await one.execute();
      return one.executeAgain();
    case "lands again":
      one.runLater(LATE_MS, one.executeAgain);
      return one.execute();
    case "lands late":
      one.runLater(LATE_MS, one.execute);
      throw timeoutError(one.call);
    case "server error":
      throw timeoutError(one.call);
    case "stalled":
      await one.sleep(STALL_MS);
      return one.execute();
    case "half unprocessed":
    case "entry refused":
    case "stale index":
    case "empty index":
      return one.executePartially(kind);
  }
}

function killCaller<Result>({ kill }: FaultTarget<Result>): Promise<never> {
  kill();
  return new Promise(() => {});
}

function timeoutError({ service }: Call): Error {
  return service === "provider"
    ? new ProviderUnavailableError("the connection was lost")
    : errorNamed("TimeoutError", "the connection was lost");
}

function conflictError({ operation, writes }: Call): Error {
  const message = "Transaction is ongoing for the item";
  if (!operation.startsWith("Transact")) return new TransactionConflictException({ message, $metadata: {} });
  const [first, ...others] = writes;
  const CancellationReasons = [
    { Code: first ? "TransactionConflict" : "None" },
    ...others.map(() => ({ Code: "None" })),
  ];
  return new TransactionCanceledException({ message, $metadata: {}, CancellationReasons });
}

function errorNamed(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
