import type { Role } from "../../functions/platform/values/caller.ts";

/** Who sends a request. */
export interface Caller {
  readonly role: Role;
  readonly subject: string;
}

export const alice: Caller = { role: "customer", subject: "alice" };
export const bob: Caller = { role: "customer", subject: "bob" };
export const sam: Caller = { role: "staff", subject: "sam" };
export const olga: Caller = { role: "operator", subject: "olga" };
export const webShop: Caller = { role: "service", subject: "web-shop" };

/** The values of parameters by their names. */
export type Values = Readonly<Record<string, string | number>>;

/** A request, in the terms of the contract. */
export interface ExampleRequest {
  /** The operationId. */
  readonly operation: string;
  /** null: no token is sent. */
  readonly by: Caller | null;
  readonly path?: Values;
  readonly query?: Values;
  readonly headers?: Values;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** A request of the walkthrough, in the document as an example of its operation. */
export interface WalkthroughStep extends ExampleRequest {
  /** The example's name, which its request and its answer have. */
  readonly name: string;
  readonly summary: string;
  readonly status: number;
  /** What the answer must say before it is recorded, where it takes a moment. */
  readonly until?: (body: string) => boolean;
}

/** A request that is answered with a problem. */
export interface ProblemStep extends ExampleRequest {
  readonly code: string;
  /** Sent instead of the JSON body. */
  readonly text?: string;
  /** Whether the token names no role. */
  readonly hasNoRole?: boolean;
}
