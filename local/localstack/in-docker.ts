import { join } from "node:path";
import { type Finished, runCommand } from "../child-process.ts";
import type { Engine } from "../engine/engine.ts";
import { identifyEngine } from "../engine/engine.ts";
import { projectRoot, scrubbedEnvironment } from "../environment.ts";
import { ClearError } from "../terminal/clear-error.ts";

/** Runs a command; undefined where the command is missing or times out. */
export type Docker = (args: readonly string[]) => Promise<Finished | undefined>;

const withoutDocker = "or run LocalStack without it: npm run localstack -- --host";

/**
 * Makes sure that there is a Docker with Compose whose daemon runs.
 * @throws ClearError saying what to do
 */
export async function requireDocker(docker: Docker): Promise<void> {
  const compose = await docker(["compose", "version"]);
  const info = await docker(["info"]);
  if (info === undefined && compose === undefined) {
    throw new ClearError(`Docker was not found: install it from https://docs.docker.com/get-docker, ${withoutDocker}.`);
  }
  if (compose?.exitCode !== 0) {
    throw new ClearError(`Docker's Compose plugin was not found: install it (docker compose), ${withoutDocker}.`);
  }
  if (info?.exitCode !== 0) throw new ClearError(`Docker is not running: start it, ${withoutDocker}.`);
}

/** This machine's Docker. */
export async function thisDocker(args: readonly string[]): Promise<Finished | undefined> {
  const env = scrubbedEnvironment(process.env);
  return runCommand("docker", args, { env, signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
}

/** Whether this machine has a Docker whose daemon runs. */
export async function dockerAnswers(): Promise<boolean> {
  return (await thisDocker(["info"]))?.exitCode === 0;
}

/** Starts LocalStack as compose.yaml describes it, and waits until it is healthy. */
export async function startLocalStackInDocker(options: {
  port: number;
  signal?: AbortSignal | undefined;
  onLine?: (line: string) => void;
}): Promise<Engine> {
  const { port, signal, onLine } = options;
  const env = { ...scrubbedEnvironment(process.env), WAYBILL_LOCALSTACK_PORT: String(port) };
  const compose = ["compose", "--file", join(projectRoot, "compose.yaml")];
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await runCommand("docker", [...compose, "down"], { env });
  };
  try {
    const up = await runCommand("docker", [...compose, "up", "--detach", "--wait"], { env, signal, onLine });
    const answer = await identifyEngine(endpoint);
    if (up.exitCode === 0 && answer.kind === "LocalStack") {
      return { name: `LocalStack ${answer.version} in Docker`, kind: "LocalStack", endpoint, stop };
    }
    const reason = up.output.trim().split("\n").at(-1) || `exit code ${up.exitCode}`;
    throw new ClearError(`Docker could not start LocalStack (${reason}).`);
  } catch (error) {
    await stop();
    throw error;
  }
}
