import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { confirm, isCancel } from "@clack/prompts";
import { Command } from "commander";
import { execa } from "execa";
import pc from "picocolors";
import * as z from "zod";
import {
  readStageFile,
  restoreStageFile,
  stageFile,
  stageFileText,
  type WrittenSettings,
  writeStageFile,
} from "../infra/stage-file.ts";
import { StackOutputs, stackName } from "../local/deploy/stack-outputs.ts";
import { projectRoot } from "../local/environment.ts";
import { ClearError, runMain } from "../local/terminal/clear-error.ts";
import { checkAccount } from "./account-checks.ts";
import { failedCreationAdvice, readStack } from "./deployed-stack.ts";
import { type DeployFlags, planDeployment, withIssuerKeys } from "./deployment.ts";
import { discoverJwksUri } from "./issuer-discovery.ts";

/** `npm run deploy -- --stage prod …`: checks the account, shows what would change, asks, deploys, prints the outputs. */
async function main(): Promise<void> {
  const flags = new Command("npm run deploy --")
    .description(
      "Deploys a stage of Waybill to AWS. Its settings are in stages/<stage>.json; flags are added to that file.",
    )
    .option("--stage <name>", "part of the stack's name; every stage but dev keeps its table when it is destroyed")
    .option("--account <id>", "the stage's account (default, at the first time: that of this shell's credentials)")
    .option("--region <name>", "the stage's region (default, at the first time: AWS_REGION)")
    .option("--issuer <url>", "the OIDC issuer whose tokens the API accepts")
    .option("--audience <name>", "the audience that tokens must be for (default: waybill)")
    .option("--setting <key=value...>", "further settings, see stages/schema.generated.json", [])
    .option("--yes", "deploy without asking", false)
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run deploy -- --help lists the options)")
    .parse()
    .opts<DeployFlags>();
  if (!flags.yes && !process.stdin.isTTY) throw new ClearError("There is no terminal to ask in: add --yes to deploy.");
  const planned = planDeployment(flags, (name) => readStageFile(projectRoot, name), process.env);
  const { stage, region } = planned;
  const name = stackName(stage);
  const account = await checkAccount(planned, name);
  const plan = await withIssuerKeys(planned, discoverJwksUri);
  const before = stageFileText(projectRoot, stage);
  addToFile(stage, { account, ...plan.written }, plan.account ? plan.added : { account, ...plan.added });

  console.log(pc.bold(`${name} in account ${account}, ${region}: what would change`));
  const context = ["--context", `stage=${stage}`];
  await cdk(["diff", name, ...context], region);
  if (!flags.yes) {
    const answer = await confirm({ message: `Deploy ${name} to account ${account}, ${region}?` });
    if (isCancel(answer) || !answer) {
      restoreStageFile(projectRoot, stage, before);
      console.log(`Nothing was deployed, and ${stageFile(stage)} is as it was.`);
      return;
    }
  }
  const folder = await mkdtemp(join(tmpdir(), "waybill-deploy-"));
  try {
    const outputsFile = join(folder, "outputs.json");
    await cdk(["deploy", name, "--require-approval=never", `--outputs-file=${outputsFile}`, ...context], region);
    const outputs = z.record(z.string(), StackOutputs).parse(JSON.parse(await readFile(outputsFile, "utf8")))[name];
    for (const [key, value] of Object.entries(outputs ?? {})) console.log(`${key.padEnd(36)} ${value}`);
  } catch (error) {
    if (!plan.settings.disposable) await adviseOnFailure(name, region);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Prints how to repair a failed first deployment. If the stack cannot be read, the CDK's own output has to suffice. */
async function adviseOnFailure(name: string, region: string): Promise<void> {
  const stack = await readStack(name, region).catch(() => undefined);
  const advice = stack && failedCreationAdvice(stack);
  if (advice) console.error(advice);
}

/** Writes what the flags and the shell say into the stage's file, so that the next deployment needs neither. */
function addToFile(stage: string, written: WrittenSettings, added: WrittenSettings): void {
  if (Object.keys(added).length === 0) return;
  writeStageFile(projectRoot, stage, written);
  const lines = Object.entries(added).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
  console.log([pc.bold(`Written into ${stageFile(stage)} (commit it):`), ...lines, ""].join("\n"));
}

/** The CDK's own output goes straight to the terminal. @throws ClearError where it fails. */
async function cdk(args: readonly string[], region: string): Promise<void> {
  const command = join(projectRoot, "node_modules", "aws-cdk", "bin", "cdk");
  const env = { AWS_REGION: region, AWS_DEFAULT_REGION: region };
  const { failed } = await execa(process.execPath, [command, ...args], {
    cwd: projectRoot,
    env,
    stdio: "inherit",
    reject: false,
  });
  if (failed) throw new ClearError(`cdk ${args[0]} failed; see its output above.`);
}

await runMain(main);
