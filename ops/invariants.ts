import { Command } from "commander";
import pc from "picocolors";
import { spellMoney } from "../functions/platform/values/money.ts";
import { ClearError } from "../local/terminal/clear-error.ts";
import { stopSignal } from "../local/terminal/stop-signal.ts";
import { apiUrl, operatorToken } from "./api-access.ts";
import { type AuditReport, walkAudit } from "./walk-audit.ts";

/** The options of `npm run invariants`. */
interface InvariantsCommand {
  url?: string;
  token?: string;
  cursor?: string;
}

/** The results so far, and where to continue. */
interface Tally {
  products: number;
  orders: number;
  violations: number;
  refused: number;
  notices: number;
  unsettled: Set<string>;
  cursor: string | undefined;
}

const VIOLATED = 1;
const UNFINISHED = 2;

async function main(): Promise<void> {
  const options = new Command("npm run invariants --")
    .description(
      "Checks through the API that stock, orders and money are consistent, and lists each violation.\n" +
        "Exit code: 0 without a violation, 1 with violations, 2 when the check could not be completed.",
    )
    .option("--url <url>", "the API's URL with its stage (default: the running local one)")
    .option("--token <token>", "an operator's token (default for a local API: a new one)")
    .option("--cursor <cursor>", "where to continue, as an interrupted run has printed it")
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run invariants -- --help lists the options)")
    .parse()
    .opts<InvariantsCommand>();

  const signal = stopSignal();
  const url = await apiUrl(options.url);
  const token = options.token ?? (await operatorToken(url, "invariants"));
  const tally: Tally = {
    products: 0,
    orders: 0,
    violations: 0,
    refused: 0,
    notices: 0,
    unsettled: new Set(),
    cursor: options.cursor,
  };
  try {
    for await (const report of walkAudit({ url, token, cursor: options.cursor, signal })) add(tally, report);
    console.log(totals(tally));
    process.exitCode = tally.violations > 0 ? VIOLATED : 0;
  } catch (error) {
    if (!signal.aborted && !(error instanceof ClearError)) throw error;
    if (!signal.aborted && error instanceof ClearError) console.error(pc.red(error.message));
    console.log(`Not finished. ${totals(tally)}`);
    if (tally.cursor !== undefined) console.log(`Continue with: npm run invariants -- --cursor ${tally.cursor}`);
    process.exitCode = tally.violations > 0 ? VIOLATED : UNFINISHED;
  }
}

function add(tally: Tally, report: AuditReport): void {
  const { checkedProducts, checkedOrders, violations, refused, notices, unsettled, nextCursor } = report;
  for (const { invariant, subject, detail } of violations) {
    console.log(`${pc.red("✗")} ${subject}: ${detail} ${pc.dim(`(${invariant})`)}`);
  }
  for (const { orderId, orderStatus, kind, instruction, amount, reason } of refused) {
    const what = `${kind} ${instruction} of ${spellMoney(amount)} was refused: ${reason}`;
    console.log(`${pc.yellow("!")} ${orderId}: ${what} ${pc.dim(`(the order is ${orderStatus})`)}`);
  }
  for (const { orderId, orderStatus, sentence } of notices) {
    console.log(`${pc.yellow("!")} ${orderId}: ${sentence} ${pc.dim(`(the order is ${orderStatus})`)}`);
  }
  for (const sku of unsettled) tally.unsettled.add(sku);
  tally.products += checkedProducts;
  tally.orders += checkedOrders;
  tally.violations += violations.length;
  tally.refused += refused.length;
  tally.notices += notices.length;
  tally.cursor = nextCursor ?? undefined;
}

function totals({ products, orders, violations, refused, notices, unsettled }: Tally): string {
  const changed = [...unsettled].join(", ");
  return [
    `Checked ${count(products, "product")} and ${count(orders, "order")}: ${count(violations, "violation")}.`,
    ...(refused === 0
      ? []
      : [`${count(refused, "payment instruction")} refused, for a person to decide: docs/runbook.md says how.`]),
    ...(notices === 0
      ? []
      : [`${count(notices, "thing")} that the bank did unasked: docs/runbook.md says what to do.`]),
    ...(changed === ""
      ? []
      : [`These products changed while they were counted; check again when there are fewer changes: ${changed}.`]),
  ].join("\n");
}

function count(number: number, thing: string): string {
  return number === 1 ? `1 ${thing}` : `${number || "no"} ${thing}s`;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ClearError)) throw error;
  console.error(pc.red(error.message));
  process.exitCode = UNFINISHED;
}
