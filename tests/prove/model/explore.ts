// Counts the order protocol's states, or shows the shortest way in which it breaks.
//   node tests/prove/model/explore.ts [--without "<guard>"] [--functions 3]
import { parseArgs } from "node:util";
import { explore } from "./explorer.ts";
import { ALL_GUARDS, GUARDS, isGuard, without } from "./guards.ts";
import { orderProtocol } from "./order-protocol.ts";

const { values } = parseArgs({ options: { without: { type: "string" }, functions: { type: "string", default: "3" } } });
const { without: removed, functions } = values;
if (removed !== undefined && !isGuard(removed)) {
  console.error(`There is no guard "${removed}". The guards are:\n  ${Object.keys(GUARDS).join("\n  ")}`);
  process.exit(2);
}
if (!/^[1-9]$/.test(functions)) {
  console.error(`--functions must be 1 to 9, the number of functions that run at once, and is "${functions}".`);
  process.exit(2);
}

const began = performance.now();
const guards = removed === undefined ? ALL_GUARDS : without(removed);
const { states, atRest, violation } = explore(orderProtocol(guards, Number(functions)));
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
if (violation) {
  console.log(`${violation.why}:\n  ${violation.trace.join("\n  ")}`);
  process.exitCode = 1;
} else {
  console.log(`${states} states, ${atRest} at rest, 0 violations, every state can come to rest (${seconds} s)`);
}
