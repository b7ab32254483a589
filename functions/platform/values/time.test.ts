import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { givenTimestamp, secondsAfter, Timestamp } from "./time.ts";

const moment = fc
  .date({ min: new Date("2000-01-01T00:00:00.000Z"), max: new Date("2200-01-01T00:00:00.000Z"), noInvalidDate: true })
  .map((date) => date.toISOString());

test("a later moment sorts after an earlier one", () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 10_000_000 }), (from, seconds) => {
      expect(secondsAfter(from, seconds) > from).toBe(true);
      expect(secondsAfter(from, -seconds) < from).toBe(true);
      expect(secondsAfter(from, seconds)).toMatch(/Z$/);
    }),
  );
});

test("seconds go there and back again, also parts of one", () => {
  expect(secondsAfter("2026-11-21T05:30:00.000Z", 0.25)).toBe("2026-11-21T05:30:00.250Z");
  expect(secondsAfter("2026-12-31T23:59:59.999Z", 1)).toBe("2027-01-01T00:00:00.999Z");
});

test.each(["2026-11-21T05:30:00Z", "2026-11-21T05:30:00.000+01:00", "2026-11-21", "", "2026-11-21T05:30:00.000Z "])(
  "%j is not spelled like our moments",
  (text) => {
    expect(z.safeParse(Timestamp, text).success).toBe(false);
  },
);

test.each(["2027-02-28T23:59:59.999Z", "2028-02-29T00:00:00.000Z"])("%s is given: accepted", (text) => {
  expect(z.safeParse(givenTimestamp("Then"), text).success).toBe(true);
});

test.each([
  ["2027-02-29T08:00:00.000Z", "must be a day and a time that exist"],
  ["2027-01-15T24:00:00.000Z", "must be a day and a time that exist"],
  ["2027-13-01T08:00:00.000Z", "must be a day and a time that exist"],
  ["2027-01-15T08:00:00Z", "must be a UTC time like 2026-11-21T05:30:00.000Z"],
  ["2027-01-15", "must be a UTC time like 2026-11-21T05:30:00.000Z"],
])("%s is given: refused, %s", (text, message) => {
  const { error } = z.safeParse(givenTimestamp("Then"), text);
  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});
