import { join } from "node:path";
import { runToEnd } from "../child-process.ts";
import { ClearError } from "../clear-error.ts";
import { scrubbedEnvironment } from "../environment.ts";
import { projectRoot } from "../project-paths.ts";
import { usualEndpoint } from "./choose.ts";
import type { Engine } from "./engine.ts";
import { identifyEngine } from "./identify.ts";

const compose = ["compose", "--file", join(projectRoot, "compose.yaml")];

/** Whether there is a Docker whose daemon runs. */
export async function dockerAnswers(): Promise<boolean> {
  const asked = runToEnd("docker", ["info"], {
    env: scrubbedEnvironment(process.env),
    signal: AbortSignal.timeout(10_000),
  });
  return asked.then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
}

/** Starts LocalStack as compose.yaml describes it, and waits until it is healthy. */
export async function startInDocker(signal?: AbortSignal): Promise<Engine> {
  // As compose.yaml reads it: where everyone looks for LocalStack.
  const env = { ...scrubbedEnvironment(process.env), WAYBILL_LOCALSTACK_PORT: new URL(usualEndpoint).port };
  const stop = async () => {
    await runToEnd("docker", [...compose, "down"], { env });
  };
  try {
    const { exitCode, output } = await runToEnd("docker", [...compose, "up", "--detach", "--wait"], { env, signal });
    const answer = await identifyEngine(usualEndpoint);
    if (exitCode !== 0 || answer.kind !== "LocalStack") {
      throw new ClearError(
        `Docker could not start LocalStack (${output.trim().split("\n").at(-1) ?? `exit code ${exitCode}`}).`,
      );
    }
    return { name: `LocalStack ${answer.version} in Docker`, kind: "LocalStack", endpoint: usualEndpoint, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
