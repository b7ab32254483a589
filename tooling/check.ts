import { join } from "node:path";
import { execa } from "execa";
import { Listr, PRESET_TIMER } from "listr2";
import { recordPart } from "./minutes.ts";

const projectRoot = join(import.meta.dirname, "..");

interface Step {
  title: string;
  command: [file: string, ...args: string[]];
}

const steps: readonly Step[] = [
  { title: "format and lint", command: ["npm", "run", "--silent", "lint"] },
  { title: "types", command: ["npm", "run", "--silent", "types"] },
  { title: "layers", command: ["npm", "run", "--silent", "layers"] },
  { title: "infrastructure", command: [process.execPath, "tooling/check-infra.ts"] },
  { title: "generated files", command: [process.execPath, "tooling/generate.ts", "--check"] },
  { title: "contract", command: [process.execPath, "tooling/lint-contract.ts"] },
];

/** A step's own output, as its tool printed it. */
class StepError extends Error {
  override readonly name = "StepError";
  readonly output: string;

  constructor({ title }: Step, output: string) {
    super(title);
    this.output = output;
  }
}

async function run(step: Step): Promise<void> {
  const [file, ...args] = step.command;
  const result = await execa(file, args, { cwd: projectRoot, all: true, reject: false });
  if (result.failed) throw new StepError(step, result.all || String(result.cause));
}

const failures: StepError[] = [];
const tasks = new Listr(
  steps.map((step) => ({
    title: step.title,
    task: async () => {
      try {
        await run(step);
      } catch (error) {
        if (error instanceof StepError) failures.push(error);
        throw error;
      }
    },
  })),
  {
    concurrent: 2,
    exitOnError: false,
    rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false, collapseErrors: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  },
);
const startedAt = Date.now();
await tasks.run();
recordPart("check", (Date.now() - startedAt) / 1_000);

for (const { message, output } of failures) console.error(`\n${message}:\n${output.trimEnd()}`);
if (failures.length > 0) process.exitCode = 1;
