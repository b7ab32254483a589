import { join } from "node:path";
import type { Engine } from "../engine/engine.ts";
import { identifyEngine } from "../engine/engine.ts";
import { removeUnfinished } from "../engine/install-once.ts";
import { localFolder } from "../environment.ts";
import { ClearError } from "../terminal/clear-error.ts";
import { runSteps, type StepReport, step } from "../terminal/step.ts";
import { startOnHost } from "./host-process.ts";
import { findHostTools, probeWith, requireJava } from "./host-tools.ts";
import { install, installationIn, isComplete } from "./installation.ts";
import { localStackVersion } from "./settings.ts";

/** How LocalStack is started without Docker. */
export interface OnHostOptions {
  /** Its port on 127.0.0.1, which must be free. */
  port: number;
  /** `*`, or origins with commas between them: whose pages may call the API, beside those of this machine. @default none */
  corsOrigins?: string;
  /** Where it is installed, with its log and its caches. @default `.waybill/localstack/` */
  homeDir?: string;
  /** Shows no steps. @default false */
  quiet?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Starts LocalStack without Docker: its own code in a Python environment of the project, its Lambda functions as
 * processes of the Node that runs this, DynamoDB Local from Maven Central. Installs what is missing first.
 * @throws ClearError where the port is taken, or a tool is missing
 */
export async function startLocalStackOnHost(options: OnHostOptions): Promise<Engine> {
  const { port, signal } = options;
  const homeFolder = options.homeDir ?? join(localFolder, "localstack");
  await requireFreePort(port);
  const probe = probeWith(process.env);
  const installation = await installationIn(homeFolder);
  await removeUnfinished(homeFolder);
  const show = options.quiet ? runSilently : runAsStep;

  if (!(await isComplete(installation))) {
    const tools = await findHostTools(probe, process.env);
    await show(`Install LocalStack ${localStackVersion} (once; a minute or two)`, ({ detail }) =>
      install(installation, { tools, signal, onLine: detail }),
    );
  }
  const java = await requireJava(probe, process.env);
  return show("Start LocalStack", async ({ title }) => {
    const engine = await startOnHost({
      installation,
      java,
      port,
      corsOrigins: options.corsOrigins,
      homeFolder,
      signal,
    });
    title(`${engine.name} answers on ${engine.endpoint}`);
    return engine;
  });
}

type Step<Result> = (report: StepReport) => Promise<Result>;

async function runAsStep<Result>(title: string, run: Step<Result>): Promise<Result> {
  const only = step(title, run);
  await runSteps(only);
  return only.result;
}

function runSilently<Result>(_title: string, run: Step<Result>): Promise<Result> {
  return run({ title: () => {}, detail: () => {} });
}

async function requireFreePort(port: number): Promise<void> {
  const answer = await identifyEngine(`http://127.0.0.1:${port}`);
  if (answer.kind === "none") return;
  const who = "version" in answer ? `${answer.kind} ${answer.version}` : "Something";
  throw new ClearError(`${who} already answers on port ${port}: stop it, or choose another port with --port.`);
}
