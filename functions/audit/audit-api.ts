import * as z from "zod/mini";
import { ORDER_STATUSES, OrderId } from "../orders/rules/order.ts";
import { INSTRUCTION_KINDS } from "../orders/rules/payment.ts";
import { Count } from "../platform/values/count.ts";
import { Money } from "../platform/values/money.ts";
import { NOTICE_KINDS } from "./list-notices.ts";

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
          sentence: "reserved = the units that open order lines and ACTIVE reservations hold, for every product",
          subject: "MUG-STEEL-350",
          detail: "3 reserved, 2 held",
        },
      ],
    }),
  );

const RefusedInstructionView = z
  .strictObject({
    orderId: OrderId,
    orderStatus: z.enum(ORDER_STATUSES),
    instruction: z.int().check(z.meta({ description: "Its number among the order's payment instructions" })),
    kind: z.enum(INSTRUCTION_KINDS),
    amount: Money,
    reason: z.string(),
  })
  .check(
    z.meta({
      id: "RefusedInstruction",
      description: "A capture or refund that was refused: a person decides what becomes of the money",
    }),
  );

const NoticeView = z
  .strictObject({
    orderId: OrderId,
    orderStatus: z.enum(ORDER_STATUSES),
    kind: z.enum(NOTICE_KINDS),
    amount: Money,
    sentence: z.string(),
  })
  .check(
    z.meta({
      id: "Notice",
      description:
        "What the bank did without being asked by Waybill: money that was given back on its own page, or a dispute that is open",
    }),
  );

/** The result of one step of an audit. */
export const InvariantReport = z
  .strictObject({
    checkedProducts: Count.check(z.meta({ description: "Products checked in this step" })),
    checkedOrders: Count.check(z.meta({ description: "Orders checked in this step" })),
    violations: z.array(ViolationView),
    refused: z.array(RefusedInstructionView),
    notices: z.array(NoticeView),
    unsettled: z
      .array(z.string())
      .check(z.meta({ description: "SKUs whose stock changed during the check: run the audit again later" })),
    nextCursor: z.nullable(
      z.string().check(z.meta({ description: "Cursor of the next step; null after the last step" })),
    ),
  })
  .check(z.meta({ id: "InvariantReport" }));
