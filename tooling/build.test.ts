import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { faultyFunctions, testFunctions } from "../functions/registry/functions.ts";
import { build } from "./build.ts";
import { bundleFunction } from "./bundle-function.ts";
import { removeOtherFolders, replaceFolder } from "./output-folder.ts";
import { largestInputs, SizeBudgetError } from "./size-budget.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "waybill-build-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("second build of the same source: nothing changes, so a redeploy deploys nothing", async () => {
  const outDir = temporaryFolder();
  await build({ outDir, only: ["payments", "site"] });
  const again = await build({ outDir, only: ["payments", "site"] });
  expect(again.map(({ name, changed }) => ({ name, changed }))).toEqual([
    { name: "payments", changed: false },
    { name: "site", changed: false },
  ]);
});

test.each([...faultyFunctions, ...testFunctions])("$name is for tests: built only with --faults", async ({ name }) => {
  const outDir = temporaryFolder();
  await expect(build({ outDir, only: [name] })).rejects.toThrow(`There is no function ${name};`);
  await build({ outDir, only: [name], faults: true });
  expect(readdirSync(outDir)).toEqual([name]);
});

test("function was removed: the build deletes its folder", () => {
  const folder = temporaryFolder();
  for (const name of ["orders", "orders-faulty"])
    replaceFolder(join(folder, name), new Map([["index.mjs", Buffer.from(name)]]));
  removeOtherFolders(folder, ["orders"]);
  expect(readdirSync(folder)).toEqual(["orders"]);
});

test("unknown function: the build fails", async () => {
  await expect(build({ only: ["refunds"], outDir: temporaryFolder() })).rejects.toThrow(
    "There is no function refunds;",
  );
});

test("import of a Node module: the bundle loads it without a static import", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "entry.mjs"), 'import { request } from "node:http"; export const handler = request;');
  const { files } = await bundleFunction("entry.mjs", root);
  const code = Buffer.concat([...files.values()]).toString();
  expect(code).toContain('process.getBuiltinModule("node:http")');
  expect(code).not.toMatch(/from\s*"node:/);
});

test("file of a dynamic import: not part of the file that a cold start reads", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "lazy.mjs"), 'export const provider = "only when asked for";');
  writeFileSync(join(root, "entry.mjs"), 'export const handler = async () => (await import("./lazy.mjs")).provider;');
  const { files, eagerBytes, lazyBytes } = await bundleFunction("entry.mjs", root);
  expect(Buffer.from(files.get("index.mjs") ?? []).toString()).not.toContain("only when asked for");
  expect(files.size).toBeGreaterThan(1);
  const all = [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(eagerBytes + lazyBytes).toBe(all);
});

test("dynamic import of a package that …-sdk.ts re-exports: a file of its own, and what is read first stays as it was", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "shared.mjs"), 'export const shared = "both"; export const rare = "for the package";');
  writeFileSync(join(root, "bank-sdk.ts"), 'export { shared, rare } from "./shared.mjs";');
  const entry = 'import { shared } from "./shared.mjs"; export const handler = async () =>';
  writeFileSync(join(root, "without.mjs"), `${entry} [shared, "./bank-sdk.mjs"];`);
  writeFileSync(join(root, "entry.mjs"), `${entry} [shared, await import("./bank-sdk.ts")];`);
  const without = await bundleFunction("without.mjs", root);
  const { files, eagerBytes, lazyBytes } = await bundleFunction("entry.mjs", root);
  expect([...files.keys()].toSorted()).toEqual(["bank-sdk.mjs", "index.mjs"]);
  expect(lazyBytes).toBe(files.get("bank-sdk.mjs")?.byteLength);
  expect(eagerBytes - without.eagerBytes).toBeLessThan(50);
  const outDir = temporaryFolder();
  for (const [name, contents] of files) writeFileSync(join(outDir, name), contents);
  const { handler } = await import(join(outDir, "index.mjs"));
  const [shared, sdk] = await handler();
  expect([shared, { ...sdk }]).toEqual(["both", { shared: "both", rare: "for the package" }]);
});

test("large file of a dynamic import: not counted in what a cold start reads; of a static one: counted", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "large.mjs"), `export const text = "${"x".repeat(3000)}";`);
  writeFileSync(join(root, "lazy.mjs"), 'export const handler = async () => (await import("./large.mjs")).text;');
  writeFileSync(join(root, "eager.mjs"), 'import { text } from "./large.mjs"; export const handler = () => text;');
  const [lazy, eager] = [await bundleFunction("lazy.mjs", root), await bundleFunction("eager.mjs", root)];
  expect(lazy.eagerBytes).toBeLessThan(1000);
  expect(lazy.lazyBytes).toBeGreaterThan(3000);
  expect(eager.eagerBytes).toBeGreaterThan(3000);
  expect(largestInputs(lazy.metafile, 3).map(([input]) => input)).not.toContain("large.mjs");
});

test("bundle over its budget: the error names function, size, budget and largest inputs", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "entry.mjs"), `export const handler = "${"x".repeat(3000)}";`);
  const { eagerBytes, metafile } = await bundleFunction("entry.mjs", root);
  const { message } = new SizeBudgetError("orders", eagerBytes, 2048, metafile);
  expect(message).toBe(
    `A cold start of the function orders loads 3 KB (${eagerBytes} bytes), over its budget of 2 KB (2048 bytes); ` +
      "its largest inputs are entry.mjs (3 KB).",
  );
});

test("folder with old and new files: new ones are written, old ones removed", () => {
  const folder = temporaryFolder();
  replaceFolder(folder, new Map([["old.mjs", Buffer.from("old")]]));
  const contents = new Map([["assets/page.css", Buffer.from("new")]]);
  expect(replaceFolder(folder, contents)).toBe(true);
  expect(readdirSync(folder)).toEqual(["assets"]);
  expect(readFileSync(join(folder, "assets/page.css"), "utf8")).toBe("new");
  expect(replaceFolder(folder, contents)).toBe(false);
});
