import * as z from "zod/mini";
import { itemType } from "../../platform/table/item-type.ts";
import { Money } from "../../platform/values/money.ts";
import { stored } from "../../platform/values/stored.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { type Versioned, versioned } from "../../platform/values/version.ts";

/**
 * An authorization in the sandbox's own ledger, which the orders' code never reads. What time alone changes is not
 * stored: `authorizationAt` (sandbox-authorization.ts) says how it stands at a moment.
 */
export const SandboxAuthorization = z.looseObject({
  ...versioned,
  orderId: z.string(),
  key: z.string(),
  reference: z.string(),
  method: z.string(),
  amount: stored(Money),
  status: z.enum(["UNCONFIRMED", "ACTION_REQUIRED", "AUTHORIZED", "DECLINED", "CAPTURED", "VOIDED", "EXPIRED"]),
  declineReason: z.exactOptional(z.string()),
  /** The highest number under which it was asked to be confirmed. */
  tries: z.int(),
  /** Invisible until then, like a call that arrives late. */
  appearsAt: Timestamp,
  /** Since when it holds, or held, money; absent where it never did. */
  authorizedAt: z.exactOptional(Timestamp),
  /** When the bank lets go of what is not captured. */
  expiresAt: z.exactOptional(Timestamp),
  captures: z.array(z.looseObject({ key: z.string(), amount: z.int(), at: Timestamp })),
  /** One without a key was made elsewhere. */
  refunds: z.array(z.looseObject({ key: z.exactOptional(z.string()), amount: z.int(), at: Timestamp })),
});
export type SandboxAuthorization = z.output<typeof SandboxAuthorization>;

/** What tells an authorization from all others. */
export type AuthorizationName = Readonly<Pick<SandboxAuthorization, "orderId" | "key">>;

/** An authorization before it is stored. */
export interface NewAuthorization extends AuthorizationName {
  readonly reference: string;
  readonly method: string;
  readonly amount: Money;
  readonly status: SandboxAuthorization["status"];
  readonly declineReason?: string;
  readonly tries: number;
  readonly appearsAt: Timestamp;
  readonly authorizedAt?: Timestamp;
  readonly expiresAt?: Timestamp;
}

/** What is answered to a request, and what it changes. */
export interface Decision<Answer> {
  readonly answer: Answer;
  readonly changes?: Partial<Omit<SandboxAuthorization, keyof Versioned>>;
}

export const sandboxAuthorizationItem = itemType({
  type: "sandbox_authorization",
  schema: SandboxAuthorization,
  events: "none",
});

/** How often an authorization or a capture was tried under one key. */
export const sandboxTriesItem = itemType({
  type: "sandbox_tries",
  schema: z.looseObject({ tries: z.int() }),
  events: "none",
});
