import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import getPort from "get-port";
import { describe, expect, it } from "vitest";
import { projectRoot } from "./environment.ts";

/** Runs a file as a user would, and gives what it prints and exits with. */
async function run(file: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}, nodeArgs: string[] = []) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [...nodeArgs, join(projectRoot, file), ...args], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1", ...env },
    extendEnv: false,
    stripFinalNewline: false,
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

describe("npm start ends with one sentence:", () => {
  it("endpoint of a real AWS account", async () => {
    const result = await run("local/start.ts", [], { AWS_ENDPOINT_URL: "https://sqs.eu-central-1.amazonaws.com" });
    expect(result).toEqual({
      exitCode: 1,
      stdout: "",
      stderr:
        "AWS_ENDPOINT_URL is https://sqs.eu-central-1.amazonaws.com, which is not on this machine, and this command only ever talks to a local engine: unset AWS_ENDPOINT_URL (to deploy to AWS, see the README).\n",
    });
  });

  it("port in use", async () => {
    const port = await getPort({ host: "127.0.0.1" });
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    const result = await run("local/start.ts", ["--port", String(port)], { AWS_PROFILE: "production" });
    other.close();
    expect(result).toEqual({
      exitCode: 1,
      stdout:
        "AWS_PROFILE=production is ignored: this command only ever talks to an engine on this machine, with dummy credentials.\n",
      stderr: `Port ${port} is in use by another program: stop that, or choose another with npm start -- --port ${port + 1}.\n`,
    });
  });

  it.each([
    [{}, "STRIPE_SECRET_KEY is not set, "],
    [{ STRIPE_SECRET_KEY: "sk_live_4eC39HqLyj" }, "STRIPE_SECRET_KEY is a live key, "],
  ])("--provider stripe with %o", async (env, beginning) => {
    const { exitCode, stdout, stderr } = await run("local/start.ts", ["--provider", "stripe"], env);
    expect([exitCode, stdout, stderr.slice(0, beginning.length)]).toEqual([1, "", beginning]);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).not.toContain("4eC39");
  });

  it.each([
    [
      "--provider=paypal",
      "error: option '--provider <name>' argument 'paypal' is invalid. Allowed choices are sandbox, manual, stripe.",
    ],
    ["--bogus", "error: unknown option '--bogus'"],
    ["--port=80x", "error: option '--port <number>' argument '80x' is invalid. A port is a number from 1 to 65535."],
  ])("option %s", async (option, sentence) => {
    const { exitCode, stderr } = await run("local/start.ts", [option]);
    expect([exitCode, stderr.split("\n")[0]]).toEqual([1, sentence]);
  });

  it("Node on the PATH is too old", async () => {
    const older = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })";
    const { exitCode, stderr } = await run("tooling/require-node.mjs", [], {}, [
      "--import",
      `data:text/javascript,${encodeURIComponent(older)}`,
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Waybill's tools need Node 24 or newer, and this is Node 20\.19\.0\. .*\n$/);
  });
});

describe("npm run token", () => {
  it("prints a token and nothing else", async () => {
    const { stdout, stderr } = await run("local/token.ts", ["--role", "customer", "--sub", "alice"]);
    expect(stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(stderr).toBe("");
  });
});
