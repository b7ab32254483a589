import * as z from "zod/mini";

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const FORM_RULE = "must be a UTC time like 2026-11-21T05:30:00.000Z";

/** A moment, UTC, ISO 8601 with milliseconds, so that its text sorts by time: `2026-11-21T05:30:00.000Z`. */
export const Timestamp = z
  .string()
  .check(
    z.regex(FORM, FORM_RULE),
    z.meta({ id: "Timestamp", description: "UTC, ISO 8601 with milliseconds", examples: ["2026-11-21T05:30:00.000Z"] }),
  );
export type Timestamp = z.output<typeof Timestamp>;

/** A moment that a request names: the calendar has its day, and the day its time. @param description what happens then */
export function givenTimestamp(description: string) {
  return z.string().check(
    z.regex(FORM, FORM_RULE),
    z.refine((text) => !FORM.test(text) || isOfCalendar(text), "must be a day and a time that exist"),
    z.meta({ description, format: "date-time", examples: ["2026-11-21T05:30:00.000Z"] }),
  );
}

function isOfCalendar(text: string): boolean {
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === text;
}

/** The moment that lies `seconds` after `from` (before it, when negative). */
export function secondsAfter(from: Timestamp, seconds: number): Timestamp {
  return new Date(Date.parse(from) + seconds * 1000).toISOString();
}
