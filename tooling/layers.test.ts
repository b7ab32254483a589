import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";

const projectRoot = join(import.meta.dirname, "..");

/** The folders whose files may use no input or output. */
const pure = [
  "events",
  "functions/platform/values",
  "functions/inventory/rules",
  "functions/orders/rules",
  "functions/audit/rules",
];

interface Planted {
  /** The file that is added, with this one import. */
  readonly file: string;
  readonly imports: string;
}

/** For each folder a project file that it must not import, and that the folder does not have. */
const forbidden: Readonly<Record<string, string>> = {
  events: "functions/platform/values/time.ts",
  client: "functions/platform/values/time.ts",
  "functions/platform/values": "functions/platform/runtime/settings.ts",
  "functions/platform/runtime": "functions/platform/table/read.ts",
  "functions/platform/table": "functions/platform/http/api.ts",
  "functions/platform/messages": "functions/platform/http/api.ts",
  "functions/platform/http": "functions/platform/table/read.ts",
  "functions/inventory/rules": "functions/inventory/product-table.ts",
  "functions/inventory": "functions/orders/rules/order.ts",
  "functions/providers": "functions/orders/rules/payment.ts",
  "functions/orders/rules": "functions/platform/runtime/settings.ts",
  "functions/orders/api": "functions/orders/order-table.ts",
  "functions/orders/effects": "functions/orders/order-table.ts",
  "functions/orders": "functions/shipping/advance-shipment.ts",
  "functions/backorders": "functions/payments/operations.ts",
  "functions/payments": "functions/inventory/product-table.ts",
  "functions/shipping": "functions/providers/load-provider.ts",
  "functions/documents": "functions/providers/load-provider.ts",
  "functions/returns": "functions/shipping/advance-shipment.ts",
  "functions/audit/rules": "functions/audit/audit-api.ts",
  "functions/audit": "functions/providers/load-provider.ts",
  "functions/relay": "functions/shipping/advance-shipment.ts",
  "functions/sweeper": "functions/orders/order-table.ts",
  "functions/site": "functions/orders/rules/order.ts",
  "functions/registry": "functions/relay/publish.ts",
  infra: "functions/orders/order-table.ts",
  local: "functions/orders/rules/order.ts",
  tooling: "functions/orders/order-table.ts",
  ops: "functions/orders/rules/order.ts",
};

/** For each rule of another kind an import that it forbids. */
const others: Readonly<Record<string, Planted>> = {
  "no-circular": { file: "functions/site/planted-circle-back.ts", imports: "functions/site/planted-circle.ts" },
  "no-unresolvable": { file: "functions/site/planted-nowhere.ts", imports: "functions/site/does-not-exist.ts" },
  "http-stays-at-the-edge": {
    file: "functions/orders/planted-http.ts",
    imports: "functions/platform/http/operation.ts",
  },
  "no-dev-dependency-in-functions": { file: "functions/orders/planted-dev.ts", imports: "fast-check" },
};

const planted: Readonly<Record<string, Planted>> = {
  ...others,
  ...Object.fromEntries(
    Object.entries(forbidden).map(([folder, imports]) => [folder, { file: `${folder}/planted.ts`, imports }]),
  ),
  ...Object.fromEntries(
    pure.map((folder) => [`${folder} is pure`, { file: `${folder}/planted-input.ts`, imports: "node:fs" }]),
  ),
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
const folders = ["functions", "events", "infra", "tooling", "local", "ops", "client", "tests"];

const importsTests = "functions/site/planted-tests.ts";

let copy: string;
let report: Report["summary"];

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "waybill-layers-"));
  for (const name of [...folders, "package.json", "tsconfig.json", ".dependency-cruiser.mjs"]) {
    await cp(join(projectRoot, name), join(copy, name), { recursive: true, filter: isNoTest });
  }
  await symlink(join(projectRoot, "node_modules"), join(copy, "node_modules"));
  for (const { file, imports } of Object.values(planted)) await plant(file, imports);
  await plant("functions/site/planted-circle.ts", "functions/site/planted-circle-back.ts");
  await plant(importsTests, "tests/builders/orders.ts");
  report = (await cruise(copy)).summary;
}, 60_000);

afterAll(() => rm(copy, { recursive: true, force: true }));

async function plant(file: string, imports: string): Promise<void> {
  const specifier = imports.endsWith(".ts") ? pathBetween(dirname(file), imports) : imports;
  await mkdir(dirname(join(copy, file)), { recursive: true });
  await writeFile(join(copy, file), `import * as planted from "${specifier}";\nexport const used = planted;\n`);
}

function pathBetween(folder: string, file: string): string {
  const path = relative(folder, file);
  return path.startsWith(".") ? path : `./${path}`;
}

/** The tests beside the code import from folders that are not copied. */
function isNoTest(path: string): boolean {
  return !path.endsWith(".test.ts");
}

/** What `npm run layers` finds in a folder that is laid out like the project. */
async function cruise(folder: string): Promise<Report> {
  const bin = join(projectRoot, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const options = ["--config", ".dependency-cruiser.mjs", "--preserve-symlinks", "--output-type", "json"];
  // It exits with the number of violations; without a report it has failed.
  const result = await execa(process.execPath, [bin, ...options, ...folders], { cwd: folder, reject: false });
  if (result.stdout === "") throw result;
  return Report.parse(JSON.parse(result.stdout));
}

test("the check reads the project: with an unsupported TypeScript it would read no modules and pass", () => {
  expect(report.totalCruised).toBeGreaterThan(100);
});

test("every rule of the check has a planted violation", () => {
  const rules = report.ruleSetUsed.forbidden.map(({ name }) => name);
  expect([...Object.keys(planted), "no-circular-folders"].sort()).toEqual(rules.sort());
});

test.each(Object.entries(planted))("planted import that breaks rule %s: reported under that name", (name, { file }) => {
  const found = report.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
  expect(found).toContain(name);
});

test("folders that import each other: reported", () => {
  expect(report.violations.map(({ rule }) => rule.name)).toContain("no-circular-folders");
});

test("product code that imports a file of the tests is found", () => {
  const found = report.violations.filter(({ from }) => from === importsTests).map(({ rule }) => rule.name);
  expect(found).toContain("functions/site");
});

test("the project without the planted files: no violations", () => {
  // What is planted makes circles of folders, whose names do not say so.
  const others = report.violations.filter(
    ({ from, rule }) => !from.includes("planted") && rule.name !== "no-circular-folders",
  );
  expect(others.map(({ from, rule }) => `${rule.name}: ${from}`)).toEqual([]);
});
