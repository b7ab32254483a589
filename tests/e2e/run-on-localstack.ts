import { spawn } from "node:child_process";
import getPort from "get-port";
import { projectRoot } from "../../local/environment.ts";
import { startLocalStackOnHost } from "../../local/localstack/on-host.ts";
import { runMain } from "../../local/terminal/clear-error.ts";
import { stopSignal } from "../../local/terminal/stop-signal.ts";

/** `npm run test:localstack`: starts a LocalStack and runs the end-to-end suite on it. */
async function main(): Promise<void> {
  const signal = stopSignal();
  const engine = await startLocalStackOnHost({ port: await getPort({ host: "127.0.0.1" }), corsOrigins: "*", signal });
  try {
    process.exitCode = await runSuite(engine.endpoint, process.argv.slice(2));
  } finally {
    await engine.stop();
  }
}

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
