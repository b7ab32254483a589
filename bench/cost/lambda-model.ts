import { readPrices } from "./prices.ts";

/**
 * What is known of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html.
 * Here it is computed with, not measured.
 */

/** A function has one whole processor with this many MB, and a share in proportion with fewer. */
export const WHOLE_PROCESSOR_MB = 1_769;

const dollarsPerGigabyteSecond = readPrices().perGigabyteSecond.lambdaArm;
/** What Lambda's own runtime client adds to a Node process. */
export const RUNTIME_MB = 25;

/** The sizes that are compared. */
export const memorySizes = [128, 256, 512, 1_024, WHOLE_PROCESSOR_MB] as const;

/** What an invocation needs, whatever its memory. */
export interface Need {
  /** Milliseconds of a whole processor. */
  readonly cpu: number;
  /** Milliseconds that it waits for AWS. */
  readonly wait: number;
}

/** Milliseconds that an invocation takes with so much memory. */
export function durationWith(megabytes: number, { cpu, wait }: Need): number {
  return wait + cpu / Math.min(1, megabytes / WHOLE_PROCESSOR_MB);
}

/** Dollars for a million invocations: Lambda bills whole milliseconds. */
export function dollarsPerMillion(megabytes: number, need: Need): number {
  return (Math.ceil(durationWith(megabytes, need)) / 1_000) * (megabytes / 1_024) * dollarsPerGigabyteSecond * 1e6;
}
