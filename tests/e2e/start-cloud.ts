import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openApiDocument } from "../../functions/registry/openapi-document.ts";
import type { Engine } from "../../local/engine/engine.ts";
import { describeLimits } from "../../local/engine/engine-limits.ts";
import { startLocalCloud } from "../../local/local-cloud.ts";
import * as mediaOperations from "../media/operations.ts";

/** The stack under test. */
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

/** Shorter time limits than the defaults, so that tests can wait for them. */
const settings = {
  authorizeWithinSeconds: "25",
  sandboxLateSeconds: "26",
  // A busy engine may need a second for one write of the sandbox; that must not count as a provider timeout.
  providerTimeoutMs: "2500",
  // A poison message reaches the dead-letter queue after three deliveries, two seconds apart.
  queueVisibilitySeconds: "2",
  maxReceiveCount: "3",
  // Every event of the catalogue is listened to.
  publishStockMoves: "true",
};

const mediaTag = { name: "media", description: "Other media than JSON, for tests only", operations: mediaOperations };

/** One engine and one stack for the whole run; WAYBILL_E2E_ENDPOINT names an engine that runs already. */
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
  // Printed before the tests, so that their result stays the last output.
  console.log([`What ${cloud.engine} does differently from AWS:`, ...describeLimits(cloud.kind)].join("\n- "));
  return async () => {
    await stop();
    await rm(documentFolder, { recursive: true });
  };
}
