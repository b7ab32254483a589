import { type Caller, worksForShop } from "../../platform/values/caller.ts";
import { problemError } from "../../platform/values/problems.ts";
import { staffOnly } from "../rules/staff-only.ts";
import type { NewOrder } from "./order-api.ts";

const ORDER_FIELDS = [
  "charges",
  "discounts",
  "captureAt",
  "paymentHoldSeconds",
  "customerMayCancelUntil",
  "returnWithinDays",
  "exchangeFor",
  "paymentCustomer",
  "offSession",
] as const;
const ITEM_FIELDS = ["unitPrice", "taxRate"] as const;

/** @throws 403 `staff_only` naming each field of a customer's order, or of a payment for it, that only the shop may set. */
export function requireCustomersFields(
  { items = [], ...order }: Partial<Pick<NewOrder, "items" | (typeof ORDER_FIELDS)[number]>>,
  caller: Caller,
): void {
  if (worksForShop(caller)) return;
  const paths = [
    ...items.flatMap((item, index) =>
      ITEM_FIELDS.filter((field) => item[field] !== undefined).map((field) => `items.${index}.${field}`),
    ),
    ...ORDER_FIELDS.filter((field) => order[field] !== undefined),
  ];
  if (paths.length === 0) return;
  throw problemError(
    staffOnly,
    `The shop decides prices, charges, discounts and conditions, and pays with saved methods. Leave out what a customer cannot set: ${paths.join(", ")}.`,
    { errors: paths.map((path) => ({ path, message: "is for staff and services only" })) },
  );
}
