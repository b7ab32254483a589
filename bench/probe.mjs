// Run in a fresh process by run-probe.ts, in the place of Lambda: imports a bundle, and hands it events one by one.
import { subscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";

const [bundle, eventsFile] = process.argv.slice(2);
const events = JSON.parse(readFileSync(eventsFile, "utf8"));
const context = { awsRequestId: "bench", functionName: "bench", getRemainingTimeInMillis: () => 25_000 };

/** Requests that are on their way, how long there has been one, and what they asked for. */
let open = 0;
let openSince = 0;
let waited = 0;
let calls = [];

subscribe("http.client.request.start", ({ request }) => {
  if (open++ === 0) openSince = performance.now();
  calls.push(request.getHeader("x-amz-target") ?? `${request.method} ${request.path}`);
});
subscribe("http.client.response.finish", ({ response }) => response.once("close", ended));
subscribe("http.client.request.error", ended);

function ended() {
  if (--open === 0) waited += performance.now() - openSince;
}

function cpuMilliseconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The largest resident set. Linux counts that of the process which started this one in `maxRSS`, so it is asked itself. */
function peakMegabytes() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1_024;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Number(kilobytes) / 1_024;
}

const cpuAtStart = cpuMilliseconds();
const start = performance.now();
const { handler } = await import(bundle);
const result = { import: performance.now() - start, importCpu: cpuMilliseconds() - cpuAtStart, invocations: [] };
for (const event of events) {
  [waited, calls] = [0, []];
  const cpu = cpuMilliseconds();
  const from = performance.now();
  const answer = await handler(event, context);
  const wall = performance.now() - from;
  const { statusCode } = answer ?? {};
  result.invocations.push({
    wall,
    waited,
    cpu: cpuMilliseconds() - cpu,
    calls,
    answer: statusCode === undefined ? answer : { statusCode },
  });
}
result.peakMegabytes = peakMegabytes();
process.stdout.write(`\n${JSON.stringify(result)}\n`);
