import * as z from "zod/mini";

const ViolationView = z
  .strictObject({
    invariant: z.string().check(z.meta({ description: "The invariant's name" })),
    sentence: z.string().check(z.meta({ description: "What must hold" })),
    subject: z.string().check(z.meta({ description: "The SKU or the order's id" })),
    detail: z.string().check(z.meta({ description: "What there is instead" })),
  })
  .check(
    z.meta({
      id: "Violation",
      description: "Something that does not add up",
      examples: [
        {
          invariant: "reserved is what is open",
          sentence: "reserved = the units of all open order lines, for every product",
          subject: "MUG-BLUE-350",
          detail: "3 reserved, but 2 open",
        },
      ],
    }),
  );

/** What one step of an audit came to. */
export const InvariantReport = z
  .strictObject({
    checkedProducts: z.int().check(z.meta({ description: "Products that this step looked at" })),
    checkedOrders: z.int().check(z.meta({ description: "Orders that this step looked at" })),
    violations: z.array(ViolationView),
    unsettled: z
      .array(z.string())
      .check(z.meta({ description: "SKUs that moved while they were counted: check again in a quieter moment" })),
    nextCursor: z.nullable(z.string().check(z.meta({ description: "Where to go on; null when all was checked" }))),
  })
  .check(z.meta({ id: "InvariantReport" }));
