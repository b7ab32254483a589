import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openApiDocument } from "../../functions/registry/openapi-document.ts";
import type { Engine } from "../../local/engine/engine.ts";
import { describeLimits } from "../../local/engine/engine-limits.ts";
import { startLocalCloud } from "../../local/local-cloud.ts";
import * as mediaOperations from "../media/operations.ts";

/** What every test needs to know of the stack it talks to. */
export interface CloudUnderTest {
  readonly apiUrl: string;
  readonly endpoint: string;
  readonly engine: string;
  readonly kind: Engine["kind"];
  readonly keyFile: string;
  readonly outputs: Readonly<Record<string, string>>;
}

declare module "vitest" {
  interface ProvidedContext {
    cloud: CloudUnderTest;
  }
}

/** Short enough for a test to outlive; see the tests on time limits. */
const settings = {
  authorizeWithinSeconds: "25",
  sandboxLateSeconds: "26",
  // A busy engine may take a second for one write of the sandbox, and must not look like a silent bank.
  providerTimeoutMs: "2500",
  // A poison message is dead after three deliveries, two seconds apart.
  queueVisibilitySeconds: "2",
  maxReceiveCount: "3",
};

const mediaTag = { name: "media", description: "Other media than JSON, for tests only", operations: mediaOperations };

/** One engine and one deployed stack for the whole run; an engine that runs already is named by WAYBILL_E2E_ENDPOINT. */
export default async function startCloud(project: TestProject): Promise<() => Promise<void>> {
  const documentFolder = await mkdtemp(join(tmpdir(), "waybill-openapi-"));
  const openapi = join(documentFolder, "openapi.json");
  await writeFile(openapi, JSON.stringify(openApiDocument([mediaTag])));
  const {
    stop,
    token: _,
    ...cloud
  } = await startLocalCloud({
    faults: true,
    context: { ...settings, openapi },
    endpoint: process.env.WAYBILL_E2E_ENDPOINT,
  });
  project.provide("cloud", cloud);
  // Before the tests, so that what is read last is how many of them passed.
  console.log([`What ${cloud.engine} does differently from AWS:`, ...describeLimits(cloud.kind)].join("\n- "));
  return async () => {
    await stop();
    await rm(documentFolder, { recursive: true });
  };
}
