import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import * as z from "zod";
import { openApiDocument } from "../functions/registry/openapi-document.ts";
import { readRecord, recordFile } from "./cost/record.ts";

const Paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))) });

/** They serve a file without a call to AWS. */
const SERVE_FILES = ["getOpenapi", "getDocs", "getDocsAsset"];

/** The stage that is measured is paid through the sandbox; what this asks of AWS is what refreshPayment does. */
const ONLY_WITH_STRIPE = ["receiveStripeWebhook"];

test("every operation uses and costs what is recorded", async () => {
  const { exitCode, all } = await execa(process.execPath, [join(import.meta.dirname, "cost.ts"), "--check"], {
    all: true,
    reject: false,
  });
  expect(all).toBe("");
  expect(exitCode).toBe(0);
});

test("every operation has a price", async () => {
  const operations = Object.values(Paths.parse(openApiDocument()).paths).flatMap((path) => Object.values(path));
  const priced = new Set(Object.keys(await readRecord()).map((name) => name.split(/[,:]/)[0]));
  expect(
    operations
      .map(({ operationId }) => operationId)
      .filter((id) => !priced.has(id))
      .toSorted(),
  ).toEqual([...SERVE_FILES, ...ONLY_WITH_STRIPE].toSorted());
});

test("docs/cost.md names the recorded price of the reference order", async () => {
  const [order] = Object.values(await readRecord());
  const report = readFileSync(join(import.meta.dirname, "../docs/cost.md"), "utf8");
  expect(report).toContain(`**$${order?.dollarsPerMillion?.toFixed(2)}**`);
  expect(report).toContain(recordFile);
});
