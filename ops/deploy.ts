import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { confirm, isCancel } from "@clack/prompts";
import { Command } from "commander";
import pc from "picocolors";
import * as z from "zod";
import { ClearError } from "../local/clear-error.ts";
import { projectRoot } from "../local/project-paths.ts";
import { StackOutputs, stackName } from "../local/stack-outputs.ts";
import { accountOf, requireBootstrap } from "./aws-account.ts";
import { type DeployFlags, planDeployment } from "./deployment.ts";
import { discoverJwksUri } from "./issuer-discovery.ts";

/** `npm run deploy -- --stage prod …`: checks the account, shows what would change, asks, deploys, prints the outputs. */
async function main(): Promise<void> {
  const flags = new Command("npm run deploy --")
    .description("Deploys Waybill to the AWS account that this shell's credentials belong to.")
    .option("--stage <name>", "part of the stack's name; every stage but dev keeps its table when it is destroyed")
    .option("--account <id>", "refuse to deploy to any other account")
    .option("--region <name>", "default: AWS_REGION")
    .option("--issuer <url>", "the OIDC issuer whose tokens the API accepts")
    .option("--audience <name>", "the audience that tokens must be for (default: waybill)")
    .option("--context <key=value...>", "further settings, see infra/settings.ts", [])
    .option("--yes", "deploy without asking", false)
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run deploy -- --help lists the options)")
    .parse()
    .opts<DeployFlags>();
  const plan = planDeployment(flags, { context: await projectContext(), environment: process.env });
  const account = await accountOf(plan);
  await requireBootstrap(account, plan.region);
  const jwksUri = plan.jwksUri ?? (await discoverJwksUri(plan.issuer));
  const context = [...plan.settings, `jwksUri=${jwksUri}`].flatMap((setting) => ["--context", setting]);
  const name = stackName(plan.stage);

  console.log(pc.bold(`${name} in account ${account}, ${plan.region}: what would change`));
  await cdk(["diff", name, ...context], plan.region);
  if (!flags.yes) {
    const answer = await confirm({ message: `Deploy ${name} to account ${account}, ${plan.region}?` });
    if (isCancel(answer) || !answer) {
      console.log("Nothing was deployed.");
      return;
    }
  }
  const folder = await mkdtemp(join(tmpdir(), "waybill-deploy-"));
  try {
    const outputsFile = join(folder, "outputs.json");
    await cdk(["deploy", name, "--require-approval=never", `--outputs-file=${outputsFile}`, ...context], plan.region);
    const outputs = z.record(z.string(), StackOutputs).parse(JSON.parse(await readFile(outputsFile, "utf8")))[name];
    for (const [key, value] of Object.entries(outputs ?? {})) console.log(`${key.padEnd(36)} ${value}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function projectContext(): Promise<Record<string, unknown>> {
  const Cdk = z.object({ context: z.object({ waybill: z.record(z.string(), z.unknown()).optional() }).optional() });
  return Cdk.parse(JSON.parse(await readFile(join(projectRoot, "cdk.json"), "utf8"))).context?.waybill ?? {};
}

/** The CDK's own output goes straight to the terminal. @throws ClearError where it fails. */
async function cdk(args: readonly string[], region: string): Promise<void> {
  const command = join(projectRoot, "node_modules", "aws-cdk", "bin", "cdk");
  const env = { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region };
  const child = spawn(process.execPath, [command, ...args], { cwd: projectRoot, env, stdio: "inherit" });
  const exitCode = await new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  if (exitCode !== 0) throw new ClearError(`cdk ${args[0]} failed; its own words stand above.`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ClearError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
