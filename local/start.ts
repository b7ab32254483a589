import pc from "picocolors";
import { ClearError } from "./clear-error.ts";
import { configuredCorsOrigins } from "./cors-origins.ts";
import { readAwsSettings } from "./environment.ts";
import { type FriendlyUrl, friendlyApiUrl, openFriendlyUrl } from "./friendly-url.ts";
import { openLocalIssuer } from "./issuer.ts";
import { readRunning, removeRunning, writeRunning } from "./running-record.ts";
import { parseStartOptions } from "./start-options.ts";
import { startWaybill } from "./start-waybill.ts";
import { stopSignal, untilStopped } from "./stop-signal.ts";
import { watchFunctions } from "./watch.ts";
import { welcome } from "./welcome.ts";

/** `npm start`: from a fresh clone to a running shop, and back when it is stopped. */
async function start(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  const settings = readAwsSettings(process.env);
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
      corsOrigins,
      friendlyUrl,
      cleanup,
      signal,
    });
    console.log(await welcome(friendlyUrl.apiUrl, await openLocalIssuer()));
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

try {
  await start();
} catch (error) {
  if (!(error instanceof ClearError)) throw error;
  console.error(pc.red(error.message));
  process.exitCode = 1;
}
