import type { Index } from "./indexes.ts";

/** A transaction needs the actions of what it does (PutItem, UpdateItem, DeleteItem), and no other. */
export type ItemAction = "GetItem" | "BatchGetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query";

/** What a function may do with the table. */
export interface TableAccess {
  readonly items: readonly ItemAction[];
  /** The indexes it may query. */
  readonly indexes?: readonly Index[];
}

/** What a function needs of the stack that it is deployed in. */
export interface FunctionNeeds {
  readonly table?: TableAccess;
  /** Whether it resumes orders and calls the payment provider. @default false */
  readonly carriesOutEffects?: boolean;
  /** Whether it changes orders without that; whoever carries effects out does, too. @default false */
  readonly changesOrders?: boolean;
  /** Whether it takes new prices, whose currencies a setting limits. @default false */
  readonly takesPrices?: boolean;
  /** Whether it places orders, which settings say the policy and the shipping charge of. @default false */
  readonly placesOrders?: boolean;
  /** Whether it answers with shipments, to which settings add links. @default false */
  readonly showsShipments?: boolean;
  /** Whether it receives returns, which a setting says how to refund. @default false */
  readonly receivesReturns?: boolean;
  /** The payment provider of the stages that it is deployed to. @default every one */
  readonly onlyWithProvider?: string;
  /** Its share of the account's concurrency. */
  readonly reservedConcurrency: number;
  /** In MB; its share of a processor grows with it. docs/memory.md says how it is chosen. @default 512 */
  readonly memoryMegabytes?: number;
}
