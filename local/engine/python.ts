import { runCommand } from "../child-process.ts";
import { ClearError } from "../terminal/clear-error.ts";

/** The names under which a Python that MiniStack supports (3.10 or newer) may be installed, best first. */
const candidates = ["python3.13", "python3.12", "python3.11", "python3.10", "python3", "python"] as const;

/** What one Python says of itself: missing, too old, without venv (Debian packages it apart), or usable. */
export type PythonProbe = "missing" | "too old" | "no venv" | "usable";

const question =
  "import sys\n" +
  "if sys.version_info < (3, 10): sys.exit(10)\n" +
  "try:\n import venv, ensurepip\n" +
  "except ImportError: sys.exit(11)\n";

/** Checks a Python. A command that cannot be run (as pyenv's shims may be) is missing. */
export async function probePython(command: string, env: NodeJS.ProcessEnv): Promise<PythonProbe> {
  try {
    const { exitCode } = await runCommand(command, ["-c", question], { env });
    return exitCode === 0 ? "usable" : exitCode === 10 ? "too old" : exitCode === 11 ? "no venv" : "missing";
  } catch {
    return "missing";
  }
}

/** A usable Python's command, or the one sentence that says what to install. */
export type PythonSearch = { command: string } | { problem: ClearError };

/** What needs a Python, for the sentence about one that is missing. */
export interface PythonUse {
  /** As the subject of a sentence. @default "the local engine" */
  readonly what?: string;
  /** What can be installed instead. @default Docker */
  readonly instead?: string;
}

/** Finds a Python: by default for the embedded engine. */
export async function findPython(
  probe: (command: string) => Promise<PythonProbe>,
  { what = "the local engine", instead = ", or install and start Docker," }: PythonUse = {},
): Promise<PythonSearch> {
  const found = new Map<string, PythonProbe>();
  for (const command of candidates) {
    const answer = await probe(command);
    if (answer === "usable") return { command };
    found.set(command, answer);
  }
  const withoutVenv = [...found].find(([, answer]) => answer === "no venv");
  if (withoutVenv) {
    return {
      problem: new ClearError(
        `${withoutVenv[0]} has no venv module, which installing ${what} requires: install it (on Debian and Ubuntu: apt install python3-venv) and run the command again.`,
      ),
    };
  }
  const tooOld = [...found.values()].includes("too old") ? "the installed Python is older" : "none was found";
  return {
    problem: new ClearError(
      `${what.charAt(0).toUpperCase()}${what.slice(1)} requires Python 3.10 or newer, and ${tooOld}: install it from https://www.python.org${instead} and run the command again.`,
    ),
  };
}
