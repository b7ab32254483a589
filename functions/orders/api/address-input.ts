import * as z from "zod/mini";
import { CountryCode } from "../../platform/values/country-code.ts";
import { readableText } from "../../platform/values/text.ts";

/** An address as a request may send it; addresses that are stored may be of older forms (order.ts). */
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
