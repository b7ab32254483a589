import { AsyncLocalStorage } from "node:async_hooks";

const visits = new AsyncLocalStorage<true>();

/** What the sandbox does at its own place: its books are not ours, and our faults end at its door. */
export function visitBank<Result>(run: () => Promise<Result>): Promise<Result> {
  return visits.run(true, run);
}

export function isAtTheBank(): boolean {
  return visits.getStore() === true;
}
