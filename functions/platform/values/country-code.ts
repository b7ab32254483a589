import * as z from "zod/mini";
import { countryCodes } from "./country-codes.generated.ts";

/** ISO 3166-1 alpha-2, and XK: the code of Kosovo that carriers use. */
export const CountryCode = z
  .enum(countryCodes.split(" "), "must be the ISO 3166-1 alpha-2 code of a country, in capitals, like DE")
  .check(z.meta({ id: "CountryCode", description: "ISO 3166-1 alpha-2, and XK for Kosovo", examples: ["DE"] }));
