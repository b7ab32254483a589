import { Command, InvalidArgumentError, Option } from "commander";
import { functions } from "../functions/registry/functions.ts";
import { functionOutput } from "../infra/output-names.ts";
import { readRunning } from "../local/running-record.ts";
import { runMain } from "../local/terminal/clear-error.ts";
import { stopSignal } from "../local/terminal/stop-signal.ts";
import { type LogSubject, newLines, pastLines } from "./find-lines.ts";
import type { LogLine } from "./log-line.ts";
import { logsOf, MAX_EVENTS } from "./read-logs.ts";
import { showLogLine } from "./show-log-line.ts";
import { findTarget, type TargetOptions, type TargetStack } from "./target-stack.ts";

/** `npm run logs -- --order ord_…`: shows the log lines of a stack's functions. */
interface LogsCommand extends TargetOptions, LogSubject {
  function?: readonly string[];
  /** Milliseconds. */
  since: number;
  follow: boolean;
  json: boolean;
}

const names = functions.map(({ name }) => name);

/** Those that the stack has: some functions are only for one payment provider. */
function deployedOf({ outputs }: TargetStack): string[] {
  return names.filter((name) => outputs[functionOutput(name)] !== undefined);
}

async function main(): Promise<void> {
  const {
    since,
    follow,
    json,
    function: functionNames,
    ...options
  } = new Command("npm run logs --")
    .description("Shows the log lines of the functions, the newest last.")
    .option("--order <id>", "only lines about this order", orderId)
    .option("--request <id>", "only lines of this request: the x-request-id of its answer", requestId)
    .addOption(new Option("--function <names...>", "only lines of these functions (default: all)").choices(names))
    .addOption(
      new Option("--since <time>", "how far to look back: 30s, 10m, 2h, 1d").argParser(duration).default(HOUR, "1h"),
    )
    .option("--follow", "go on with new lines until Ctrl-C", false)
    .option("--json", "print each line as it was logged", false)
    .option("--stage <name>", "the stack's stage (default: the running local one; else dev)")
    .option("--endpoint <url>", "an engine's address (default: the running local one; else AWS)")
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run logs -- --help lists the options)")
    .parse()
    .opts<LogsCommand>();

  const print = (line: LogLine) => console.log(json ? line.text : showLogLine(line));
  const signal = stopSignal();
  const stack = await findTarget(options, await readRunning());
  const logs = await logsOf(stack, functionNames ?? deployedOf(stack));
  const from = Date.now() - since;
  const { lines, cut } = await pastLines(stack.logs, logs, from, options);
  for (const line of lines) print(line);
  if (cut.length > 0) {
    console.error(
      `There are more lines of ${cut.join(", ")} than the first ${MAX_EVENTS}: look back less far with --since.`,
    );
  }
  if (!follow) {
    if (lines.length === 0)
      console.error(
        `No such lines in ${stack.name} since ${new Date(from).toISOString()}: --since 1d looks further back.`,
      );
    return;
  }
  for await (const line of newLines(stack.logs, logs, lines, options, signal)) print(line);
}

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const UNITS = { s: SECOND, m: 60 * SECOND, h: HOUR, d: 24 * HOUR } as const;

function duration(text: string): number {
  const [, number, unit] = /^(\d{1,4})([smhd])$/.exec(text) ?? [];
  const found = Object.entries(UNITS).find(([name]) => name === unit);
  if (number === undefined || !found) throw new InvalidArgumentError("A time is a number and s, m, h or d: 10m.");
  return Number(number) * found[1];
}

function orderId(text: string): string {
  if (!/^ord_\w+$/.test(text)) throw new InvalidArgumentError("An order's id begins with ord_.");
  return text;
}

function requestId(text: string): string {
  if (!/^[\w-]+$/.test(text)) throw new InvalidArgumentError("A request's id has letters, digits and hyphens only.");
  return text;
}

await runMain(main);
