import * as z from "zod/mini";
import { LocationId } from "../inventory/rules/location.ts";
import { Sku } from "../inventory/rules/product.ts";
import { MAX_QUANTITY } from "../inventory/rules/stock.ts";
import { ReturnReason, ReturnRefund } from "../orders/api/return-api.ts";
import { MAX_ORDER_LINES } from "../orders/rules/order.ts";
import { readableText } from "../platform/values/text.ts";

const EACH_ONCE = "must name each SKU once";

const Reason = readableText({ longest: 500, multiline: true });

function namesEachSkuOnce(lines: readonly { readonly sku: Sku }[]): boolean {
  return new Set(lines.map(({ sku }) => sku)).size === lines.length;
}

const NewReturnLine = z
  .strictObject({
    sku: Sku,
    quantity: z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY)),
    reason: z.exactOptional(ReturnReason),
  })
  .check(z.meta({ id: "NewReturnLine" }));

export const NewReturn = z
  .strictObject({
    lines: z
      .array(NewReturnLine)
      .check(z.minLength(1), z.maxLength(MAX_ORDER_LINES), z.refine(namesEachSkuOnce, EACH_ONCE)),
    reason: Reason,
    refund: z
      .exactOptional(ReturnRefund)
      .check(z.meta({ description: "By staff and services only. Default: as the deployment's setting says" })),
  })
  .check(z.meta({ id: "NewReturn" }));

export const ReturnApproval = z
  .strictObject({
    refund: z.exactOptional(ReturnRefund).check(z.meta({ description: "Default: as the deployment's setting says" })),
  })
  .check(z.meta({ id: "ReturnApproval" }));

export const ReturnRejection = z
  .strictObject({ reason: Reason.check(z.meta({ description: "For the customer" })) })
  .check(z.meta({ id: "ReturnRejection" }));

const SomeUnits = z.exactOptional(z.int().check(z.minimum(0), z.maximum(MAX_QUANTITY)));

const NewReceiptLine = z
  .strictObject({
    sku: Sku,
    restock: SomeUnits.check(z.meta({ description: "Units that go back into stock" })),
    writeOff: SomeUnits.check(z.meta({ description: "Units that came, and cannot be sold" })),
  })
  .check(
    z.refine(({ restock = 0, writeOff = 0 }) => restock + writeOff > 0, {
      error: "must be at least 1, or writeOff",
      path: ["restock"],
    }),
    z.meta({ id: "NewReceiptLine" }),
  );

export const NewReceipt = z
  .strictObject({
    lines: z
      .array(NewReceiptLine)
      .check(
        z.maxLength(MAX_ORDER_LINES),
        z.refine(namesEachSkuOnce, EACH_ONCE),
        z.meta({ description: "What came. May be empty where nothing more is expected" }),
      ),
    location: z
      .exactOptional(LocationId)
      .check(z.meta({ description: "Where units go back into stock. Default: `main`" })),
    close: z
      .exactOptional(z.boolean())
      .check(z.meta({ description: "true: nothing more is expected, although fewer units came" })),
    refund: z
      .exactOptional(ReturnRefund)
      .check(z.meta({ description: "Of what came now. Default: as the return has it" })),
    refundShipping: z
      .exactOptional(z.boolean())
      .check(z.meta({ description: "true: the order's shipping charge is given back, too; once for each order" })),
  })
  .check(
    z.refine(({ lines, close = false }) => lines.length > 0 || close, {
      error: "must name what came, unless close is true",
      path: ["lines"],
    }),
    z.meta({ id: "NewReceipt" }),
  );
