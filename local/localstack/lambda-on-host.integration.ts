import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { execa } from "execa";
import { strToU8, zipSync } from "fflate";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { isAlive } from "../child-process.ts";
import type { Engine } from "../engine/engine.ts";
import { dummyCredentials, localAccount, localRegion } from "../environment.ts";
import { startLocalStackOnHost } from "./on-host.ts";

// Lambda on a real LocalStack without Docker: what the engine makes of a function that fails, and of many at once.

const LogEvents = z.object({ events: z.array(z.object({ message: z.string() })) });
const Pids = z.object({ worker: z.number(), localStack: z.number() });

let engine: Engine;
let lambda: LambdaClient;
beforeAll(async () => {
  engine = await startLocalStackOnHost({ port: await getPort({ host: "127.0.0.1" }), quiet: true });
  lambda = new LambdaClient({
    endpoint: engine.endpoint,
    region: localRegion,
    credentials: dummyCredentials,
    maxAttempts: 1,
  });
}, 300_000);
afterAll(() => engine?.stop());

let functions = 0;
/** Deploys a function and returns how to invoke it. */
async function deploy(
  source: string,
  settings: { timeout?: number; env?: Record<string, string>; logGroup?: string } = {},
) {
  const name = `function-${++functions}`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: `arn:aws:iam::${localAccount}:role/any`,
      Code: { ZipFile: zipSync({ "index.mjs": strToU8(source) }) },
      Timeout: settings.timeout ?? 5,
      MemorySize: 256,
      Environment: { Variables: settings.env ?? {} },
      ...(settings.logGroup !== undefined && { LoggingConfig: { LogGroup: settings.logGroup } }),
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20, minDelay: 1 }, { FunctionName: name });
  const invoke = async (event: unknown = {}) => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }));
    const payload: unknown = JSON.parse(answer.Payload?.transformToString() ?? "null");
    return { failed: answer.FunctionError !== undefined, payload };
  };
  return { name, invoke };
}

/** The headers of a call for which the project has no client; the engine looks at no signature. */
function jsonCall(service: string, operation: string, contentType: string): Record<string, string> {
  const scope = `test/20260101/${localRegion}/${service}/aws4_request`;
  return {
    "x-amz-target": operation,
    "content-type": contentType,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
  };
}

/** The messages of a log group. */
async function logsOf(logGroupName: string): Promise<string[]> {
  const response = await fetch(engine.endpoint, {
    method: "POST",
    headers: jsonCall("logs", "Logs_20140328.FilterLogEvents", "application/x-amz-json-1.1"),
    body: JSON.stringify({ logGroupName }),
  });
  const { events } = LogEvents.parse(await response.json());
  return events.map(({ message }) => message.trimEnd());
}

/** The processes below one, and theirs. */
async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await execa("ps", ["-eo", "pid=,ppid="]);
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child = 0, itsParent]) => (itsParent === parent ? [child, ...below(child)] : []));
  return below(pid);
}

describe("a function", () => {
  it("two events: one process, with the engine's environment", async () => {
    const { name, invoke } = await deploy(
      `let count = 0;
       export const handler = async () => ({ count: ++count, pid: process.pid, node: process.versions.node, env: process.env });`,
      { env: { STAGE: "test" } },
    );
    const [first, second] = [await invoke(), await invoke()];
    expect(first).toMatchObject({
      payload: {
        count: 1,
        node: process.versions.node,
        env: {
          STAGE: "test",
          AWS_LAMBDA_FUNCTION_NAME: name,
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
          AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
          AWS_REGION: localRegion,
          AWS_ENDPOINT_URL: engine.endpoint,
        },
      },
    });
    expect(second).toMatchObject({ payload: { count: 2 } });
  });

  it("handles 20 events of a second each in little more than a second", async () => {
    const { invoke } = await deploy("export const handler = () => new Promise((done) => setTimeout(done, 1000, 1));");
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke()));
    expect(answers).toEqual(Array(20).fill({ failed: false, payload: 1 }));
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });

  it("timeout: it is stopped and starts again", async () => {
    const { invoke } = await deploy(
      "let count = 0; export const handler = async ({ hangs }) => { ++count; while (hangs); return count; };",
      { timeout: 1 },
    );
    await invoke();
    expect(await invoke({ hangs: true })).toEqual({
      failed: true,
      payload: {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
      },
    });
    expect(await invoke()).toEqual({ failed: false, payload: 1 });
  });

  it.each([
    ["process.exit(0)", "Runtime exited without providing a reason"],
    ["process.exit(3)", "Runtime exited with error: exit status 3"],
    ["process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})", "Runtime exited with error: signal: killed"],
  ])("process ends with %s: reported as a crash, and it starts again", async (crash, how) => {
    const { invoke } = await deploy(
      `export const handler = async ({ crashes }) => { if (crashes) { ${crash} } return 1; };`,
    );
    expect(await invoke({ crashes: true })).toEqual({
      failed: true,
      payload: { errorType: "Runtime.ExitError", errorMessage: expect.stringContaining(how) },
    });
    expect(await invoke()).toEqual({ failed: false, payload: 1 });
  });

  it("cannot be loaded: every invocation reports the reason", async () => {
    const { name, invoke } = await deploy("console.log('loading'); throw new RangeError('at import');");
    const failure = {
      failed: true,
      payload: { errorType: "RangeError", errorMessage: "at import", trace: expect.any(Array) },
    };
    expect(await invoke()).toEqual(failure);
    expect(await invoke()).toEqual(failure);
    await expect.poll(() => logsOf(`/aws/lambda/${name}`)).toContainEqual(expect.stringMatching(/\tINFO\tloading$/));
  });

  it("response over six megabytes: an error", async () => {
    const { invoke } = await deploy("export const handler = async ({ size }) => 'x'.repeat(size);");
    expect(await invoke({ size: 6_000_000 })).toMatchObject({ failed: false });
    expect(await invoke({ size: 6_300_000 })).toMatchObject({
      failed: true,
      payload: { errorType: "Function.ResponseSizeTooLarge" },
    });
  });

  it("logs are in CloudWatch Logs, between Lambda's own lines", async () => {
    const { invoke } = await deploy(
      `export const handler = async () => { console.log("hello"); process.stdout.write('{"level":"INFO"}\\n'); };`,
      { logGroup: "its-own-log-group" },
    );
    await invoke();
    await expect
      .poll(() => logsOf("its-own-log-group"))
      .toEqual([
        expect.stringMatching(/^START RequestId: \S+ Version: \$LATEST$/),
        expect.stringMatching(/\tINFO\thello$/),
        '{"level":"INFO"}',
        expect.stringMatching(/^END RequestId: \S+$/),
        expect.stringMatching(/^REPORT RequestId: \S+\tDuration: .+ ms\t.+\tMax Memory Used: \d+ MB\tInit Duration: /),
      ]);
  });
});

it("stop: no process is left", async () => {
  const { invoke } = await deploy(
    "setInterval(() => {}, 1000); export const handler = async () => ({ worker: process.pid, localStack: process.ppid });",
  );
  const { worker, localStack } = Pids.parse((await invoke()).payload);
  await fetch(engine.endpoint, {
    method: "POST",
    headers: jsonCall("dynamodb", "DynamoDB_20120810.ListTables", "application/x-amz-json-1.0"),
    body: "{}",
  });
  const processes = await descendants(localStack);
  expect(processes).toContain(worker);
  expect(processes.length).toBeGreaterThan(2); // DynamoDB Local and its guard

  await engine.stop();

  // What was killed last may take a moment to be gone.
  await expect.poll(() => [localStack, ...processes].filter(isAlive), { timeout: 5_000 }).toEqual([]);
});
