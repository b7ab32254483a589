/**
 * The table's indexes, each with the two attributes that are its keys; an item that lacks one of them is not in the
 * index. Items of every type use the same attributes: docs/access-patterns.md says for what.
 */
export const INDEXES = {
  byCustomer: { partition: "customerId", sort: "position" },
  byList: { partition: "list", sort: "position" },
  byDue: { partition: "due", sort: "dueAt" },
} as const;

export type Index = keyof typeof INDEXES;
