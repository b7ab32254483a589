import type { Context, DynamoDBRecord } from "aws-lambda";
import type { Outcome } from "./invocation.ts";
import type { Simulation } from "./simulation.ts";

/** What calls functions and lets time pass: of a world what those who act in it need. */
export interface FunctionRuntime {
  readonly simulation: Simulation;
  /** Runs a function as Lambda would: until it answers, fails, or runs out of time. */
  invoke<Result>(name: string, timeoutMs: number, run: (context: Context) => Promise<Result>): Promise<Outcome<Result>>;
  /** Says what happens, where somebody listens. */
  log(describe: () => string): void;
}

/** What the stream, the queue and the schedule act in. */
export interface DeliveryRuntime extends FunctionRuntime {
  /** Whether the table has been written to since the stream was read. */
  readonly hasUnreadRecords: boolean;
  readStream(): Promise<DynamoDBRecord[]>;
}

/** What clients act in. */
export interface ClientRuntime<Entry> extends FunctionRuntime {
  /** Whether clients ask until they are answered, or go away after the first try. */
  readonly clientsRetry: boolean;
  /** What clients asked for and were answered. */
  readonly exchanged: Entry[];
  nextSequenceNumber(): number;
  /** Something that takes no simulated time. */
  realCall<Result>(run: () => Promise<Result>): Promise<Result>;
}
