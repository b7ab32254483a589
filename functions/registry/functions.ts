/** What starts a function; an API function serves every operation with its tag. */
type Trigger = { kind: "api"; tag: string } | { kind: "queue" } | { kind: "stream" } | { kind: "schedule" };

/** One Lambda function: its entry file (from the project's root) becomes `dist/<name>/index.mjs`. */
export type FunctionDeclaration = Trigger & { name: string; entry: string };

/** Every function there is. Bundles, the deployed stack and the bundle bench all come from this table. */
export const functions = [
  { name: "inventory", entry: "functions/inventory/handler.ts", kind: "api", tag: "inventory" },
  { name: "orders", entry: "functions/orders/handler.ts", kind: "api", tag: "orders" },
  { name: "payments", entry: "functions/payments/handler.ts", kind: "api", tag: "payments" },
  { name: "shipping", entry: "functions/shipping/handler.ts", kind: "api", tag: "shipping" },
  { name: "audit", entry: "functions/audit/handler.ts", kind: "api", tag: "audit" },
  { name: "site", entry: "functions/site/handler.ts", kind: "api", tag: "site" },
  { name: "shipping-on-order-placed", entry: "functions/shipping/on-order-placed.ts", kind: "queue" },
  { name: "relay", entry: "functions/relay/handler.ts", kind: "stream" },
  { name: "sweeper", entry: "functions/sweeper/handler.ts", kind: "schedule" },
] as const satisfies readonly FunctionDeclaration[];

export type FunctionName = (typeof functions)[number]["name"];

/**
 * Bundles that die on purpose between two steps, for the crash tests. They are built only with `--faults` and deployed,
 * in place of the function they replace, only with the context `faults=true`.
 */
export const faultyFunctions = [
  { name: "orders-faulty", entry: "tests/faults/orders.ts", kind: "api", tag: "orders", replaces: "orders" },
  { name: "shipping-faulty", entry: "tests/faults/shipping.ts", kind: "api", tag: "shipping", replaces: "shipping" },
] as const satisfies readonly (FunctionDeclaration & { replaces: FunctionName })[];

/** API functions for the end-to-end tests only, built and deployed like the faulty ones, beside the usual functions. */
export const testFunctions = [
  { name: "media", entry: "tests/media/handler.ts", kind: "api", tag: "media" },
] as const satisfies readonly FunctionDeclaration[];
