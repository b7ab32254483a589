import { expect, test } from "vitest";
import * as z from "zod/mini";
import { CountryCode } from "./country-code.ts";

test("the list holds the 249 codes of ISO 3166-1 and XK, in alphabetical order", () => {
  expect(CountryCode.options).toHaveLength(250);
  expect(CountryCode.options).toEqual([...new Set(CountryCode.options)].sort());
});

test.each(["DE", "AX", "GB", "SS", "XK"])("%s is a country", (code) => {
  expect(z.safeParse(CountryCode, code).success).toBe(true);
});

test.each(["ZZ", "AA", "XX", "UK", "EU", "AN", "SU", "de", "De", "DEU", "276", "", "DE "])("%j: refused", (code) => {
  const { error } = z.safeParse(CountryCode, code);
  expect(error?.issues.map(({ message }) => message)).toEqual([
    "must be the ISO 3166-1 alpha-2 code of a country, in capitals, like DE",
  ]);
});
