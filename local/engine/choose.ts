import { ClearError } from "../terminal/clear-error.ts";
import type { EngineIdentity } from "./engine.ts";
import type { PythonSearch } from "./python.ts";

/** Where an engine is looked for first: LocalStack's and MiniStack's own port. */
export const usualEndpoint = "http://127.0.0.1:4566";

/** Which engine runs the stack, and why, in words for people. */
export type EngineChoice = { because: string } & (
  | { use: "running"; endpoint: string; kind: "MiniStack" | "LocalStack"; version: string }
  | { use: "embedded"; python: string | "installed" }
  | { use: "docker" }
);

/** The questions on which the choice rests. */
export interface EngineProbes {
  identify(endpoint: string): Promise<EngineIdentity>;
  /** Whether the embedded engine is installed already. */
  isInstalled(): Promise<boolean>;
  findPython(): Promise<PythonSearch>;
  dockerAnswers(): Promise<boolean>;
}

/**
 * Chooses the engine: the one at the endpoint the user named; else what answers on port 4566; else the embedded one;
 * else Docker.
 * @throws ClearError naming what to start or to install
 */
export async function chooseEngine(named: string | undefined, probes: EngineProbes): Promise<EngineChoice> {
  const endpoint = named?.replace(/\/+$/, "") ?? usualEndpoint;
  const answer = await probes.identify(endpoint);
  if (answer.kind === "MiniStack" || answer.kind === "LocalStack") {
    return { use: "running", endpoint, ...answer, because: `it answers on ${endpoint}` };
  }
  if (named !== undefined) {
    throw new ClearError(
      `AWS_ENDPOINT_URL is ${named}, but neither LocalStack nor MiniStack answers there: start one, or unset AWS_ENDPOINT_URL.`,
    );
  }
  const reason =
    answer.kind === "none" ? "nothing answers on port 4566" : "the program on port 4566 is not a known engine";
  if (await probes.isInstalled()) return { use: "embedded", python: "installed", because: reason };
  const python = await probes.findPython();
  if ("command" in python) return { use: "embedded", python: python.command, because: reason };
  if (answer.kind === "none" && (await probes.dockerAnswers())) {
    return { use: "docker", because: `${reason}, and there is no Python 3.10 with venv for the embedded engine` };
  }
  throw python.problem;
}
