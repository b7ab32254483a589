/**
 * The end-to-end tests that every change runs on LocalStack: where another engine is most likely to differ. All of
 * them run there every night, and on the embedded engine with every change.
 */
export const localStackCore = [
  "place-order",
  "events",
  "relay",
  "dead-letters",
  "media",
  "invariants",
  "logs",
] as const;
