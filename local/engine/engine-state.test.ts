import { randomUUID } from "node:crypto";
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import getPort from "get-port";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tableWithStream } from "../../tests/builders/table-with-stream.ts";
import { putSecret } from "../deploy/engine-secrets.ts";
import { chooseEmbedded, installIfNeeded } from "../start-engine.ts";
import { type EmbeddedEngine, startEmbedded } from "./embedded.ts";
import { describeLoss, lostSince } from "./engine-folder.ts";
import { installedEngine } from "./install.ts";

let root: string;
let folder: string;
let port: number;
let python: string;
let table: ReturnType<typeof tableWithStream>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "waybill-engine-state-"));
  await installIfNeeded(await chooseEmbedded());
  python = (await installedEngine()).python;
}, 120_000);
beforeEach(async () => {
  folder = await mkdtemp(join(root, "engine-"));
  port = await getPort({ host: "127.0.0.1" });
  table = tableWithStream(`http://127.0.0.1:${port}`);
});
afterAll(() => rm(root, { recursive: true }));

const start = () => startEmbedded({ python, port, folder });

async function kill(engine: EmbeddedEngine) {
  process.kill(engine.pid, "SIGKILL");
  await engine.stop();
}

async function until(condition: () => Promise<boolean>) {
  const deadline = Date.now() + 8_000;
  while (!(await condition()) && Date.now() < deadline) await sleep(5);
}

const untilSavedAfter = (moment: Date) =>
  until(async () => ((await lostSince(folder)) ?? moment).getTime() > moment.getTime());

const untilExists = (file: string) =>
  until(() =>
    access(file).then(
      () => true,
      () => false,
    ),
  );

describe("the embedded engine", () => {
  it("stop and start: its streams continue with unread and new records", async () => {
    const [RELAYED_FILE, FAIL_FILE] = [join(folder, "relayed"), join(folder, "fail")];
    // Each key once: a stop between a batch and its acknowledgement brings the batch again, as on AWS.
    const relayed = async () => [...new Set((await readFile(RELAYED_FILE, "utf8").catch(() => "")).trim().split(" "))];
    const untilRelayed = (key: string) => until(async () => (await relayed()).includes(key));

    const first = await start();
    await table.create();
    await table.createReader({ RELAYED_FILE, FAIL_FILE });
    for (const key of ["a", "b", "c"]) await table.put(key);
    await untilRelayed("c");
    await writeFile(FAIL_FILE, "");
    await table.put("unread");
    await first.stop();
    await rm(FAIL_FILE);

    const second = await start();
    await untilRelayed("unread");
    await table.put("d");
    await untilRelayed("d");
    await second.stop();

    const third = await start();
    await table.put("e");
    await untilRelayed("e");
    await third.stop();
    expect(await relayed()).toEqual(["a", "b", "c", "unread", "d", "e"]);
  });

  it("killed: starts from its last save, and reports its time", async () => {
    const first = await start();
    await table.create();
    await table.put("saved");
    const stored = new Date();
    await untilSavedAfter(stored);
    await kill(first);

    const second = await start();
    expect(await table.keys()).toEqual(["saved"]);
    expect(second.lostSince?.getTime()).toBeGreaterThan(stored.getTime());
    expect(second.lostSince?.getTime()).toBeLessThanOrEqual(Date.now());
    await second.stop();
  });

  it("killed during a save: starts from the previous save", async () => {
    const first = await start();
    await table.create();
    await table.put("saved");
    await untilSavedAfter(new Date());
    for (let index = 0; index < 40; index++) await table.put(`large-${index}`, "x".repeat(390_000));
    await untilExists(join(folder, "state", "state.json.unfinished"));
    await kill(first);

    const second = await start();
    expect(await table.keys()).toContain("saved");
    await second.stop();
  });

  it("a secret: its name and ARN outlive the engine, its value is written nowhere", async () => {
    const value = `sk_test_${randomUUID()}`;
    const first = await start();
    const arn = await putSecret(first.endpoint, "waybill/stripe", value);
    expect(await putSecret(first.endpoint, "waybill/stripe", value)).toBe(arn);
    await untilSavedAfter(new Date());
    await first.stop();

    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), "latin1"));
    expect(texts.length).toBeGreaterThan(1);
    expect((await Promise.all(texts)).join("\n")).toContain("waybill/stripe");
    expect((await Promise.all(texts)).filter((text) => text.includes(value))).toEqual([]);

    const second = await start();
    expect(await putSecret(second.endpoint, "waybill/stripe", value)).toBe(arn);
    await second.stop();
  });

  it("stopped: nothing is lost or reported", async () => {
    const first = await start();
    await table.create();
    await table.put("kept");
    await first.stop();
    const second = await start();
    expect([await table.keys(), second.lostSince]).toEqual([["kept"], undefined]);
    await second.stop();
  });
});

it("loss: one sentence with the local time", () => {
  expect(describeLoss(new Date(2026, 10, 26, 9, 5, 7))).toBe(
    "The local engine did not stop cleanly: changes after 2026-11-26 09:05:07 are lost.",
  );
});
