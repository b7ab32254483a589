import { TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import type { Call, FaultKind, OwnFault } from "./call.ts";

/** The timeout of the SDK and of the provider's adapter. */
const TIMEOUT_MS = 4_000;
/** When a late call takes effect: within the longest provider timeout, after the client's first retries. */
const LATE_MS = 3_500;
const STALL_MS = 8_000;

/** A call and the ways to let it fail. */
export interface FaultTarget<Result> {
  readonly call: Call;
  execute(): Promise<Result>;
  /** Makes the call with a new token. */
  executeAgain(): Promise<Result>;
  /** Makes the call and returns a partial, stale or failed response. */
  executePartially(kind: FaultKind): Promise<Result>;
  /** What the caller gets instead of a response. */
  lostConnection(): Error;
  /** Kills the calling function. */
  kill(): void;
  sleep(milliseconds: number): Promise<void>;
  /** Runs something later, even if the function is killed. */
  runLater(milliseconds: number, run: () => Promise<unknown>): void;
}

export async function injectFault<Result>(
  { kind, lateMs = LATE_MS }: OwnFault,
  one: FaultTarget<Result>,
): Promise<Result> {
  switch (kind) {
    case "crash before":
      return killCaller(one);
    case "crash after":
      await one.execute().catch(() => {});
      return killCaller(one);
    case "crash, lands later":
      one.runLater(lateMs, one.execute);
      return killCaller(one);
    case "throttled":
      if (one.call.method) return one.executePartially(kind);
      throw errorNamed("ThrottlingException", "Rate exceeded");
    case "conflict":
      throw conflictError(one.call);
    case "timeout before":
      await one.sleep(TIMEOUT_MS);
      throw one.lostConnection();
    case "timeout after":
      await one.execute().catch(() => {});
      await one.sleep(TIMEOUT_MS);
      throw one.lostConnection();
    case "resent as new":
      await one.execute();
      return one.executeAgain();
    case "lands again": {
      const result = await one.execute(); // what is refused has taken no effect that could be repeated
      one.runLater(lateMs, one.executeAgain);
      return result;
    }
    case "lands late":
      one.runLater(lateMs, one.execute);
      throw one.lostConnection();
    case "server error":
      if (one.call.method) return one.executePartially(kind);
      throw one.lostConnection();
    case "stalled":
      await one.sleep(STALL_MS);
      return one.execute();
    case "in progress":
      one.runLater(lateMs, one.execute);
      return one.executePartially(kind);
    case "saved error before":
    case "saved error after":
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

/** What the SDK throws where no response comes. */
export function sdkTimeoutError(): Error {
  return errorNamed("TimeoutError", "the connection was lost");
}

function errorNamed(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
