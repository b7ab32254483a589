import { AsyncLocalStorage } from "node:async_hooks";

const insideProvider = new AsyncLocalStorage<true>();

/** Runs the sandbox provider; no faults are injected into its own calls to the table. */
export function runInsideProvider<Result>(run: () => Promise<Result>): Promise<Result> {
  return insideProvider.run(true, run);
}

export function isInsideProvider(): boolean {
  return insideProvider.getStore() === true;
}
