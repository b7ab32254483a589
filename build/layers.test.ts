import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";

const projectRoot = join(import.meta.dirname, "..");

/** For each rule an import that it forbids, planted in a copy of the project. */
const planted: Readonly<Record<string, { readonly file: string; readonly imports: string }>> = {
  "no-circular": { file: "functions/site/planted-circle-back.ts", imports: "./planted-circle.ts" },
  "no-unresolvable": { file: "functions/site/planted-nowhere.ts", imports: "./does-not-exist.ts" },
  "platform-knows-no-slice": { file: "functions/platform/planted.ts", imports: "../orders/order.ts" },
  "values-are-pure": { file: "functions/platform/values/planted.ts", imports: "../settings.ts" },
  "rules-are-pure": { file: "functions/orders/planted-events.ts", imports: "node:fs" },
  "tables-know-rules-and-aws": { file: "functions/orders/planted-table.ts", imports: "./place-order.ts" },
  "operations-stay-in-their-slice": { file: "functions/planted/operations.ts", imports: "../orders/place-order.ts" },
  "use-cases-do-not-call-each-other-across-slices": {
    file: "functions/payments/planted-use-case.ts",
    imports: "../orders/place-order.ts",
  },
  "http-stays-at-the-edge": { file: "functions/orders/planted-http.ts", imports: "../platform/http/operation.ts" },
  "relay-reads-only-tables-and-events": { file: "functions/relay/planted.ts", imports: "../orders/place-order.ts" },
  "events-know-values-only": { file: "events/planted.ts", imports: "../functions/orders/order.ts" },
  "infra-knows-no-function": { file: "infra/planted.ts", imports: "../functions/orders/order.ts" },
  "functions-know-no-infrastructure": { file: "functions/orders/planted-infra.ts", imports: "../../infra/settings.ts" },
  "no-dev-dependency-in-functions": { file: "functions/orders/planted-dev.ts", imports: "fast-check" },
};

const Report = z.looseObject({
  summary: z.looseObject({
    totalCruised: z.int(),
    violations: z.array(z.looseObject({ from: z.string(), rule: z.looseObject({ name: z.string() }) })),
    ruleSetUsed: z.looseObject({ forbidden: z.array(z.looseObject({ name: z.string() })) }),
  }),
});
type Report = z.output<typeof Report>;

/** Those that the rules are about, and what they import. */
const folders = ["functions", "events", "infra", "build", "local", "ops"];

let copy: string;
let report: Report["summary"];

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "waybill-layers-"));
  for (const name of [...folders, "package.json", "tsconfig.json", ".dependency-cruiser.mjs"]) {
    await cp(join(projectRoot, name), join(copy, name), { recursive: true, filter: isNoTest });
  }
  await symlink(join(projectRoot, "node_modules"), join(copy, "node_modules"));
  for (const { file, imports } of Object.values(planted)) await plant(file, imports);
  await plant("functions/site/planted-circle.ts", "./planted-circle-back.ts");
  report = (await cruise(copy)).summary;
}, 60_000);

afterAll(() => rm(copy, { recursive: true, force: true }));

async function plant(file: string, imports: string): Promise<void> {
  await mkdir(dirname(join(copy, file)), { recursive: true });
  await writeFile(join(copy, file), `import * as planted from "${imports}";\nexport const used = planted;\n`);
}

/** The tests beside the code import from folders that are not copied. */
function isNoTest(path: string): boolean {
  return !path.endsWith(".test.ts");
}

/** What `npm run layers` finds in a folder that is laid out like the project. */
function cruise(folder: string): Promise<Report> {
  const bin = join(projectRoot, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const options = ["--config", ".dependency-cruiser.mjs", "--preserve-symlinks", "--output-type", "json"];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [bin, ...options, ...folders],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (_, stdout, stderr) => {
        // It exits with the number of violations; without a report it has failed.
        if (stdout === "") reject(new Error(stderr));
        else resolve(Report.parse(JSON.parse(stdout)));
      },
    );
  });
}

test("the check sees the project: under a TypeScript that it does not know it would pass with no modules at all", () => {
  expect(report.totalCruised).toBeGreaterThan(100);
});

test("every rule of the check is tried here", () => {
  expect(Object.keys(planted).sort()).toEqual(report.ruleSetUsed.forbidden.map(({ name }) => name).sort());
});

test.each(Object.entries(planted))("a planted import that breaks %s is found, by that name", (name, { file }) => {
  const found = report.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
  expect(found).toContain(name);
});

test("nothing but what is planted breaks a rule", () => {
  const others = report.violations.filter(({ from }) => !from.includes("planted"));
  expect(others.map(({ from, rule }) => `${rule.name}: ${from}`)).toEqual([]);
});
