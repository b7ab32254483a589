import * as z from "zod/mini";
import { CountryCode } from "./country-code.ts";
import { readableText } from "./text.ts";

/** An address as it is stored and shown. What a new one may contain, NewAddress says. */
export const Address = z
  .strictObject({
    name: z.string(),
    line1: z.string(),
    line2: z.exactOptional(z.string()),
    city: z.string(),
    region: z.exactOptional(z.string()),
    postalCode: z.string(),
    country: z.string(),
  })
  .check(z.meta({ id: "Address" }));
export type Address = z.output<typeof Address>;

/** An address as a request may send it; addresses that are stored may be of older forms. */
export const NewAddress = z
  .strictObject({
    name: readableText({ longest: 200 }),
    line1: readableText({ longest: 200 }),
    line2: z.exactOptional(readableText({ longest: 200, mayBeEmpty: true })),
    city: readableText({ longest: 100 }),
    region: z.exactOptional(readableText({ longest: 100, mayBeEmpty: true })),
    postalCode: readableText({ longest: 20 }),
    country: CountryCode,
  })
  .check(z.meta({ id: "NewAddress" }));
