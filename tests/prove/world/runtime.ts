import type { Context, DynamoDBRecord } from "aws-lambda";
import type { Outcome } from "./invocation.ts";
import type { Simulation } from "./simulation.ts";

/** What is needed to call functions. */
export interface FunctionRuntime {
  readonly simulation: Simulation;
  invoke<Result>(name: string, timeoutMs: number, run: (context: Context) => Promise<Result>): Promise<Outcome<Result>>;
  /** Passes a line to the listener, if there is one. */
  log(describe: () => string): void;
}

/** What the stream, the queue and the schedule need. */
export interface DeliveryRuntime extends FunctionRuntime {
  /** Whether the table was written to since the stream was read. */
  readonly hasUnreadRecords: boolean;
  readStream(): Promise<DynamoDBRecord[]>;
}

/** What clients need. */
export interface ClientRuntime<Entry> extends FunctionRuntime {
  /** Whether clients retry or stop after the first try. */
  readonly clientsRetry: boolean;
  /** The requests of all clients, with their responses. */
  readonly requests: Entry[];
  nextSequenceNumber(): number;
  /** A real call, which takes no simulated time. */
  realCall<Result>(run: () => Promise<Result>): Promise<Result>;
}
