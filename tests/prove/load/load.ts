import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { Command } from "commander";
import type { StoredItem } from "../../../functions/platform/table/item.ts";
import { dummyCredentials, localRegion, projectRoot } from "../../../local/environment.ts";
import { type LocalCloud, startLocalCloud } from "../../../local/local-cloud.ts";
import { storedInvariants } from "../invariants/check.ts";
import { storedStateOf } from "../invariants/stored-state.ts";
import { killFunctions } from "./kill-functions.ts";
import { loadReport } from "./load-report.ts";
import { mixedTraffic } from "./mixed-traffic.ts";
import { runClients } from "./run-clients.ts";

const options = new Command("load")
  .description(
    "Sends mixed traffic to a deployed local stack, kills its functions at random, then checks the invariants.",
  )
  .option("--minutes <number>", "duration", Number, 5)
  .option("--requests <number>", "largest number of requests", Number, 100_000)
  .option("--clients <number>", "number of concurrent clients", Number, 8)
  .option("--kill-every <seconds>", "average time between kills; 0 for none", Number, 2)
  .option("--write", "write docs/load.md")
  .parse()
  .opts<{ minutes: number; requests: number; clients: number; killEvery: number; write?: true }>();

/** Shorter time limits than in production, so that the test sees them expire. */
const settings = {
  authorizeWithinSeconds: "60",
  sandboxLateSeconds: "62",
  shipWithinSeconds: "30",
  providerTimeoutMs: "1000",
};
const SKU_COUNT = 12;
/** API Gateway gives up after 29 s. */
const CLIENT_TIMEOUT_MS = 35_000;
/** How often the clients' own process looks how late it is. */
const TIMER_MS = 10;
const MAX_IDLE_WAIT_MS = 5 * 60_000;

async function main(cloud: LocalCloud): Promise<boolean> {
  const staff = await cloud.token("staff", "sam");
  const skus = Array.from({ length: SKU_COUNT }, (_, number) => `LOAD-${number}`);
  for (const sku of skus) await createProductWithStock(cloud, staff, sku);
  const stopKilling = new AbortController();
  const killing =
    options.killEvery > 0 ? killFunctions(options.killEvery * 1_000, stopKilling.signal) : Promise.resolve(0);
  const customer = await cloud.token("customer", "alice");
  const ownDelay = monitorEventLoopDelay({ resolution: TIMER_MS });
  ownDelay.enable();
  const measured = await runClients({
    traffic: mixedTraffic({ apiUrl: cloud.apiUrl, customer, staff, skus }),
    clients: options.clients,
    seconds: options.minutes * 60,
    maxRequests: options.requests,
    timeoutMs: CLIENT_TIMEOUT_MS,
  });
  ownDelay.disable();
  stopKilling.abort();
  const killed = await killing;
  const trafficEndedAt = performance.now();
  const items = await itemsWhenIdle(cloud);
  const idleSeconds = (performance.now() - trafficEndedAt) / 1_000;
  const stored = storedStateOf(items);
  const broken = storedInvariants.flatMap(({ name, check }) => check(stored).map((detail) => `${name}: ${detail}`));
  const unfinished = stored.orders
    .filter(({ pending }) => pending !== undefined)
    .map(({ id }) => `${id} is unfinished`);
  const text = loadReport({
    measured,
    clients: options.clients,
    ownDelayMs: ownDelay.percentile(99) / 1e6 - TIMER_MS,
    killed,
    idleSeconds,
    stored,
    broken: [...broken, ...unfinished],
    engine: cloud.engine,
  });
  console.log(text);
  if (options.write) await writeFile(join(projectRoot, "docs/load.md"), text);
  return broken.length + unfinished.length === 0;
}

async function createProductWithStock({ apiUrl }: LocalCloud, token: string, sku: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${apiUrl}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": sku },
      body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  };
  await post("/products", { sku, name: sku, price: { amount: 1_000, currency: "EUR" } });
  await post(`/products/${sku}/stock/adjustments`, { quantity: 500, reason: "received" });
}

/** The table's items once no order has a pending effect; runs the sweeper every ten seconds until then. */
async function itemsWhenIdle({ endpoint, outputs }: LocalCloud): Promise<StoredItem[]> {
  const config = { endpoint, region: localRegion, credentials: dummyCredentials };
  const lambda = new LambdaClient(config);
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const until = Date.now() + MAX_IDLE_WAIT_MS;
  for (;;) {
    await lambda.send(new InvokeCommand({ FunctionName: outputs.SweeperFunctionName, Payload: Buffer.from("{}") }));
    const items: StoredItem[] = [];
    for await (const page of paginateScan({ client: table }, { TableName: outputs.TableName, ConsistentRead: true }))
      items.push(...(page.Items ?? []));
    if (!items.some(({ pending }) => pending !== undefined) || Date.now() > until) return items;
    await sleep(10_000);
  }
}

const cloud = await startLocalCloud({ context: settings });
try {
  process.exitCode = (await main(cloud)) ? 0 : 1;
} finally {
  await cloud.stop();
}
