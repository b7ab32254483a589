import { execa } from "execa";
import { projectRoot } from "../../local/environment.ts";
import { runMain } from "../../local/terminal/clear-error.ts";
import { stopSignal } from "../../local/terminal/stop-signal.ts";
import { installStripeMock, STRIPE_MOCK_VERSION, startStripeMock, stripeSpecFile } from "./stripe-mock.ts";

/**
 * `npm run test:stripe-mock`: the adapter's tests, each kind of request of which stripe-mock has to accept, and the fake's
 * answers against the description of the API that stripe-mock has in it.
 */
async function main(): Promise<void> {
  const program = await installStripeMock();
  if (program === undefined) {
    console.log(
      `stripe-mock ${STRIPE_MOCK_VERSION} was not asked whether it accepts our requests: there is no Go here.`,
    );
    return;
  }
  const specFile = await stripeSpecFile();
  const mock = await startStripeMock(program, stopSignal());
  try {
    const { exitCode } = await execa("npx", ["--no-install", "vitest", "run", "--project", "stripe-mock"], {
      cwd: projectRoot,
      stdio: "inherit",
      reject: false,
      env: { STRIPE_MOCK_URL: mock.url, STRIPE_SPEC_FILE: specFile },
    });
    process.exitCode = exitCode ?? 1;
  } finally {
    await mock.stop();
  }
}

await runMain(main);
