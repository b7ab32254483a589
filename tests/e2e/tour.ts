import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "vitest";
import { eventually } from "./eventually.ts";

interface TourStep {
  /** The heading that it is under. */
  readonly title: string;
  readonly commands: string;
  /** The fields that its last answer has, where the page shows some. */
  readonly answer: object | undefined;
}

export interface TourOptions {
  /** The page's name in docs/. */
  readonly page: string;
  /** What the page's commands take from the shell, such as API and STAFF. */
  readonly environment: Readonly<Record<string, string>>;
  /** Payment methods of another provider, in the place of the page's. */
  readonly methods?: Readonly<Record<string, string>>;
}

/**
 * Runs every command of a page, and compares the answers with those that the page shows.
 * @param printed variables of the page's shell, such as `$ORDER`
 * @returns what they are after the last command
 */
export async function runTour(options: TourOptions, printed: string): Promise<string> {
  const shell = new Shell(options.environment);
  try {
    for (const { title, commands, answer } of tourSteps(options)) {
      // A shipment is there a moment later, and a busy engine answers 202: a key makes it safe to send a request again.
      if (answer === undefined) await shell.run(commands);
      else await shellUntil(shell, title, commands, answer);
    }
    return await shell.run(`echo "${printed}"`);
  } finally {
    shell.stop();
  }
}

/** The page's commands, each with the answer that is shown below it. @throws for a method that the page does not have */
function tourSteps({ page, methods = {} }: TourOptions): TourStep[] {
  const written = readFileSync(join(import.meta.dirname, "../../docs", page), "utf8");
  const text = Object.entries(methods).reduce((changed, [from, to]) => {
    if (!changed.includes(`"${from}"`)) throw new Error(`docs/${page} has no payment method ${from}.`);
    return changed.replaceAll(`"${from}"`, `"${to}"`);
  }, written);
  return text.split(/^## /m).flatMap((section) => {
    const [title = ""] = section.split("\n");
    const blocks = [...section.matchAll(/^```(sh|json)\n(.*?)^```$/gms)].map(([, kind, text = ""]) => ({ kind, text }));
    return blocks.flatMap(({ kind, text: commands }, index) => {
      const next = blocks[index + 1];
      if (kind !== "sh") return [];
      return [{ title, commands, answer: next?.kind === "json" ? JSON.parse(next.text) : undefined }];
    });
  });
}

/** One shell for the whole tour: later commands use what earlier ones have set. */
class Shell {
  readonly #bash: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(environment: Readonly<Record<string, string>>) {
    this.#bash = spawn("bash", ["--noprofile", "--norc"], { env: { ...process.env, ...environment } });
    this.#bash.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#bash.stdout })[Symbol.asyncIterator]();
  }

  /** Runs commands. @returns the last line that they print */
  async run(commands: string): Promise<string> {
    const end = `end-${randomUUID()}`;
    this.#bash.stdin.write(`${commands}\necho ${end}\n`);
    let last = "";
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done || value === end) return last;
      if (value !== "") last = value;
    }
  }

  stop(): void {
    this.#bash.kill();
  }
}

async function shellUntil(shell: Shell, title: string, commands: string, answer: object): Promise<void> {
  let printed = "";
  try {
    await eventually(
      async () => {
        printed = await shell.run(commands);
        return printed;
      },
      (text) => matches(text, answer),
    );
  } catch {
    expect(JSON.parse(printed), title).toMatchObject(answer);
  }
}

function matches(text: string, answer: object): boolean {
  try {
    expect(JSON.parse(text)).toMatchObject(answer);
    return true;
  } catch {
    return false;
  }
}
