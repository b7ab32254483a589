import { Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { loadProvider } from "../functions/providers/load-provider.ts";
import { ProviderUnavailableError } from "../functions/providers/payment-provider.ts";
import { readStageFile } from "../infra/stage-file.ts";
import { LOCAL_SECRET } from "../local/chosen-provider.ts";
import { dummyCredentials, localRegion, projectRoot } from "../local/environment.ts";
import { readRunning } from "../local/running-record.ts";
import { ClearError, reasonOf } from "../local/terminal/clear-error.ts";
import { stopSignal } from "../local/terminal/stop-signal.ts";
import { apiUrl, operatorToken } from "./api-access.ts";
import type { Difference } from "./compare-books.ts";
import { type Period, type Reconciliation, reconcileBooks } from "./reconcile-books.ts";

/** The options of `npm run reconcile`. */
interface ReconcileCommand extends Period {
  stage?: string;
  url?: string;
  token?: string;
  provider?: string;
  secret?: string;
  json?: boolean;
}

const DIFFERENT = 1;
const UNFINISHED = 2;

async function main(signal: AbortSignal): Promise<void> {
  const options = new Command("npm run reconcile --")
    .description(
      "Compares the bank's books of a period with ours, and lists what differs, one line each.\n" +
        "Exit code: 0 where nothing differs, 1 where something does, 2 when the comparison could not be completed.",
    )
    .requiredOption("--from <date>", "the first day, as 2026-11-20, or a moment (UTC)", startOf)
    .requiredOption("--to <date>", "the last day, which is included, or the moment before which it ends (UTC)", endOf)
    .option("--stage <stage>", "take the provider, its secret and the region from stages/<stage>.json")
    .option("--url <url>", "the API's URL with its stage (default: the running local one)")
    .option("--token <token>", "an operator's token (default for a local API: a new one)")
    .addOption(
      new Option("--provider <name>", "the payment provider (default: the stage's, or stripe)").env("PAYMENT_PROVIDER"),
    )
    .addOption(
      new Option("--secret <arn>", "the ARN of the provider's secret (default: the stage's)").env("PAYMENT_SECRET_ARN"),
    )
    .option("--json", "print each difference as a line of JSON, and nothing else", false)
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run reconcile -- --help lists the options)")
    .parse()
    .opts<ReconcileCommand>();

  if (options.from >= options.to) throw new ClearError("--from has to be before --to.");
  const { provider: name, list } = await listingProvider(options);
  const url = await apiUrl(options.url);
  const token = options.token ?? (await operatorToken(url, "reconcile"));
  const bank = list(options.from, options.to, signal);
  const asked = { provider: name, now: Date.now() };
  const result = await reconcileBooks(bank, { url, token, signal }, options, asked);
  for (const difference of result.differences) {
    console.log(options.json ? JSON.stringify(difference) : lineOf(difference));
  }
  if (!options.json) console.log(totals(result));
  process.exitCode = result.differences.length > 0 ? DIFFERENT : 0;
}

/** The provider of the stage, with what it needs to read its secret. @throws ClearError where it lists no payments */
async function listingProvider({ stage, provider, secret, url }: ReconcileCommand) {
  const settings = stage === undefined ? {} : (readStageFile(projectRoot, stage) ?? {});
  const name = provider ?? textIn(settings.paymentProvider) ?? "stripe";
  const region = textIn(settings.region);
  const arn = secret ?? textIn(settings.paymentSecretArn);
  if (region !== undefined) process.env.AWS_REGION = region;
  if (arn !== undefined) process.env.PAYMENT_SECRET_ARN = arn;
  else if (stage === undefined && url === undefined) await useLocalSecret();
  const loaded = await loadProvider(name).catch((error: unknown) => {
    throw new ClearError(reasonOf(error));
  });
  const list = loaded.list?.bind(loaded);
  if (!list) throw new ClearError(`The provider "${name}" cannot list its payments, so its books cannot be compared.`);
  return { provider: name, list };
}

/** The secret of the shop that `npm start` runs is in its engine. */
async function useLocalSecret(): Promise<void> {
  const endpoint = (await readRunning())?.deployed?.endpoint;
  if (endpoint === undefined) return;
  const { accessKeyId, secretAccessKey } = dummyCredentials;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: localRegion,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    PAYMENT_SECRET_ARN: LOCAL_SECRET,
  });
}

function textIn(setting: unknown): string | undefined {
  return typeof setting === "string" ? setting : undefined;
}

function lineOf({ orderId, reference, bank, ours, todo }: Difference): string {
  return `${pc.red("✗")} ${orderId} ${pc.dim(`(${reference})`)}: the bank says that ${bank}; we say that ${ours}. ${pc.dim(`To do: ${todo}.`)}`;
}

function totals({ payments, orders, differences, inFlight, foreign }: Reconciliation): string {
  return [
    `Compared ${count(payments, "payment")} of the bank with ${count(orders, "order")}: ${count(differences.length, "difference")}.`,
    ...(inFlight === 0
      ? []
      : [
          `${count(inFlight, "payment")} changed a moment ago and may differ until it is done: run this again in 15 minutes.`,
        ]),
    ...(foreign === 0
      ? []
      : [
          `${count(foreign, "payment")} at the bank ${foreign === 1 ? "names" : "name"} no order: they were not made by Waybill.`,
        ]),
  ].join("\n");
}

function count(number: number, thing: string): string {
  return number === 1 ? `1 ${thing}` : `${number || "no"} ${thing}s`;
}

const DAY_MS = 24 * 60 * 60_000;

function startOf(text: string): string {
  return momentOf(text, 0);
}

function endOf(text: string): string {
  return momentOf(text, DAY_MS);
}

/** A moment, or that of a day: so long after its beginning. */
function momentOf(text: string, ofDay: number): string {
  const time = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  // 31 November would be taken for 1 December.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10))) {
    throw new InvalidArgumentError("It is a day, as 2026-11-20, or a moment, as 2026-11-20T06:00:00Z.");
  }
  return new Date(time + (text.length === 10 ? ofDay : 0)).toISOString();
}

const signal = stopSignal();
try {
  await main(signal);
} catch (error) {
  const isClear = error instanceof ClearError || error instanceof ProviderUnavailableError;
  if (!isClear && !signal.aborted) throw error;
  console.error(pc.red(isClear && !signal.aborted ? error.message : "Not finished."));
  process.exitCode = UNFINISHED;
}
