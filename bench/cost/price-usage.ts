import { LOG_LINE_BYTES } from "./assumptions.ts";
import type { Prices } from "./prices.ts";
import { amountOf, indexWriteUnitsOf, readUnitsOf, type Usage } from "./usage.ts";

/** Dollars for a million times, by what is paid for. */
export interface Dollars {
  readonly writes: number;
  readonly reads: number;
  readonly events: number;
  readonly gateway: number;
  readonly lambda: number;
  readonly logs: number;
  readonly queue: number;
  readonly total: number;
}

const GIGABYTE = 1_024 ** 3;
const MEGABYTE_MILLISECONDS = 1_024 * 1_000;

/** What a million times this usage costs, without the wait for the payment provider. */
export function dollarsPerMillion(usage: Usage, { perMillion, perGigabyte, perGigabyteSecond }: Prices): Dollars {
  const parts = {
    writes: (amountOf(usage, "tableWriteUnits") + indexWriteUnitsOf(usage)) * perMillion.writeUnits,
    reads: readUnitsOf(usage) * perMillion.readUnits + amountOf(usage, "streamReads") * perMillion.streamReads,
    events: amountOf(usage, "events") * perMillion.events,
    gateway: amountOf(usage, "gatewayRequests") * perMillion.gatewayRequests,
    lambda:
      amountOf(usage, "invocations") * perMillion.invocations +
      gigabyteSecondsPerMillion(amountOf(usage, "megabyteMilliseconds")) * perGigabyteSecond.lambdaArm,
    logs: ((logBytesOf(usage) * 1_000_000) / GIGABYTE) * perGigabyte.logIngestion,
    queue: amountOf(usage, "queueRequests") * perMillion.queueRequests,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/** Dollars for a million times the wait for the payment provider in this usage. */
export function providerWaitPerMillion(usage: Usage, { perGigabyteSecond }: Prices): number {
  return gigabyteSecondsPerMillion(amountOf(usage, "providerMegabyteMilliseconds")) * perGigabyteSecond.lambdaArm;
}

/** The bytes that CloudWatch Logs counts. */
export function logBytesOf(usage: Usage): number {
  return amountOf(usage, "logBytes") + amountOf(usage, "logLines") * LOG_LINE_BYTES;
}

function gigabyteSecondsPerMillion(megabyteMilliseconds: number): number {
  return (megabyteMilliseconds * 1_000_000) / MEGABYTE_MILLISECONDS;
}
