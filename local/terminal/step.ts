import { Listr, type ListrTask, PRESET_TIMER } from "listr2";
import { ClearError } from "./clear-error.ts";

/** How a running step tells what it does. */
export interface StepReport {
  /** Replaces the step's title. */
  title(text: string): void;
  /** Shows a passing line below it, where the terminal can. */
  detail(text: string): void;
}

/** One step of the start: a line on the screen, with its time, and what it yields. */
export interface Step<Result> {
  task: ListrTask;
  result: Promise<Result>;
}

/** Describes a step; `runSteps` runs it. */
export function step<Result>(title: string, run: (report: StepReport) => Promise<Result>): Step<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  // Whoever runs the steps hears of a failure from there.
  promise.catch(() => {});
  return {
    result: promise,
    task: {
      title,
      task: async (_context, task) => {
        const report: StepReport = {
          title: (text) => {
            task.title = text;
          },
          detail: (text) => {
            if (process.stdout.isTTY) task.output = text;
          },
        };
        try {
          resolve(await run(report));
        } catch (error) {
          reject(error);
          // What the step's line says of it, where a line is all there is; the error itself is reported at the end.
          throw new Error(error instanceof ClearError ? "see below" : "it was stopped");
        }
      },
    },
  };
}

/** Runs steps side by side. What one throws is thrown here, when all have ended. */
export async function runSteps(...steps: readonly Step<unknown>[]): Promise<void> {
  const list = new Listr(
    steps.map(({ task }) => task),
    {
      concurrent: true,
      exitOnError: true,
      // Ctrl-C is ours: there are processes to stop first.
      registerSignalListeners: false,
      rendererOptions: { timer: PRESET_TIMER, collapseErrors: false, showErrorMessage: false },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  );
  const results = steps.map(({ result }) => result);
  await Promise.allSettled([list.run(), ...results]);
  await Promise.all(results);
}
