import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { bundleLambdaWorker } from "../../host-process.ts";
import type { Invocation, Report } from "./protocol.ts";

let folder: string;
let worker: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-worker-"));
  worker = await bundleLambdaWorker(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** An execution environment with a function of the given source, as the engine runs one. */
async function environment(source: string, env: Record<string, string> = {}) {
  const code = await mkdtemp(join(folder, "code-"));
  await writeFile(join(code, "index.mjs"), source);
  const child: ChildProcess = spawn(process.execPath, [worker, "3"], {
    env: { _HANDLER: "index.handler", LAMBDA_TASK_ROOT: code, AWS_LAMBDA_FUNCTION_NAME: "sample", ...env },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [, stdout, stderr, channel] = child.stdio;
  if (!(channel instanceof Readable && stdout instanceof Readable && stderr instanceof Readable)) {
    throw new Error("The child has no pipes.");
  }
  const logs = Promise.all([text(stdout), text(stderr)]).then((both) => both.join(""));
  const exit = once(child, "exit");
  const lines = createInterface({ input: channel })[Symbol.asyncIterator]();
  const nextReport = async (): Promise<Report | "none"> => {
    const { value, done } = await lines.next();
    return done ? "none" : JSON.parse(value);
  };
  return {
    nextReport,
    /** Hands it an event, and waits for what it reports. */
    handle: async (event: unknown) => {
      const invocation: Invocation = {
        requestId: "request-1",
        functionArn: "arn:aws:lambda:us-east-1:000000000000:function:sample",
        traceId: "Root=1-5759e988-bd862e3fe1be46a994272793",
        deadline: Date.now() + 3_000,
        event: JSON.stringify(event),
      };
      child.stdin?.write(`${JSON.stringify(invocation)}\n`);
      return nextReport();
    },
    /** Closes its input, and waits for its end. */
    end: async () => {
      child.stdin?.end();
      const [exitCode] = await exit;
      return { exitCode, logs: (await logs).replaceAll("\0end of logs\0", "") };
    },
  };
}

const ready = { kind: "ready", memoryMb: expect.any(Number) };
const result = (value: unknown) => ({ kind: "result", payload: JSON.stringify(value), memoryMb: expect.any(Number) });
const error = (errorType: string, errorMessage: unknown, isFatal: boolean) => ({
  kind: "error",
  error: { errorType, errorMessage, trace: expect.any(Array) },
  isFatal,
  memoryMb: expect.any(Number),
});

describe("an execution environment", () => {
  it("handles one event after the other in one process", async () => {
    const { nextReport, handle } = await environment(
      "let count = 0; export const handler = async ({ name }) => name + ' ' + ++count;",
    );
    expect(await nextReport()).toEqual(ready);
    expect(await handle({ name: "a" })).toEqual(result("a 1"));
    expect(await handle({ name: "b" })).toEqual(result("b 2"));
  });

  it("gives the function its context", async () => {
    const { nextReport, handle } = await environment(
      `export const handler = async (_, { awsRequestId, functionName, getRemainingTimeInMillis, ...rest }) =>
        [awsRequestId, functionName, getRemainingTimeInMillis() > 2000, rest.invokedFunctionArn, process.env._X_AMZN_TRACE_ID];`,
    );
    await nextReport();
    expect(await handle({})).toEqual(
      result([
        "request-1",
        "sample",
        true,
        "arn:aws:lambda:us-east-1:000000000000:function:sample",
        "Root=1-5759e988-bd862e3fe1be46a994272793",
      ]),
    );
  });

  it("answers null for a function that returns nothing", async () => {
    const { nextReport, handle } = await environment("export const handler = async () => {};");
    await nextReport();
    expect(await handle({})).toEqual(result(null));
  });

  it("function throws: reported, the next event is handled", async () => {
    const { nextReport, handle } = await environment(
      "export const handler = async ({ fails }) => { if (fails) throw new TypeError('no'); return 1; };",
    );
    await nextReport();
    expect(await handle({ fails: true })).toEqual(error("TypeError", "no", false));
    expect(await handle({})).toEqual(result(1));
  });

  it("ends with an unhandled rejection", async () => {
    const { nextReport, handle, end } = await environment(
      "export const handler = async () => { Promise.reject(new Error('left')); await new Promise((r) => setTimeout(r, 50)); };",
    );
    await nextReport();
    expect(await handle({})).toEqual(error("Runtime.UnhandledPromiseRejection", "Error: left", true));
    expect(await end()).toMatchObject({ exitCode: 128 });
  });

  it("ends with an uncaught exception", async () => {
    const { nextReport, handle, end } = await environment(
      "export const handler = () => new Promise(() => setTimeout(() => { throw new RangeError('far'); }));",
    );
    await nextReport();
    expect(await handle({})).toEqual(error("RangeError", "far", true));
    expect(await end()).toMatchObject({ exitCode: 129 });
  });

  it("reports a rejection that comes after the answer with no event", async () => {
    const { nextReport, handle, end } = await environment(
      "export const handler = async () => { setTimeout(() => Promise.reject(new Error('late')), 20); return 1; };",
    );
    await nextReport();
    expect(await handle({})).toEqual(result(1));
    expect(await nextReport()).toEqual(error("Runtime.UnhandledPromiseRejection", "Error: late", true));
    expect(await end()).toMatchObject({ exitCode: 128 });
  });

  it("function never settles: reported", async () => {
    const { nextReport, handle } = await environment("export const handler = () => new Promise(() => {});");
    await nextReport();
    expect(await handle({})).toEqual(error("Runtime.NodeJsExit", expect.any(String), true));
  });

  it("reports nothing when the function ends the process", async () => {
    const { nextReport, handle, end } = await environment("export const handler = () => process.exit(3);");
    await nextReport();
    expect(await handle({})).toBe("none");
    expect(await end()).toMatchObject({ exitCode: 3 });
  });

  it("its input is closed: it ends", async () => {
    const { nextReport, end } = await environment("setInterval(() => {}, 1000); export const handler = () => {};");
    await nextReport();
    expect(await end()).toMatchObject({ exitCode: 0 });
  });
});

describe("a function that cannot be loaded", () => {
  it.each([
    ["throws", "throw new RangeError('at import'); export const handler = 1;", "index.handler", "RangeError"],
    ["has a syntax error", "export const handler = ;", "index.handler", "Runtime.UserCodeSyntaxError"],
    ["has no such export", "export const other = () => {};", "index.handler", "Runtime.HandlerNotFound"],
    ["exports no function", "export const handler = 1;", "index.handler", "Runtime.HandlerNotFound"],
    ["has no such file", "export const handler = () => {};", "other.handler", "Runtime.ImportModuleError"],
    ["has a handler without a name", "export const handler = () => {};", "index", "Runtime.MalformedHandlerName"],
    [
      "wants a callback",
      "export const handler = (a, b, c) => {};",
      "index.handler",
      "Runtime.CallbackHandlerDeprecated",
    ],
    ["never finishes to load", "await new Promise(() => {});", "index.handler", "Runtime.NodeJsExit"],
  ])("is reported when it %s", async (_, source, handler, errorType) => {
    const { nextReport } = await environment(source, { _HANDLER: handler });
    expect(await nextReport()).toEqual(error(errorType, expect.any(String), true));
  });

  it("may be a module of the function's own that is missing", async () => {
    const { nextReport } = await environment("import 'not-there'; export const handler = () => {};");
    expect(await nextReport()).toEqual(error("Error", expect.stringContaining("not-there"), true));
  });
});

describe("the logs", () => {
  it("carry time, request and level of a console line, and the rest as it was written", async () => {
    const { nextReport, handle, end } = await environment(
      `export const handler = async () => {
        console.info("two\\nlines", { a: 1 });
        process.stdout.write('{"level":"INFO"}\\n');
        console.error("worse");
      };`,
    );
    await nextReport();
    await handle({});
    const { logs } = await end();
    expect(logs).toMatch(
      /^\S+Z\trequest-1\tINFO\ttwo\rlines \{ a: 1 \}\n\{"level":"INFO"\}\n\S+Z\trequest-1\tERROR\tworse\n$/,
    );
  });

  it("are JSON where the function asks for it", async () => {
    const { nextReport, handle, end } = await environment("export const handler = async () => console.warn('hm');", {
      AWS_LAMBDA_LOG_FORMAT: "JSON",
    });
    await nextReport();
    await handle({});
    const { logs } = await end();
    expect(JSON.parse(logs)).toMatchObject({ level: "WARN", requestId: "request-1", message: "hm" });
  });

  it("are complete when much is written at once", async () => {
    const { nextReport, handle, end } = await environment(
      "export const handler = async () => { for (let i = 0; i < 20_000; i++) console.log('x'.repeat(100)); };",
    );
    await nextReport();
    await handle({});
    const { logs } = await end();
    expect(logs.split("\n")).toHaveLength(20_001);
  });
});
