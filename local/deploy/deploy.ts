import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { runCommand } from "../child-process.ts";
import { engineClientEnvironment, localAccount, localRegion, projectRoot } from "../environment.ts";
import { ClearError } from "../terminal/clear-error.ts";
import { readParameter } from "./engine-parameters.ts";
import { failureReason } from "./failure-reason.ts";
import { StackOutputs, stackName } from "./stack-outputs.ts";

/** What is deployed, and where to. */
export interface DeployOptions {
  /** A loopback address at which an engine answers. */
  endpoint: string;
  stage: string;
  /** The stack's settings (`cdk -c key=value`). */
  context: Readonly<Record<string, string>>;
  /** Where the log, the outputs and the synthesized stack are written. */
  folder: string;
  /** The CDK app's command. @default cdk.json's */
  app?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Called with each line the deployment prints. */
  onLine?: ((line: string) => void) | undefined;
}

/** Where the CDK notes that, and with which version, it was bootstrapped. */
const bootstrapVersion = "/cdk-bootstrap/hnb659fds/version";

/** Prepares the engine for the CDK, unless it is. Says whether anything was to be done. */
export async function bootstrap(options: DeployOptions): Promise<"bootstrapped" | "was bootstrapped"> {
  if ((await readParameter(options.endpoint, bootstrapVersion)) !== undefined) return "was bootstrapped";
  // No app: what is in it makes no difference here, and takes seconds.
  const args = ["bootstrap", `aws://${localAccount}/${localRegion}`, "--app="];
  await cdk(args, "prepared for deployment", { ...options, app: undefined });
  return "bootstrapped";
}

/** Runs `cdk deploy`, and reads the stack's outputs. Needs `dist/` to be built. */
export async function deployStack(options: DeployOptions): Promise<StackOutputs> {
  const name = stackName(options.stage);
  const outputsFile = join(options.folder, "outputs.json");
  await rm(outputsFile, { force: true });
  const context = Object.entries({ stage: options.stage, ...options.context });
  await cdk(
    [
      "deploy",
      name,
      "--require-approval=never",
      "--progress=events",
      `--outputs-file=${outputsFile}`,
      ...context.flatMap(([key, value]) => ["--context", `${key}=${value}`]),
    ],
    "deployed",
    options,
  );
  const outputs = z.record(z.string(), StackOutputs).parse(JSON.parse(await readFile(outputsFile, "utf8")))[name];
  if (outputs === undefined) throw new Error(`cdk deploy wrote no outputs of ${name}`);
  return outputs;
}

/** Where the full text of the last deployment is. */
export function deployLog(folder: string): string {
  return join(folder, "deploy.log");
}

async function cdk(args: readonly string[], whatFor: string, options: DeployOptions): Promise<void> {
  await mkdir(options.folder, { recursive: true });
  const logFile = deployLog(options.folder);
  await writeFile(logFile, "");
  const command = join(projectRoot, "node_modules", "aws-cdk", "bin", "cdk");
  const { exitCode, output } = await runCommand(
    process.execPath,
    [
      command,
      ...args,
      `--output=${join(options.folder, "cdk.out")}`,
      ...(options.app === undefined ? [] : [`--app=${options.app}`]),
      // dist/ is built before, with or without the functions that fail on purpose: cdk.json's build knows only one of them.
      "--build=:",
      "--no-notices",
      "--no-version-reporting",
      "--no-color",
      "--ci",
    ],
    {
      cwd: projectRoot,
      env: engineClientEnvironment(process.env, options.endpoint),
      signal: options.signal,
      onLine: options.onLine,
      logFile,
    },
  );
  if (exitCode === 0) return;
  throw new ClearError(`The stack could not be ${whatFor}: ${failureReason(output)} (the full log is ${logFile}).`);
}
