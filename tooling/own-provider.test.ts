import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { bundleFunction } from "./bundle-function.ts";

const run = promisify(execFile);
const projectRoot = join(import.meta.dirname, "..");
const page = await readFile(join(projectRoot, "docs/providers.md"), "utf8");
/** The page's files: a path, and the code below it. */
const files = new Map(
  [...page.matchAll(/^`(functions\/[^`]+)`\n\n```ts\n(.*?)^```$/gms)].map(([, path, code]) => [path ?? "", code ?? ""]),
);
const diff = /^```diff\n(.*?)^```$/ms.exec(page)?.[1] ?? "";
const folder = "functions/providers/examplebank";

let copy: string;

/** A copy of the functions with the page's files and its diff. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "waybill-provider-"));
  for (const name of ["functions", "events", "package.json", "tsconfig.json", "tests/builders/example-bank.ts"]) {
    const filter = (path: string) => !path.endsWith(".test.ts");
    await cp(join(projectRoot, name), join(copy, name), { recursive: true, filter });
  }
  await symlink(join(projectRoot, "node_modules"), join(copy, "node_modules"));
  for (const [path, code] of files) await writeInCopy(path, code);
  await writeInCopy("provider.diff", diff);
  await run("git", ["apply", "provider.diff"], { cwd: copy });
}, 60_000);

afterAll(() => rm(copy, { recursive: true, force: true }));

async function writeInCopy(path: string, text: string): Promise<void> {
  await mkdir(join(copy, dirname(path)), { recursive: true });
  await writeFile(join(copy, path), text);
}

test("the page adds two files and a test, and one case to load-provider.ts", () => {
  const names = ["examplebank-message.ts", "examplebank-provider.ts", "examplebank-provider.test.ts"];
  expect([...files.keys()]).toEqual(names.map((name) => `${folder}/${name}`));
  expect([...diff.matchAll(/^--- a\/(.*)$/gm)].map(([, file]) => file)).toEqual([
    "functions/providers/load-provider.ts",
  ]);
});

test("its code is formatted, and has the types that it says", async () => {
  await writeInCopy("tsconfig.page.json", JSON.stringify({ extends: "./tsconfig.json", include: [`${folder}/*.ts`] }));
  const tsc = run(
    process.execPath,
    [join(projectRoot, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.page.json"],
    { cwd: copy },
  );
  await cp(join(projectRoot, "biome.json"), join(copy, "biome.json"));
  const biome = run(join(projectRoot, "node_modules/.bin/biome"), ["ci", "--vcs-enabled=false", folder], { cwd: copy });
  await expect(Promise.all([tsc, biome])).resolves.toMatchObject([{ stdout: "" }, {}]);
}, 120_000);

test("it is loaded where an order names it, and is no part of what a cold start reads", async () => {
  const { files: bundled, metafile } = await bundleFunction("functions/sweeper/handler.ts", copy);
  const withBank = [...bundled].filter(([, code]) => Buffer.from(code).includes("the bank refuses our requests"));
  expect(withBank.map(([name]) => name)).toEqual([expect.stringMatching(/^examplebank-provider-\w+\.mjs$/)]);
  expect(Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))).not.toContain(
    `${folder}/examplebank-provider.ts`,
  );
}, 60_000);

test("it keeps the contract, as the page's own test says", async () => {
  const vitest = join(projectRoot, "node_modules/vitest/vitest.mjs");
  const args = [
    vitest,
    "run",
    "--root",
    copy,
    "--reporter=json",
    "--outputFile=report.json",
    "--testTimeout=60000",
    folder,
  ];
  await run(process.execPath, args, { cwd: copy });
  const Report = z.object({
    numPassedTests: z.int(),
    numTotalTests: z.int(),
    testResults: z.array(z.object({ assertionResults: z.array(z.object({ title: z.string() })) })),
  });
  const { numPassedTests, numTotalTests, testResults } = Report.parse(
    JSON.parse(await readFile(join(copy, "report.json"), "utf8")),
  );
  expect(numTotalTests).toBeGreaterThan(60);
  expect(numPassedTests).toBe(numTotalTests);
  expect(testResults[0]?.assertionResults.at(-1)?.title).toBe(
    "not shown (7 of 71 cases): needsAction (the bank asks its customers nothing); completeAction (the bank asks its customers nothing)",
  );
}, 180_000);

/** A mistake in an adapter: what is written instead, and the case of the contract that finds it first. */
interface Mistake {
  readonly name: string;
  readonly file: "message" | "provider";
  readonly from: string;
  readonly to: string;
  readonly foundBy: string;
}

const mistakes: readonly Mistake[] = [
  {
    name: "each capture has a key of its own",
    file: "provider",
    from: '"captures", request.captureKey]',
    to: '"captures", String(Math.random())]',
    foundBy: "a capture that is sent three times at once",
  },
  {
    name: "each refund has a key of its own",
    file: "provider",
    from: '"refunds", request.refundKey]',
    to: '"refunds", String(Math.random())]',
    foundBy: "a refund that is sent three times at once",
  },
  {
    name: "each authorization is a payment of its own",
    file: "provider",
    from: 'send("PUT", pathOf(request), newPayment(request), signal)',
    to: 'send("PUT", ["payments", request.key + Math.random()], newPayment(request), signal)',
    foundBy: "authorize three times at once",
  },
  {
    name: "the second attempt of an order is the first one",
    file: "provider",
    from: 'return ["payments", key];',
    to: 'return ["payments", key.split("/")[0] ?? ""];',
    foundBy: "a second attempt of an order is another one",
  },
  {
    name: "close asks for nothing",
    file: "provider",
    from: 'send("PUT", [...pathOf(attempt), "cancellation"], newPayment(attempt), signal)',
    to: 'send("GET", pathOf(attempt), undefined, signal)',
    foundBy: "close: nothing is held any more",
  },
  {
    name: "only what the bank has seen is closed, and closeLeavesMark is true",
    file: "provider",
    from: "  close: async (attempt, signal) => {",
    to: `  close: async (attempt, signal) => {
    const seen = await send("GET", pathOf(attempt), undefined, signal);
    if (seen.status === 404) return { isKnown: false, wasHeld: false };`,
    foundBy: "close an attempt that the provider has not seen",
  },
  {
    name: "a refused capture is made",
    file: "provider",
    from: 'if (answer.status === 409) return { outcome: "refused", reason: reasonIn(answer) };\n    return { outcome: "captured"',
    to: 'if (answer.status === 409) return { outcome: "captured", closed: true };\n    return { outcome: "captured"',
    foundBy: "a part is captured",
  },
  {
    name: "more than is held: refused, as if nothing were held any more",
    file: "provider",
    from: 'if (answer.status === 409) return { outcome: "refused", reason: reasonIn(answer) };\n    return { outcome: "captured"',
    to: 'if (answer.status !== 200) return { outcome: "refused", reason: reasonIn(answer) };\n    return { outcome: "captured"',
    foundBy: "more than was authorized is never captured",
  },
  {
    name: "an unknown attempt is an error",
    file: "provider",
    from: "answer.status === 404 ? undefined : ",
    to: "",
    foundBy: "an attempt that the provider has not seen is not found",
  },
  {
    name: "a refund made elsewhere has a key",
    file: "provider",
    from: "{ key: id }),",
    to: '{ key: id }), key: id ?? "unknown",',
    foundBy: "a refund made elsewhere",
  },
  {
    name: "a dispute is not told",
    file: "provider",
    from: "...(disputed && {",
    to: "...(disputed && !reference && {",
    foundBy: "disputed by the customer's bank",
  },
  {
    name: "the end of a hold is not told",
    file: "provider",
    from: "expiresAt === undefined ? {} :",
    to: "expiresAt !== 0 ? {} :",
    foundBy: "the answer and what is retrieved say until when",
  },
  {
    name: "the signal is not handed on",
    file: "message",
    from: "    signal,\n    headers",
    to: "    headers",
    foundBy: "authorize, aborted",
  },
  {
    name: "a broken connection is an error like any other",
    file: "message",
    from: "throw new ProviderUnavailableError(`the bank gave no answer",
    to: "throw new Error(`the bank gave no answer",
    foundBy: "authorize, messages lost",
  },
  {
    name: "a lost answer to a capture is a refusal",
    file: "provider",
    from: 'const answer = await send("PUT", [...pathOf(request), "captures", request.captureKey], body, signal);',
    to: `const answer = await send("PUT", [...pathOf(request), "captures", request.captureKey], body, signal).catch(() => ({
      ...{ status: 409, body: { message: "no answer" } },
    }));`,
    foundBy: "capture, messages lost",
  },
  {
    name: "a wrong key is told as no answer",
    file: "message",
    from: "throw new ProviderMisconfiguredError(`the bank refuses our requests",
    to: "throw new ProviderUnavailableError(`the bank refuses our requests",
    foundBy: "our key is refused",
  },
  {
    name: "the bank's failure is told as a wrong key",
    file: "message",
    from: "throw new ProviderUnavailableError(`the bank answered",
    to: "throw new ProviderMisconfiguredError(`the bank answered",
    foundBy: "the bank fails",
  },
  {
    name: "it does not say which customers it knows",
    file: "provider",
    from: "  rejectCustomer: (id)",
    to: "  is: (id: string)",
    foundBy: "the customer is not there: a method that they saved",
  },
];

/** Takes the place of vitest in the page's test, which runs one case of it for each mistake, all in one process. */
const runner = `
const run = { before: [], after: [], cases: [] };
export const beforeAll = (step) => run.before.push(step);
export const afterAll = (step) => run.after.push(step);
export const describe = (_, declare) => declare();
export const test = (name, run_) => run.cases.push({ name, run: run_ });

/** What each case with this name says of what is declared in a file. */
export async function outcomes(file, name) {
  Object.assign(run, { before: [], after: [], cases: [] });
  await import(file);
  for (const step of run.before) await step();
  const found = [];
  for (const one of run.cases.filter((one) => one.name.startsWith(name)))
    found.push(await one.run().then(() => "passed", (error) => "failed: " + error.message));
  for (const step of run.after) await step();
  return found;
}
`;

const script = `
import { readFileSync } from "node:fs";
import { secretsClient } from "./functions/providers/provider-secret.ts";
import { outcomes } from "./runner.ts";
const found = [];
for (const { folder, foundBy } of JSON.parse(readFileSync("mistakes.json", "utf8"))) {
  found.push(await outcomes("./" + folder + "/contract.ts", foundBy));
  secretsClient.middlewareStack.remove("secret");
}
console.log(JSON.stringify(found));
`;

describe("a mistake in the page's provider is found by the contract", () => {
  let found: readonly (readonly string[])[];

  beforeAll(async () => {
    await writeInCopy("runner.ts", runner);
    await writeInCopy("run-mistakes.ts", script);
    const written = await Promise.all(mistakes.map(writeMistake));
    await writeInCopy("mistakes.json", JSON.stringify(written));
    const { stdout } = await run(process.execPath, ["run-mistakes.ts"], { cwd: copy });
    found = z.array(z.array(z.string())).parse(JSON.parse(stdout));
  }, 120_000);

  /** The page's files in a folder of their own, with the mistake. */
  async function writeMistake({ file, from, to, foundBy }: Mistake, index: number) {
    const place = `functions/providers/mistake-${index}`;
    for (const [path, code] of files) {
      const isWrong = path.endsWith(`-${file}.ts`);
      if (isWrong && code.split(from).length !== 2) throw new Error(`The page does not say once: ${from}`);
      const changed = isWrong ? code.replace(from, to) : code;
      // The provider's secret is read once for each ARN, and each mistake has a bank of its own.
      const own = changed.replace("AbCdEf", `Mistake${index}`).replace('"vitest"', '"../../../runner.ts"');
      await writeInCopy(`${place}/${path.endsWith(".test.ts") ? "contract.ts" : path.split("/").at(-1)}`, own);
    }
    return { folder: place, foundBy };
  }

  test.each(mistakes.map((mistake, index) => ({ ...mistake, index })))("$name", ({ index }) => {
    expect(found[index]?.length).toBeGreaterThan(0);
    expect(found[index]).toContainEqual(expect.stringMatching(/^failed: /));
  });
});
