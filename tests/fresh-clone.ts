import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import getPort from "get-port";
import * as z from "zod";
import { projectRoot } from "../local/environment.ts";

/** How often the order is read until its shipment is there. */
const MAX_READS = 30;

const Placed = z.object({ id: z.string(), status: z.literal("CONFIRMED") });
const Listed = z.object({ data: z.tuple([z.object({ id: z.string(), shipments: z.array(z.unknown()) })]) });

/**
 * `npm run test:fresh-clone`: what a newcomer does with the last commit. Clones it into an empty folder, runs the README's
 * commands, sends the two requests that the start prints, and then every example of the contract.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "waybill-clone-"));
  try {
    await execa("git", ["clone", "--quiet", projectRoot, folder]);
    const commands = startCommands(await readFile(join(folder, "README.md"), "utf8"));
    const start = commands.pop();
    const inFolder = execa({ cwd: folder, shell: "bash", stdout: "inherit", stderr: "inherit" });
    for (const command of commands) await inFolder(command);
    await startAndOrder(`${start} -- --port ${await getPort({ host: "127.0.0.1" })}`, folder);
    await inFolder("npx --no-install vitest run --project e2e tests/e2e/first-hour.test.ts");
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The commands of the README's section Start. */
function startCommands(readme: string): string[] {
  const [, commands = ""] = /^## Start\n+```sh\n(.+?)```/ms.exec(readme) ?? [];
  const lines = commands.trim().split("\n");
  if (lines.at(-1) !== "npm start") throw new Error("The README's section Start does not end with npm start.");
  return lines;
}

async function startAndOrder(start: string, folder: string): Promise<void> {
  const waybill = execa(start, { cwd: folder, shell: "bash", detached: true, reject: false });
  const closed = once(waybill, "close");
  try {
    const printed: string[] = [];
    for await (const line of createInterface(waybill.stdout)) {
      console.log(line);
      printed.push(line);
      if (line.startsWith("Ready in")) break;
    }
    const [place = "", read = ""] = printed.filter((line) => line.startsWith("curl "));
    const { id } = Placed.parse(await answerOf(place));
    console.log(`${id} is placed, and has ${await untilShipment(read, id)} shipment.`);
  } finally {
    if (waybill.pid !== undefined && waybill.exitCode === null) process.kill(-waybill.pid, "SIGINT");
    await closed;
  }
}

/** The number of the order's shipments, once it has one. */
async function untilShipment(read: string, id: string): Promise<number> {
  for (let reads = 0; reads < MAX_READS; reads++) {
    const [order] = Listed.parse(await answerOf(read)).data;
    if (order.id === id && order.shipments.length > 0) return order.shipments.length;
    await sleep(1_000);
  }
  throw new Error(`${id} has no shipment after ${MAX_READS} seconds.`);
}

/** What a printed line answers in a shell. */
async function answerOf(line: string): Promise<unknown> {
  const { stdout } = await execa(line, { shell: "bash" });
  return JSON.parse(stdout);
}

await main();
