// The list alone: the package's own entry loads the countries' names in 80 languages.
import countries from "i18n-iso-countries/codes.json" with { type: "json" };
import * as z from "zod/mini";

/** ISO 3166-1 alpha-2, and XK: the code of Kosovo that carriers use. */
export const CountryCode = z
  .enum(
    countries.flatMap(([alpha2]) => alpha2 ?? []).sort(),
    "must be the ISO 3166-1 alpha-2 code of a country, in capitals, like DE",
  )
  .check(z.meta({ id: "CountryCode", description: "ISO 3166-1 alpha-2, and XK for Kosovo", examples: ["DE"] }));
