import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scenarios } from "../scenarios/all.ts";
import { mutations } from "./all.ts";
import { conditions } from "./conditions.ts";
import { CONDITION } from "./mutation.ts";

const root = join(import.meta.dirname, "../../..");

test.each(mutations.filter(({ change }) => change))(
  "$name: what it takes away is in the code, once",
  async ({ change }) => {
    const text = await readFile(join(root, change?.file ?? ""), "utf8");
    expect(text.split(change?.from ?? "").length - 1).toBe(1);
  },
);

test("every condition of a write is taken away", async () => {
  const named = new Set<string>();
  for await (const file of glob("functions/**/*.ts", { cwd: root })) {
    if (file.endsWith(".test.ts")) continue;
    const text = await readFile(join(root, file), "utf8");
    if (!text.includes("condition:")) continue;
    for (const [, name] of text.matchAll(/(?:name: |fromReserved\()"([A-Za-z.]+)"/g)) named.add(name ?? "");
  }
  const taken = conditions.flatMap(({ name }) => name.slice(CONDITION.length).split(" + "));
  expect(taken.toSorted()).toEqual([...named].filter((name) => name !== "").toSorted());
});

test("mutations name scenarios that exist", () => {
  const names = new Set(scenarios.map(({ name }) => name));
  expect(mutations.flatMap((one) => one.scenarios).filter((name) => !names.has(name))).toEqual([]);
});
