import pc from "picocolors";
import { chooseProvider } from "./chosen-provider.ts";
import { readAwsSettings } from "./environment.ts";
import { type FriendlyUrl, friendlyApiUrl, openFriendlyUrl } from "./friendly-url/friendly-url.ts";
import { configuredCorsOrigins } from "./friendly-url/web-guard.ts";
import { openLocalIssuer } from "./issuer.ts";
import { readRunning, removeRunning, writeRunning } from "./running-record.ts";
import { startWaybill } from "./start-waybill.ts";
import { ClearError, runMain } from "./terminal/clear-error.ts";
import { parseStartOptions } from "./terminal/command-line.ts";
import { stopSignal, untilStopped } from "./terminal/stop-signal.ts";
import { watchFunctions } from "./watch.ts";
import { welcome } from "./welcome.ts";

/** `npm start`: from a fresh clone to a running shop, and back when it is stopped. */
async function start(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  const settings = readAwsSettings(process.env);
  const provider = chooseProvider(options.provider, process.env);
  for (const note of settings.notes) console.log(pc.yellow(note));

  const signal = stopSignal();
  await using cleanup = new AsyncDisposableStack();
  const startedAt = performance.now();
  const corsOrigins = configuredCorsOrigins();
  const friendlyUrl = await claimUrl(options.port, corsOrigins);
  cleanup.defer(() => friendlyUrl.close());
  await writeRunning({ pid: process.pid, apiUrl: friendlyUrl.apiUrl });
  cleanup.defer(() => removeRunning());

  try {
    const { engine, deployment } = await startWaybill({
      ...options,
      ...settings,
      provider,
      corsOrigins,
      friendlyUrl,
      cleanup,
      signal,
    });
    console.log(await welcome(friendlyUrl.apiUrl, await openLocalIssuer(), provider));
    console.log(pc.green(`Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`));
    if (options.watch) cleanup.use(await watchFunctions(deployment));
    await untilStopped(signal, engine.ended);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (signal.aborted) console.log("\nStopping …");
  }
}

/** Takes the URL's port, unless this checkout's Waybill runs already, there or on another port. */
async function claimUrl(port: number, corsOrigins: string): Promise<FriendlyUrl> {
  const running = await readRunning();
  if (running === undefined || running.apiUrl !== friendlyApiUrl(port)) {
    const friendlyUrl = await openFriendlyUrl(port, corsOrigins);
    if (running === undefined) return friendlyUrl;
    await friendlyUrl.close();
  }
  throw new ClearError(`Waybill already runs here, on ${running.apiUrl} (process ${running.pid}): stop that first.`);
}

await runMain(start);
