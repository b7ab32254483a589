import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openFriendlyUrl } from "./friendly-url/friendly-url.ts";
import { readRunning, removeRunning, writeRunning } from "./running-record.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-running-"));
  file = join(folder, "running.json");
});
afterEach(() => rm(folder, { recursive: true }));

it("running Waybill: other commands find it until it stops", async () => {
  const friendlyUrl = await openFriendlyUrl(await getPort());
  const record = { pid: process.pid, apiUrl: friendlyUrl.apiUrl };
  await writeRunning(record, file);
  expect(await readRunning(file)).toEqual(record);
  await removeRunning(file);
  expect(await readRunning(file)).toBeUndefined();
  await friendlyUrl.close();
});

it("crashed Waybill: not running, even if another process has its number", async () => {
  await writeRunning({ pid: process.pid, apiUrl: `http://localhost:${await getPort()}/v1` }, file);
  expect(await readRunning(file)).toBeUndefined();
});
