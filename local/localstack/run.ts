import pc from "picocolors";
import { configuredCorsOrigins } from "../friendly-url/web-guard.ts";
import { runMain } from "../terminal/clear-error.ts";
import { parseLocalStackOptions } from "../terminal/command-line.ts";
import { runSteps, step } from "../terminal/step.ts";
import { stopSignal, untilStopped } from "../terminal/stop-signal.ts";
import { requireDocker, startLocalStackInDocker, thisDocker } from "./in-docker.ts";
import { startLocalStackOnHost } from "./on-host.ts";

/** `npm run localstack`: LocalStack in the foreground, with Docker or (`-- --host`) without. */
async function run(): Promise<void> {
  const { port, host } = parseLocalStackOptions(process.argv.slice(2));
  const signal = stopSignal();
  try {
    const engine = host
      ? await startLocalStackOnHost({ port, corsOrigins: configuredCorsOrigins(), signal })
      : await startInDocker(port, signal);
    try {
      if (engine.logFile !== undefined) console.log(`Its log is ${engine.logFile}.`);
      const deploy = port === 4566 ? "npm start" : `AWS_ENDPOINT_URL=${engine.endpoint} npm start`;
      console.log(pc.green(`Ready: ${deploy}, in another terminal, deploys Waybill to it. Ctrl-C stops it.`));
      await untilStopped(signal, engine.ended);
    } finally {
      if (signal.aborted) console.log("\nStopping …");
      await engine.stop();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function startInDocker(port: number, signal: AbortSignal) {
  await requireDocker(thisDocker);
  const start = step("Start LocalStack in Docker", async ({ title, detail }) => {
    const engine = await startLocalStackInDocker({ port, signal, onLine: detail });
    title(`${engine.name} answers on ${engine.endpoint}`);
    return engine;
  });
  await runSteps(start);
  return start.result;
}

await runMain(run);
