import type { Subscription } from "../platform/messages/subscription.ts";
import type { FunctionNeeds } from "../platform/table/function-needs.ts";
import { type ApiFunction, apiFunctions } from "./api-functions.ts";
import { subscriptions } from "./subscriptions.ts";

/** What starts a function; an API function serves every operation with its tag. */
type Trigger =
  | { readonly kind: "api"; readonly tag: string }
  | { readonly kind: "queue" }
  | { readonly kind: "stream" }
  | { readonly kind: "schedule" };

/** A function's code: its entry file (from the project's root) becomes `dist/<name>/index.mjs`. */
export type FunctionBundle = Trigger & {
  readonly name: string;
  readonly entry: string;
  /** Dynamic imports, as they are written, that this function never makes: its bundle leaves them out. */
  readonly neverLoads?: readonly string[];
};

/** One Lambda function. */
export type FunctionDeclaration = FunctionBundle & FunctionNeeds;

export type { TableAccess } from "../platform/table/function-needs.ts";
export { INDEXES } from "../platform/table/indexes.ts";

/** Publishes what changes in the table. */
export const relay: FunctionDeclaration = {
  name: "relay",
  entry: "functions/relay/handler.ts",
  kind: "stream",
  // It reads item types, and resumes no item.
  neverLoads: ["./resume-order.ts", "./fill-backorders.ts", "./end-reservation.ts"],
  reservedConcurrency: 20,
  memoryMegabytes: 256,
};

/** Resumes what is due. */
export const sweeper: FunctionDeclaration = {
  name: "sweeper",
  entry: "functions/sweeper/handler.ts",
  kind: "schedule",
  table: { items: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"], indexes: ["byDue"] },
  carriesOutEffects: true,
  reservedConcurrency: 7,
  memoryMegabytes: 256,
};

/** Every function there is. Bundles, the deployed stack and the bundle bench all come from this list. */
export const functions: readonly FunctionDeclaration[] = [
  ...apiFunctions.map(functionOfApi),
  ...subscriptions.map(functionOfSubscription),
  relay,
  sweeper,
];

/** The functions of a stage with this payment provider. */
export function functionsWith(provider: string): readonly FunctionDeclaration[] {
  return functions.filter((one) => isDeployedWith(provider, one));
}

/** Whether a stage with this payment provider has the function. */
export function isDeployedWith(provider: string, { onlyWithProvider = provider }: FunctionNeeds): boolean {
  return onlyWithProvider === provider;
}

function functionOfApi(slice: ApiFunction): FunctionDeclaration {
  return { entry: `functions/${slice.name}/handler.ts`, ...slice, kind: "api", tag: slice.name };
}

function functionOfSubscription(subscription: Subscription): FunctionDeclaration {
  return { ...subscription, name: subscription.functionName, kind: "queue" };
}

/**
 * Bundles that die on purpose between two steps, for the crash tests. They are built only with `--faults` and deployed,
 * in place of the function they replace, only with the context `faults=true`.
 */
export const faultyFunctions = [
  { name: "orders-faulty", entry: "tests/faults/orders.ts", kind: "api", tag: "orders", replaces: "orders" },
  { name: "shipping-faulty", entry: "tests/faults/shipping.ts", kind: "api", tag: "shipping", replaces: "shipping" },
] as const satisfies readonly (FunctionBundle & { readonly replaces: string })[];

/** API functions for the end-to-end tests only, built and deployed like the faulty ones, beside the usual functions. */
export const testFunctions = [
  { name: "media", entry: "tests/media/handler.ts", kind: "api", tag: "media" },
] as const satisfies readonly FunctionBundle[];
