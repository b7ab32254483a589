import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STATUS_MATRIX } from "../functions/orders/rules/status-matrix.ts";
import { StateMachine } from "../functions/platform/values/state-machine.ts";
import { diagram, drawnMachines, stateMachines } from "./docs-pages.ts";

const projectRoot = join(import.meta.dirname, "..");

test("diagram: starts where an entity may, shows every transition, ends in final states", () => {
  const states = { NEW: ["ON"], ON: ["OFF", "BROKEN"], OFF: ["ON"], BROKEN: [] };
  const lamp = new StateMachine<string>("lamp", states, ["NEW", "ON"]);
  expect(diagram(lamp)).toBe(`stateDiagram-v2
    [*] --> NEW
    [*] --> ON
    NEW --> ON
    ON --> OFF
    ON --> BROKEN
    OFF --> ON
    BROKEN --> [*]`);
});

test("every state machine of functions/ is drawn, with its file", () => {
  const files = readdirSync(join(projectRoot, "functions"), { recursive: true, encoding: "utf8" });
  const declared = files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => {
      const source = readFileSync(join(projectRoot, "functions", file), "utf8");
      return [...source.matchAll(/new StateMachine<\w+>\(\s*"([^"]+)"/g)].map(
        ([, entity]) => `${entity} in functions/${file}`,
      );
    });
  expect(declared.length).toBeGreaterThan(0);
  expect(drawnMachines.map(({ machine, file }) => `${machine.entity} in ${file}`).sort()).toEqual(declared.sort());
});

test("the page contains every diagram", () => {
  const page = stateMachines();
  for (const { machine } of drawnMachines) expect(page).toContain(diagram(machine));
});

test("the page lists every valid combination of an order's states", () => {
  const page = stateMachines();
  for (const { order, lines, shipments, payment, pending } of STATUS_MATRIX) {
    const columns = [lines, shipments, payment, pending].map((allowed) => allowed.join(", "));
    expect(page).toContain(`| ${[order, ...columns].join(" | ")} |`);
  }
});
