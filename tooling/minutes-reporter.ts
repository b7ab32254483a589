import type { Reporter, TestModule } from "vitest/node";
import { minutesFile, minutesOfRun, recordPart } from "./minutes.ts";

/** What a project is called in the table, where it is not its own name. */
const parts: Readonly<Record<string, string>> = {
  unit: "unit, template",
  template: "unit, template",
  prove: "proof",
  e2e: "end to end",
  fuzz: "contract fuzzing",
};

/**
 * Measures the projects of a run, which run one after the other, and prints the minutes of all parts so far above the
 * runner's own summary. What precedes the first test is the deployment for the end-to-end tests.
 */
export class MinutesReporter implements Reporter {
  #since = Date.now();
  #beforeTests: number | undefined;
  readonly #ends = new Map<string, number>();

  onTestRunStart(): void {
    this.#since = Date.now();
  }

  onTestModuleQueued(): void {
    this.#beforeTests ??= this.#secondsSince(this.#since);
  }

  onTestModuleEnd({ project }: TestModule): void {
    this.#ends.set(project.name, Date.now());
  }

  onTestRunEnd(): void {
    if (!minutesFile) return;
    const isOnLocalStack = process.env.WAYBILL_E2E_ENDPOINT !== undefined;
    const partOf = (project: string) => (isOnLocalStack ? "LocalStack" : (parts[project] ?? project));
    const deployment = this.#beforeTests ?? 0;
    if (this.#ends.has("e2e")) recordPart(partOf("e2e"), deployment);
    let since = this.#since + deployment * 1_000;
    for (const [project, end] of [...this.#ends].sort(([, a], [, b]) => a - b)) {
      recordPart(partOf(project), (end - since) / 1_000);
      since = end;
    }
    console.log(`\n${minutesOfRun(minutesFile)}`);
  }

  #secondsSince(start: number): number {
    return (Date.now() - start) / 1_000;
  }
}
