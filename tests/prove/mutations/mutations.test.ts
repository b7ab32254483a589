import { glob, readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { scenarios, stripeScenarios } from "../scenarios/all.ts";
import { mutations } from "./all.ts";
import { conditions } from "./conditions.ts";
import { type AnyFunction, CONDITION, REPLACEMENT } from "./mutation.ts";
import { declarationOf, functionNamed, withReplacement } from "./rewrite-source.ts";

const root = join(import.meta.dirname, "../../..");

const guards = mutations.flatMap(({ replaced }) => replaced?.name ?? []);

test.each([...new Set(guards)])("the function %s is declared once", async (named) => {
  const { name, file } = functionNamed(named);
  let declarations = 0;
  for await (const source of sources(file)) if (declarationOf(name).test(source)) declarations++;
  expect(declarations).toBe(1);
});

describe("a replaced function runs the replacement", () => {
  const source = [
    "export function exported(text: string): string { return internal(text); }",
    "function internal(text: string) { return text; }",
  ].join("\n");

  test.each(["internal", "exported"])("%s function", async (name) => {
    vi.stubGlobal(REPLACEMENT, (original: AnyFunction, given: never[]) => `not ${original(...given)}`);
    const { exported } = await importSource(withReplacement(source, name));
    expect(exported("this")).toBe("not this");
    vi.unstubAllGlobals();
  });
});

test("every condition of a write is taken away", async () => {
  const named = new Set<string>();
  for await (const text of sources()) {
    if (!text.includes("condition:")) continue;
    for (const [, name] of text.matchAll(/(?:name: |moveStock\()"([A-Za-z.]+)"/g)) named.add(name ?? "");
  }
  const taken = conditions.flatMap(({ name }) => name.slice(CONDITION.length).split(" + "));
  expect(taken.toSorted()).toEqual([...named].filter((name) => name !== "").toSorted());
});

test("mutations name scenarios that exist", () => {
  const names = new Set([...scenarios, ...stripeScenarios].map(({ name }) => name));
  expect(mutations.flatMap((one) => one.scenarios).filter((name) => !names.has(name))).toEqual([]);
});

/** The text of each file of the functions whose name ends so, tests apart. */
async function* sources(ending = ""): AsyncGenerator<string> {
  for await (const file of glob("functions/**/*.ts", { cwd: root })) {
    if (!file.endsWith(".test.ts") && file.endsWith(ending)) yield readFile(join(root, file), "utf8");
  }
}

/** The module that a source text is, loaded without a file. */
function importSource(source: string) {
  return import(`data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(source))}`);
}
