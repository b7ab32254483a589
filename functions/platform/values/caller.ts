import * as z from "zod/mini";

/**
 * The roles that a token may name: a customer for its own orders, staff for the shop's work, an operator for what keeps
 * the deployment healthy and everything staff may do, a service for another program.
 */
export const ROLES = ["customer", "staff", "operator", "service"] as const;
export type Role = (typeof ROLES)[number];

/** The rule for a subject, as the end of a sentence. */
export const SUBJECT_RULE =
  'must be 1 to 128 printable ASCII characters without space, %, / and \\, and not ".", ".." or "me"';

/**
 * A token's `sub`, and the customerId of an order: one rule for both, so that no order belongs to somebody who cannot
 * list it. OpenID Connect's subjects are ASCII. What is missing here does not pass every gateway as part of a path, and
 * `me` is whoever asks.
 */
export const Subject = z.string().check(z.regex(/^(?!(?:\.{1,2}|me)$)[!-$&-.0-[\]-~]{1,128}$/, SUBJECT_RULE));

/** Who calls, as the verified token says, and how far the operation lets this role reach. */
export interface Caller {
  /** The token's `sub`; for a customer also the customerId. */
  readonly subject: string;
  readonly role: Role;
  readonly reach: "own" | "any";
}

/** Whether the caller may see internal details: actors and provider errors. */
export function worksForShop({ role }: Caller): boolean {
  return role !== "customer";
}

/** Whether the caller may read and change what belongs to this customer. */
export function mayReach(caller: Caller, customerId: string): boolean {
  return caller.reach === "any" || caller.subject === customerId;
}
