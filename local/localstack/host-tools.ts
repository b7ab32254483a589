import { homedir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../child-process.ts";
import { ClearError } from "../terminal/clear-error.ts";

/** Runs a command that tells its version and returns what it printed; undefined where there is none or it fails. */
export type Probe = (command: string, args: readonly string[]) => Promise<string | undefined>;

/** What LocalStack needs to be installed and to run without Docker: commands or paths. */
export interface HostTools {
  python: string;
  java: string;
  maven: string;
}

/** LocalStack 4.14.0's pinned packages have wheels for this Python. */
const pythonVersion = "3.13";
/** DynamoDB Local 2 needs it. */
const oldestJava = 17;

/**
 * Finds the tools.
 * @throws ClearError naming what is missing and where to get it
 */
export async function findHostTools(probe: Probe, env: NodeJS.ProcessEnv): Promise<HostTools> {
  const [python, java, maven] = await Promise.all([findPython(probe, env), findJava(probe, env), findMaven(probe)]);
  if (python && java && maven) return { python, java, maven };
  throw missing([
    python ? undefined : `Python ${pythonVersion} with venv (https://www.python.org)`,
    java ? undefined : `Java ${oldestJava} or newer (https://adoptium.net)`,
    maven ? undefined : "Maven (https://maven.apache.org)",
  ]);
}

/**
 * Finds Java, which DynamoDB Local runs on.
 * @throws ClearError where there is none, or only an older one
 */
export async function requireJava(probe: Probe, env: NodeJS.ProcessEnv): Promise<string> {
  const java = await findJava(probe, env);
  if (java) return java;
  throw missing([`Java ${oldestJava} or newer (https://adoptium.net)`]);
}

/** Runs the commands of this machine. */
export function probeWith(env: NodeJS.ProcessEnv): Probe {
  return async (command, args) => {
    const finished = await runCommand(command, args, { env }).catch(() => undefined);
    return finished?.exitCode === 0 ? finished.output : undefined;
  };
}

async function findPython(probe: Probe, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const ask = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])";
  const isRightVersion = async (command: string) => (await probe(command, ["-c", ask]))?.trim() === pythonVersion;
  for (const command of [`python${pythonVersion}`, "python3", "python"]) {
    if (await isRightVersion(command)) return command;
  }
  // What version managers installed is not on the PATH unless the folder selects it.
  const uv = await probe("uv", ["python", "find", "--no-project", "--system", pythonVersion]);
  if (uv && (await isRightVersion(uv.trim()))) return uv.trim();
  const pyenv = join(env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "bin", "pyenv");
  for (const command of [pyenv, "pyenv"]) {
    const folder = await probe(command, ["prefix", pythonVersion]);
    const python = folder && join(folder.trim(), "bin", "python");
    if (python && (await isRightVersion(python))) return python;
  }
  return undefined;
}

async function findJava(probe: Probe, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const candidates = env.JAVA_HOME ? [join(env.JAVA_HOME, "bin", "java"), "java"] : ["java"];
  for (const command of candidates) {
    const major = /version "(\d+)/.exec((await probe(command, ["-version"])) ?? "")?.[1];
    if (Number(major) >= oldestJava) return command;
  }
  return undefined;
}

async function findMaven(probe: Probe): Promise<string | undefined> {
  return (await probe("mvn", ["--version"])) === undefined ? undefined : "mvn";
}

function missing(tools: readonly (string | undefined)[]): ClearError {
  const names = tools.filter((tool) => tool !== undefined);
  const list = new Intl.ListFormat("en").format(names);
  return new ClearError(
    `LocalStack without Docker requires missing tools: ${list}: install ${names.length > 1 ? "them" : "it"} and run the command again.`,
  );
}
