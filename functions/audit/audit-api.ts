import * as z from "zod/mini";
import { Count } from "../platform/values/count.ts";

const ViolationView = z
  .strictObject({
    invariant: z.string().check(z.meta({ description: "The invariant's name" })),
    sentence: z.string().check(z.meta({ description: "What must hold" })),
    subject: z.string().check(z.meta({ description: "The SKU or the order's id" })),
    detail: z.string().check(z.meta({ description: "What was found instead" })),
  })
  .check(
    z.meta({
      id: "Violation",
      description: "An invariant that does not hold",
      examples: [
        {
          invariant: "reserved equals open lines",
          sentence: "reserved = the units of all open order lines, for every product",
          subject: "MUG-STEEL-350",
          detail: "3 reserved, 2 open",
        },
      ],
    }),
  );

/** The result of one step of an audit. */
export const InvariantReport = z
  .strictObject({
    checkedProducts: Count.check(z.meta({ description: "Products checked in this step" })),
    checkedOrders: Count.check(z.meta({ description: "Orders checked in this step" })),
    violations: z.array(ViolationView),
    unsettled: z
      .array(z.string())
      .check(z.meta({ description: "SKUs whose stock changed during the check: run the audit again later" })),
    nextCursor: z.nullable(
      z.string().check(z.meta({ description: "Cursor of the next step; null after the last step" })),
    ),
  })
  .check(z.meta({ id: "InvariantReport" }));
