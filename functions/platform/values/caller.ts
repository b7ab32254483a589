/** What a token's role claim may say. */
export const ROLES = ["customer", "staff", "service"] as const;
export type Role = (typeof ROLES)[number];

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
