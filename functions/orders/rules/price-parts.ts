import * as z from "zod/mini";
import { BasisPoints } from "../../platform/values/money.ts";

export const CHARGE_KINDS = ["shipping", "fee"] as const;

/** What an order costs besides its lines. */
export const Charge = z.looseObject({
  kind: z.enum(CHARGE_KINDS),
  name: z.string(),
  /** Minor units, tax included. */
  amount: z.int(),
  taxRate: BasisPoints,
});
export type Charge = z.output<typeof Charge>;

/** A reduction of the lines' prices. */
export const Discount = z.looseObject({
  name: z.string(),
  /** Minor units, tax included. */
  amount: z.int(),
});
export type Discount = z.output<typeof Discount>;
