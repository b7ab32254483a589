import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Engine } from "../local/engine/engine.ts";
import { dummyCredentials, localRegion } from "../local/environment.ts";
import { localAudience, localIssuer, temporaryIssuer } from "../local/issuer.ts";
import { chooseEmbedded, installIfNeeded, startEngine } from "../local/start-engine.ts";
import { aRequest } from "../tests/builders/api-requests.ts";
import { sliceDiff } from "./slice-diff.ts";

const run = promisify(execFile);
const projectRoot = join(import.meta.dirname, "..");
const diff = await sliceDiff();

const orderId = `ord_${"3k9x2v7m4c8q1w6t".repeat(2)}`;
const Resource = z.looseObject({ Type: z.string(), Properties: z.looseObject({}).optional() });
const Template = z.object({ Resources: z.record(z.string(), Resource), Outputs: z.record(z.string(), z.unknown()) });
type Template = z.infer<typeof Template>;

let copy: string;
let template: Template;

/** A copy of the project with the page's diff, built and synthesized. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "waybill-slice-"));
  const copied = ["functions", "events", "client", "infra", "local", "tooling", "stages", "docs", "openapi.yaml"];
  for (const name of [...copied, "package.json", "tsconfig.json"]) {
    const filter = (path: string) => !path.endsWith(".test.ts");
    await cp(join(projectRoot, name), join(copy, name), { recursive: true, filter });
  }
  await symlink(join(projectRoot, "node_modules"), join(copy, "node_modules"));
  await writeFile(join(copy, "slice.diff"), diff);
  await run("git", ["apply", "slice.diff"], { cwd: copy });
  await run(process.execPath, ["tooling/build.ts"], { cwd: copy });
  template = await synthesize();
}, 300_000);

afterAll(() => rm(copy, { recursive: true, force: true }));

async function synthesize(): Promise<Template> {
  const out = join(copy, "cdk.out");
  const CDK_CONTEXT_JSON = JSON.stringify({ stage: "test" });
  await run(process.execPath, ["infra/app.ts"], {
    cwd: copy,
    env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON },
  });
  return Template.parse(JSON.parse(await readFile(join(out, "waybill-test.template.json"), "utf8")));
}

test("the diff touches three existing files and adds a slice", () => {
  const existing = [...diff.matchAll(/^--- a\/(.*)$/gm)].map(([, file]) => file);
  expect(existing).toEqual([
    "functions/registry/api-functions.ts",
    "functions/registry/item-types.ts",
    "functions/registry/subscriptions.ts",
  ]);
  expect(diff.match(/^--- \/dev\/null$/gm)).toHaveLength(4);
});

test("the slice has the types that it says", async () => {
  const files = ["functions/thanks/*.ts", "functions/registry/functions.ts"];
  const config = join(copy, "tsconfig.slice.json");
  await writeFile(config, JSON.stringify({ extends: "./tsconfig.json", include: files }));
  const { stdout } = await run(process.execPath, [join(projectRoot, "node_modules/typescript/bin/tsc"), "-p", config]);
  expect(stdout).toBe("");
}, 120_000);

describe("what the stack has of the slice", () => {
  const ofType = (type: string) => Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
  const idsOf = (type: string) => ofType(type).map(([id]) => id);

  test("a queue and its two dead-letter queues", () => {
    const prefixes = [
      "ThanksSubscriptionDeadLettersQueue",
      "ThanksSubscriptionUndeliveredQueue",
      "ThanksSubscriptionQueue",
    ];
    for (const prefix of prefixes)
      expect(idsOf("AWS::SQS::Queue").filter((id) => id.startsWith(prefix))).toHaveLength(1);
  });

  test("a rule for the event", () => {
    const patterns = ofType("AWS::Events::Rule").map(([, { Properties }]) => Properties?.EventPattern);
    expect(patterns).toContainEqual({ source: ["waybill.orders"], "detail-type": ["OrderDelivered"] });
  });

  test("two functions, each with its own role", () => {
    const functions = idsOf("AWS::Lambda::Function").filter((id) => id.startsWith("Thanks"));
    const roles = idsOf("AWS::IAM::Role").filter((id) => id.startsWith("Thanks"));
    expect([functions.length, roles.length]).toEqual([2, 2]);
  });

  test("three alarms of the subscription", () => {
    const alarms = idsOf("AWS::CloudWatch::Alarm").filter((id) => id.startsWith("ThanksSubscription"));
    expect(alarms).toHaveLength(3);
  });

  test("its outputs", () => {
    const names = ["ThanksQueueUrl", "ThanksDlqUrl", "ThanksUndeliveredUrl"];
    const functions = ["ThanksFunctionName", "ThanksOnOrderDeliveredFunctionName"];
    expect(Object.keys(template.Outputs)).toEqual(expect.arrayContaining([...names, ...functions]));
  });

  test("its items kept from the relay, because they have no events", () => {
    expect(JSON.stringify(ofType("AWS::Lambda::EventSourceMapping"))).toContain('\\"thanks\\"');
  });
});

describe("the built functions, against a table", () => {
  let folder: string;
  let engine: Engine;
  let environment: NodeJS.ProcessEnv;
  let authorization: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "waybill-slice-engine-"));
    const choice = await chooseEmbedded();
    await installIfNeeded(choice);
    engine = await startEngine(choice, { port: await getPort({ host: "127.0.0.1" }), folder, keepsState: false });
    await createTable();
    const issuer = await temporaryIssuer();
    authorization = `Bearer ${await issuer.token("staff", "sam")}`;
    environment = {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: engine.endpoint,
      AWS_REGION: localRegion,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      TABLE_NAME: "slice",
      STAGE: "test",
      JWT_ISSUER: localIssuer,
      JWT_AUDIENCE: localAudience,
      JWKS: issuer.jwks,
    };
  }, 120_000);

  afterAll(async () => {
    await engine.stop();
    await rm(folder, { recursive: true });
  });

  async function createTable(): Promise<void> {
    const client = new DynamoDBClient({
      endpoint: engine.endpoint,
      region: localRegion,
      credentials: dummyCredentials,
    });
    await client.send(
      new CreateTableCommand({
        TableName: "slice",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    );
  }

  /** What a function of dist/ answers to an event, in a process of its own. */
  async function invoke(name: string, event: object): Promise<unknown> {
    const bundle = pathToFileURL(join(copy, "dist", name, "index.mjs")).href;
    const script = `
      const { handler } = await import(${JSON.stringify(bundle)});
      const context = { awsRequestId: "invocation", getRemainingTimeInMillis: () => 20_000 };
      const answer = await handler(${JSON.stringify(event)}, context);
      console.log(JSON.stringify(answer));`;
    const options = ["--input-type=module", "--eval", script];
    const { stdout } = await run(process.execPath, options, { env: environment });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  }

  function delivered(messageId: string): object {
    const detail = {
      schemaVersion: 1,
      id: `${orderId}#7#OrderDelivered#0`,
      type: "OrderDelivered",
      occurredAt: "2026-11-21T05:30:00.000Z",
      sequence: 7,
      correlationId: "request-1",
      data: { orderId },
    };
    return { messageId, body: JSON.stringify({ source: "waybill.orders", "detail-type": "OrderDelivered", detail }) };
  }

  function getThanks(): object {
    return aRequest({
      resource: "/thanks/{orderId}",
      path: `/thanks/${orderId}`,
      pathParameters: { orderId },
      headers: { authorization },
    });
  }

  test("before the event: the operation answers 404; after it, delivered twice: 200 with the card", async () => {
    expect(await invoke("thanks", getThanks())).toMatchObject({ statusCode: 404 });
    for (const Records of [[delivered("1")], [delivered("2"), { messageId: "3", body: "not an event" }]]) {
      const failed = Records.length === 1 ? [] : [{ itemIdentifier: "3" }];
      expect(await invoke("thanks-on-order-delivered", { Records })).toEqual({ batchItemFailures: failed });
    }
    const answer = z.looseObject({ body: z.string() }).parse(await invoke("thanks", getThanks()));
    expect(answer).toMatchObject({ statusCode: 200 });
    expect(JSON.parse(answer.body)).toEqual({ orderId, text: "Thank you!" });
  }, 120_000);
});
