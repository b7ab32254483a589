import { AsyncLocalStorage } from "node:async_hooks";

const insideProvider = new AsyncLocalStorage<true>();

/** What the sandbox does at its own place: its books are not ours, and our faults end at its door. */
export function runInsideProvider<Result>(run: () => Promise<Result>): Promise<Result> {
  return insideProvider.run(true, run);
}

export function isInsideProvider(): boolean {
  return insideProvider.getStore() === true;
}
