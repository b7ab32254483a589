import { spawn } from "node:child_process";
import { Command } from "commander";
import getPort from "get-port";
import { projectRoot } from "../../local/environment.ts";
import { startLocalStackOnHost } from "../../local/localstack/on-host.ts";
import { runMain } from "../../local/terminal/clear-error.ts";
import { stopSignal } from "../../local/terminal/stop-signal.ts";
import { recordPart } from "../../tooling/minutes.ts";
import { localStackCore } from "./localstack-core.ts";

/** `npm run test:localstack`: starts a LocalStack and runs the end-to-end suite on it. */
async function main(): Promise<void> {
  const command = new Command("npm run test:localstack --")
    .description("Runs the end-to-end tests on a LocalStack of their own, without Docker.")
    .option("--core", "only the tests that every change runs, and those of LocalStack itself", false)
    .argument("[vitest...]", "files and options of vitest")
    .allowUnknownOption()
    .parse();
  const core = command.opts<{ core: boolean }>().core ? coreTests : [];
  const startedAt = Date.now();
  const signal = stopSignal();
  const engine = await startLocalStackOnHost({ port: await getPort({ host: "127.0.0.1" }), corsOrigins: "*", signal });
  recordPart("LocalStack", (Date.now() - startedAt) / 1_000);
  try {
    process.exitCode = await runSuite(engine.endpoint, [...core, ...command.args]);
  } finally {
    await engine.stop();
  }
}

const coreTests = ["local/localstack/", ...localStackCore.map((name) => `tests/e2e/${name}.test.ts`)];

async function runSuite(endpoint: string, vitestOptions: readonly string[]): Promise<number> {
  const vitest = spawn(
    "npx",
    ["--no-install", "vitest", "run", "--project", "localstack", "--project", "e2e", ...vitestOptions],
    {
      cwd: projectRoot,
      stdio: "inherit",
      env: { ...process.env, WAYBILL_E2E_ENDPOINT: endpoint },
    },
  );
  return new Promise((resolve, reject) => {
    vitest.once("error", reject).once("close", (code) => resolve(code ?? 1));
  });
}

await runMain(main);
