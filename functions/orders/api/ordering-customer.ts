import { invalidRequest } from "../../platform/http/standard-problems.ts";
import { type Caller, mayReach } from "../../platform/values/caller.ts";
import { problemError } from "../../platform/values/problems.ts";
import { CustomerId, customerIdNotYours } from "../rules/order.ts";

/** The customer of the order: a customer orders for itself, staff and services name one. @throws 400, 403. */
export function orderingCustomer(named: CustomerId | undefined, caller: Caller): CustomerId {
  const customerId = named ?? (caller.reach === "own" ? CustomerId.parse(caller.subject) : undefined);
  if (customerId === undefined) {
    throw problemError(
      invalidRequest,
      "Staff and services order for a customer: send the customer's id as customerId.",
      {
        errors: [{ path: "customerId", message: "is missing: staff and services must send it" }],
      },
    );
  }
  if (mayReach(caller, customerId)) return customerId;
  throw problemError(
    customerIdNotYours,
    `You are ${caller.subject} and cannot order for ${customerId}. Leave customerId out.`,
  );
}
