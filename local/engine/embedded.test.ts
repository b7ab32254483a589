import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseEmbedded, installIfNeeded } from "../start-engine.ts";
import { startEmbedded } from "./embedded.ts";
import { identifyEngine } from "./engine.ts";
import { installedEngine } from "./install.ts";

let folder: string;
let python: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-engine-test-"));
  await installIfNeeded(await chooseEmbedded());
  python = (await installedEngine()).python;
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

async function untilNothingAnswers(endpoint: string) {
  const deadline = Date.now() + 15_000;
  while ((await identifyEngine(endpoint)).kind !== "none") {
    if (Date.now() > deadline) throw new Error(`${endpoint} still answers`);
    await sleep(50);
  }
}

describe("the embedded engine", () => {
  it("stop and start: its state is kept", async () => {
    const port = await getPort({ host: "127.0.0.1" });
    const ssm = async (action: string, body: object) => {
      const response = await fetch(`http://127.0.0.1:${port}`, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `AmazonSSM.${action}`,
          authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ssm/aws4_request",
        },
        body: JSON.stringify(body),
      });
      return response.json();
    };
    const first = await startEmbedded({ python, port, folder });
    await ssm("PutParameter", { Name: "/kept", Value: "yes", Type: "String" });
    await first.stop();
    await untilNothingAnswers(first.endpoint);

    const second = await startEmbedded({ python, port, folder });
    expect(await ssm("GetParameter", { Name: "/kept" })).toMatchObject({ Parameter: { Value: "yes" } });
    await second.stop();
  });

  it("owner is killed: the engine ends", async () => {
    const port = await getPort({ host: "127.0.0.1" });
    const script = join(folder, "owner.ts");
    const options = JSON.stringify({ python, port, folder, keepsState: false });
    await writeFile(
      script,
      `import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, "embedded.ts"))};
       await startEmbedded(${options});
       console.log("started");
       setInterval(() => {}, 1000);`,
    );
    const owner = execa(process.execPath, [script], { stdin: "ignore", stderr: "inherit", reject: false });
    await once(owner.stdout, "data");
    owner.kill("SIGKILL");
    await untilNothingAnswers(`http://127.0.0.1:${port}`);
  });

  it("cannot start: one sentence names the reason and the log", async () => {
    const port = await getPort({ host: "127.0.0.1" });
    const starting = startEmbedded({ python: join(folder, "no-such-python"), port, folder });
    await expect(starting).rejects.toThrow(
      /^The local engine did not start \(spawn .* ENOENT\); its log is .*engine\.log\.$/,
    );
  });

  it("exits unexpectedly: its `ended` rejects", async () => {
    const port = await getPort({ host: "127.0.0.1" });
    const engine = await startEmbedded({ python, port, folder, keepsState: false });
    process.kill(engine.pid, "SIGKILL");
    await expect(engine.ended).rejects.toThrow(/^The local engine exited unexpectedly/);
    await engine.stop();
  });
});
