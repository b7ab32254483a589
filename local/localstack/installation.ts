import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../child-process.ts";
import { digestOf, installOnce, isInstalled } from "../engine/install-once.ts";
import { createVirtualEnvironment, pipEnvironment } from "../engine/virtual-environment.ts";
import { ClearError } from "../terminal/clear-error.ts";
import type { HostTools } from "./host-tools.ts";
import { localStackVersion } from "./settings.ts";

const requirements = join(import.meta.dirname, "requirements.txt");
const buildRequirements = join(import.meta.dirname, "build-requirements.txt");
const pom = join(import.meta.dirname, "pom.xml");
const jarDigests = join(import.meta.dirname, "dynamodb-local.sha256");
/** The plugin that copies what pom.xml names. */
const copyDependencies = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";

/** Where the parts of LocalStack are, under a folder, whether or not they are installed. Their names follow the pins. */
export interface Installation {
  /** The virtual environment with LocalStack. */
  localStack: string;
  /** The folder with DynamoDB Local's jars. */
  dynamoDb: string;
}

/** How a part is installed. */
export interface InstallOptions {
  tools: HostTools;
  signal?: AbortSignal | undefined;
  onLine?: (line: string) => void;
}

export async function installationIn(folder: string): Promise<Installation> {
  return {
    localStack: join(folder, `localstack-${localStackVersion}-${await digestOf(requirements, buildRequirements)}`),
    dynamoDb: join(folder, `dynamodb-${await digestOf(pom, jarDigests)}`),
  };
}

export async function isComplete({ localStack, dynamoDb }: Installation): Promise<boolean> {
  return (await isInstalled(localStack)) && (await isInstalled(dynamoDb));
}

/** Installs what is missing, side by side. */
export async function install(installation: Installation, options: InstallOptions): Promise<void> {
  const parts = [installLocalStack(installation.localStack, options), installDynamoDb(installation.dynamoDb, options)];
  await Promise.allSettled(parts);
  await Promise.all(parts);
}

/** Installs LocalStack's pinned packages, each checked against its hash. */
async function installLocalStack(folder: string, options: InstallOptions): Promise<void> {
  const { tools, signal, onLine } = options;
  // Three packages come as source only: what builds them is pinned too, so it is installed first, not found by pip.
  const packages = [{ file: buildRequirements }, { file: requirements, pipOptions: ["--no-build-isolation"] }];
  const fill = (unfinished: string) =>
    createVirtualEnvironment(unfinished, tools.python, packages, {
      what: "LocalStack",
      env: pipEnvironment(process.env),
      signal,
      onLine,
    });
  await installOnce(folder, fill, { replaces: "localstack" });
}

/** Installs DynamoDB Local from Maven Central, each file checked against its digest. */
async function installDynamoDb(folder: string, options: InstallOptions): Promise<void> {
  const fill = async (unfinished: string) => {
    const downloads = join(unfinished, ".downloads");
    const places = [`-DoutputDirectory=${unfinished}`, `-Dmaven.repo.local=${downloads}`];
    const how = ["--batch-mode", "--no-transfer-progress", "--strict-checksums"];
    await runMaven(options, [...how, "-f", pom, copyDependencies, ...places]);
    await rm(downloads, { recursive: true, force: true });
    await verify(unfinished);
  };
  await installOnce(folder, fill, { replaces: "dynamodb" });
}

async function verify(folder: string): Promise<void> {
  const lines = (await readFile(jarDigests, "utf8")).trim().split("\n");
  const expected = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  for (const name of await readdir(folder)) {
    const found = createHash("sha256")
      .update(await readFile(join(folder, name)))
      .digest("hex");
    if (found !== expected.get(name))
      throw new ClearError(`${name} from Maven Central does not match its pinned digest.`);
    expected.delete(name);
  }
  if (expected.size > 0) throw new ClearError(`Maven did not download ${[...expected.keys()].join(", ")}.`);
}

async function runMaven({ tools, signal, onLine }: InstallOptions, args: readonly string[]): Promise<void> {
  const { exitCode, output } = await runCommand(tools.maven, args, { env: process.env, signal, onLine });
  if (exitCode === 0) return;
  const lines = output.trim().split("\n");
  const reason = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
  throw new ClearError(`DynamoDB Local could not be installed (${reason.trim() || `exit code ${exitCode}`}).`);
}
