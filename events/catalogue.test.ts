import { expect, test } from "vitest";
import * as z from "zod/mini";
import { catalogue } from "./catalogue.ts";

const definitions = Object.entries(catalogue);

test.each(definitions)("the example of %s is one of its events", (_, { data, example }) => {
  expect(z.safeParse(data, example).error).toBeUndefined();
});

test.each(definitions)("%s stands in the catalogue under its own name", (name, { type }) => {
  expect(type).toBe(name);
});

test.each(definitions)("%s keeps what a later version adds", (_, { data, example }) => {
  const later = { ...example, addedLater: true };
  expect(z.parse(data, later)).toEqual(later);
});
