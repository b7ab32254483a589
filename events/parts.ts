import * as z from "zod/mini";

/** Minor units with their currency. */
export const EventMoney = z.looseObject({ amount: z.int(), currency: z.string() });

/** So many units of a product. */
export const Line = z.looseObject({ sku: z.string(), quantity: z.int() });

/** Where a parcel goes: the only personal data in any event, because shipping needs it. */
export const EventAddress = z.looseObject({
  name: z.string(),
  line1: z.string(),
  line2: z.exactOptional(z.string()),
  city: z.string(),
  region: z.exactOptional(z.string()),
  postalCode: z.string(),
  country: z.string(),
});
