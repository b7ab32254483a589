import * as z from "zod/mini";

/** A moment, UTC, ISO 8601 with milliseconds, so that its text sorts by time: `2026-11-21T05:30:00.000Z`. */
export const Timestamp = z
  .string()
  .check(
    z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, "must be a UTC time like 2026-11-21T05:30:00.000Z"),
    z.meta({ id: "Timestamp", description: "UTC, ISO 8601 with milliseconds", examples: ["2026-11-21T05:30:00.000Z"] }),
  );
export type Timestamp = z.output<typeof Timestamp>;

/** The moment that lies `seconds` after `from` (before it, when negative). */
export function secondsAfter(from: Timestamp, seconds: number): Timestamp {
  return new Date(Date.parse(from) + seconds * 1000).toISOString();
}
