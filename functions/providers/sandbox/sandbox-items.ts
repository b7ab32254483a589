import * as z from "zod/mini";
import { itemType } from "../../platform/table/item-type.ts";
import { Money } from "../../platform/values/money.ts";
import { stored } from "../../platform/values/stored.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { versioned } from "../../platform/values/version.ts";

/** An authorization in the sandbox's own ledger, which the orders' code never reads. */
export const SandboxAuthorization = z.looseObject({
  ...versioned,
  orderId: z.string(),
  key: z.string(),
  reference: z.string(),
  method: z.string(),
  amount: stored(Money),
  status: z.enum(["AUTHORIZED", "DECLINED", "CAPTURED", "VOIDED", "EXPIRED"]),
  declineReason: z.exactOptional(z.string()),
  /** Invisible until then, like a call that arrives late. */
  appearsAt: Timestamp,
});
export type SandboxAuthorization = z.output<typeof SandboxAuthorization>;

export const sandboxAuthorizationItem = itemType({
  type: "sandbox_authorization",
  schema: SandboxAuthorization,
  events: "none",
});

/** How often an authorization was tried under one key. */
export const sandboxTriesItem = itemType({
  type: "sandbox_tries",
  schema: z.looseObject({ tries: z.int() }),
  events: "none",
});
