import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ClearError } from "../terminal/clear-error.ts";
import { deployLog, deployStack } from "./deploy.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-deploy-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("a deployment that fails", () => {
  it("one sentence names the reason and the log", async () => {
    const deployment = deployStack({
      endpoint: `http://127.0.0.1:${await getPort()}`,
      stage: "test",
      context: {},
      folder,
      app: `node -e 'throw new TypeError("the setting stage is missing")'`,
    });
    await expect(deployment).rejects.toThrow(
      new ClearError(
        `The stack could not be deployed: TypeError: the setting stage is missing (the full log is ${deployLog(folder)}).`,
      ),
    );
    expect(await readFile(deployLog(folder), "utf8")).toContain("Subprocess exited with error 1");
  });

  it("endpoint on another machine: refused", async () => {
    const deployment = deployStack({
      endpoint: "https://cloudformation.eu-central-1.amazonaws.com",
      stage: "test",
      context: {},
      folder,
    });
    await expect(deployment).rejects.toThrow("is not on this machine");
  });

  it("aborted: every process it started is stopped", async () => {
    const stop = AbortSignal.timeout(1_500);
    const startedAt = Date.now();
    const deployment = deployStack({
      endpoint: `http://127.0.0.1:${await getPort()}`,
      stage: "test",
      context: {},
      folder,
      app: `sleep 60`,
      signal: stop,
    });
    await expect(deployment).rejects.toThrow();
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });
});
