import * as z from "zod/mini";

/** What a token's role claim may say. */
export const ROLES = ["customer", "staff", "service"] as const;
export type Role = (typeof ROLES)[number];

/** What a subject may be, as a sentence's end. */
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

/** Whether the caller works for the shop, and so sees who did what and how a provider answered. */
export function worksForShop({ role }: Caller): boolean {
  return role !== "customer";
}

/** Whether what belongs to this customer is within the caller's reach. */
export function mayReach(caller: Caller, customerId: string): boolean {
  return caller.reach === "any" || caller.subject === customerId;
}
