import {
  callMilliseconds,
  LAMBDA_TEXT_LINES,
  LOG_LINE_BYTES,
  PROVIDER_MILLISECONDS,
  processorMilliseconds,
} from "./assumptions.ts";
import type { DeployedFunction } from "./deployed-functions.ts";
import { WHOLE_PROCESSOR_MB } from "./lambda-model.ts";
import { type CountedOperations, EMPTY_SWEEP } from "./measure-operations.ts";
import { type CountedStep, SANDBOX } from "./meter.ts";
import { dollarsPerMillion, logBytesOf, providerWaitPerMillion } from "./price-usage.ts";
import { type Prices, priceFile } from "./prices.ts";
import { recordFile, usageOf } from "./record.ts";
import { amountOf, indexWriteUnitsOf, readUnitsOf, sumOf, type Usage } from "./usage.ts";

type Cell = string | number;

/** docs/cost.md. */
export function costReport(
  { order, later, others }: CountedOperations,
  prices: Prices,
  functions: ReadonlyMap<string, DeployedFunction>,
): string {
  const usage = usageOf(order);
  const sweep = dollarsPerMillion(usageOf(others[EMPTY_SWEEP] ?? []), prices).total;
  const row = ([name, steps]: readonly [string, readonly CountedStep[]]) => [
    name,
    ...figuresOf(usageOf(steps), prices),
  ];
  return `# What it costs

Written by \`npm run bench:cost\`: the real handlers on a real table, each call counted by the sizes of the items that it
reads and writes. Prices are dollars for a million times, at the list prices of ${prices.region} in ${prices.asOf}
(\`${priceFile}\`), without free tiers. A test fails while \`${recordFile}\` has other figures
than the code: a commit that makes an operation dearer records it, and a reviewer sees it.

## The reference order

Three lines, a UUID as the customer, an e-mail address, a shipping charge, a reference as long as Stripe's; placed, paid, shipment made: **${money(dollarsPerMillion(usage, prices).total)}** a
million.

${table(["", "amount", "dollars a million"], byService(usage, prices))}

Step by step; the log lines of a function are counted with its invocation:

${table(
  ["function", "step", "table writes", "index writes", "reads", "events", "log bytes", "dollars"],
  stepsOf(order).map(({ by, what, usage: used }) => [
    by,
    what,
    amountOf(used, "tableWriteUnits"),
    indexWriteUnitsOf(used),
    readUnitsOf(used),
    amountOf(used, "events"),
    logBytesOf(used),
    money(dollarsPerMillion(used, prices).total),
  ]),
)}

Waiting for the payment provider ${PROVIDER_MILLISECONDS} ms costs ${money(providerWaitPerMillion(usage, prices))} more a million; what the provider takes is not known here.
The sandbox provider keeps its ledger in the same table (${amountOf(sandboxUsage(order), "tableWriteUnits")} write unit for an authorization), which is not counted:
another provider has none.

What happens to it later, with everything that follows from the request:

${table(HEAD, Object.entries(later).map(row))}

## Each operation

With everything that follows from the request: events, messages, and the functions that handle them.

${table(HEAD, [["placeOrder, three lines", ...figuresOf(usage, prices)], ...Object.entries(others).map(row)])}

Not listed: \`getOpenapi\`, \`getDocs\` and \`getDocsAsset\` cost what \`getHealth\` costs without its read. Not counted: data that
leaves AWS, storage, backups, alarms and metrics. What runs without any order: a sweep each minute, ${money((sweep * SWEEPS_A_MONTH) / 1_000_000)} a month; and
Lambda's requests to each queue while it is empty, about ${EMPTY_RECEIVES_A_MONTH.toLocaleString("en")} or ${money((EMPTY_RECEIVES_A_MONTH / 1_000_000) * prices.perMillion.queueRequests)} a month.

## How it is counted

- **Writes and reads**: item sizes by [DynamoDB's rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html),
  from each item before and after each write. A transaction counts twice for the table, and once for an index.
- **One order alone**: with more of them, a batch of stream records and one of messages serve several, so that there are
  fewer invocations and queue requests.
- **Lambda's time is assumed**, for functions that are warm: ${processorMilliseconds.invocation} ms of
  work and ${processorMilliseconds.call} more for each call, on a whole processor, which a function with ${WHOLE_PROCESSOR_MB.toLocaleString("en")} MB has
  ([measured](memory.md)); and the wait for each call:
  ${Object.entries(callMilliseconds)
    .map(([operation, milliseconds]) => `${operation} ${milliseconds} ms`)
    .join(", ")}.
  Memory as deployed: ${[...functions].map(([name, { memoryMegabytes }]) => `${name} ${memoryMegabytes} MB`).join(", ")}.
- **Log bytes** are those of the lines that were written, ${LOG_LINE_BYTES} more for each, and Lambda's own lines${lambdaLines(functions)}.
- Lambda reads the stream without charge. EventBridge delivers to a queue without charge; the queue counts its request.
`;
}

const SWEEPS_A_MONTH = 30 * 24 * 60;
/** Five connections, each of which waits 20 seconds for a message. */
const EMPTY_RECEIVES_A_MONTH = 5 * 3 * 60 * 24 * 30;

const HEAD = [
  "",
  "AWS calls",
  "table writes",
  "index writes",
  "reads",
  "events",
  "invocations",
  "log bytes",
  "dollars a million",
];

function figuresOf(usage: Usage, prices: Prices): Cell[] {
  return [
    amountOf(usage, "awsCalls"),
    amountOf(usage, "tableWriteUnits"),
    indexWriteUnitsOf(usage),
    readUnitsOf(usage),
    amountOf(usage, "events"),
    amountOf(usage, "invocations"),
    logBytesOf(usage),
    money(dollarsPerMillion(usage, prices).total),
  ];
}

function byService(usage: Usage, prices: Prices): Cell[][] {
  const dollars = dollarsPerMillion(usage, prices);
  const gigabyteSeconds = amountOf(usage, "megabyteMilliseconds") / 1_024 / 1_000;
  return [
    [
      "DynamoDB, writes",
      `${amountOf(usage, "tableWriteUnits")} units of the table, ${indexWriteUnitsOf(usage)} of its indexes`,
      money(dollars.writes),
    ],
    ["DynamoDB, reads", `${readUnitsOf(usage)} units`, money(dollars.reads)],
    ["EventBridge", `${amountOf(usage, "events")} events`, money(dollars.events)],
    ["API Gateway", `${amountOf(usage, "gatewayRequests")} request`, money(dollars.gateway)],
    [
      "Lambda",
      `${amountOf(usage, "invocations")} invocations, ${gigabyteSeconds.toFixed(3)} GB-seconds`,
      money(dollars.lambda),
    ],
    ["CloudWatch Logs", `${logBytesOf(usage)} bytes in ${amountOf(usage, "logLines")} lines`, money(dollars.logs)],
    ["SQS", `${amountOf(usage, "queueRequests")} requests`, money(dollars.queue)],
    ["**together**", "", `**${money(dollars.total)}**`],
  ];
}

/** The steps of an order; what Lambda and the log count of an invocation is one of them. */
function stepsOf(order: readonly CountedStep[]): CountedStep[] {
  const isCall = ({ what }: CountedStep) => what !== "log line" && what !== "invocation" && what !== "message";
  return [...Map.groupBy(order, ({ by }) => by)].flatMap(([by, steps]) => {
    if (by === SANDBOX) return [];
    const rest = sumOf(steps.filter((step) => !isCall(step)).map(({ usage }) => usage));
    const invocations = amountOf(rest, "invocations");
    const what = invocations === 1 ? "invocation" : `${invocations} invocations`;
    return [...steps.filter(isCall), { by, what, usage: rest }];
  });
}

function sandboxUsage(order: readonly CountedStep[]): Usage {
  return sumOf(order.filter(({ by }) => by === SANDBOX).map(({ usage }) => usage));
}

function lambdaLines(functions: ReadonlyMap<string, DeployedFunction>): string {
  const logged = [...functions.values()].some(({ logsInvocations }) => logsInvocations);
  const bytes = Buffer.byteLength(LAMBDA_TEXT_LINES.join(""));
  return logged ? ` (START, END and REPORT: ${bytes} bytes)` : ", which are off: its system log level is WARN";
}

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (typeof rows[0]?.[column] === "number" ? "---:" : "---"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

function money(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}
