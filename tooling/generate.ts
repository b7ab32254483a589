import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { openApiDocument } from "../functions/registry/openapi-document.ts";
import { derivedFiles, type GeneratedFile, openApiFile } from "./generated-files.ts";

const projectRoot = join(import.meta.dirname, "..");

/**
 * Writes openapi.yaml and what is made from it. `all: false` leaves the derived files alone while openapi.yaml does not
 * change: they take seconds, and a build needs only the document.
 */
export async function generate({ all = false } = {}): Promise<string[]> {
  const document = openApiDocument();
  const changed = await write(openApiFile, document);
  const due = derivedFiles.filter(({ path }) => all || changed || !existsSync(join(projectRoot, path)));
  const written = await Promise.all(due.map(async (file) => ((await write(file, document)) ? [file.path] : [])));
  return [...(changed ? [openApiFile.path] : []), ...written.flat()];
}

/** The checked-in files that the operations would now make differently. */
export async function staleFiles(): Promise<string[]> {
  const document = openApiDocument();
  const files = await Promise.all(
    [openApiFile, ...derivedFiles].map(async ({ path, text }) =>
      readIfExists(join(projectRoot, path)) === (await text(document)) ? [] : [path],
    ),
  );
  return files.flat();
}

async function write({ path, text }: GeneratedFile, document: object): Promise<boolean> {
  const file = join(projectRoot, path);
  const content = await text(document);
  if (readIfExists(file) === content) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return true;
}

function readIfExists(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean" } } });
  if (!values.check) {
    const written = await generate({ all: true });
    console.log(written.length > 0 ? `Wrote ${written.join(", ")}.` : "Everything generated is up to date.");
    return;
  }
  const stale = await staleFiles();
  if (stale.length > 0) {
    console.error(`${stale.join(", ")} ${stale.length > 1 ? "are" : "is"} stale: run npm run generate`);
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
