import { join } from "node:path";
import { digestOf, installOnce, removeUnfinished } from "../local/engine/install-once.ts";
import { findPython, probePython } from "../local/engine/python.ts";
import { createVirtualEnvironment, pipEnvironment, pythonIn } from "../local/engine/virtual-environment.ts";
import { localFolder, projectRoot } from "../local/environment.ts";

/** The Python tools that checks and tests use; tests/tools/ pins each, with all it needs. */
export type PythonToolName = "cfn-lint" | "schemathesis";

/** A tool that is installed: `python command …` runs it. */
export interface PythonTool {
  readonly python: string;
  /** The tool's own script. Its first line names the folder in which it was installed, so it is not run by itself. */
  readonly command: string;
}

const commands = { "cfn-lint": "cfn-lint", schemathesis: "st" } as const satisfies Record<PythonToolName, string>;
const installations = join(localFolder, "tools");

/**
 * A Python tool, installed at its first use.
 * @throws ClearError where it cannot be installed
 */
export async function pythonTool(name: PythonToolName): Promise<PythonTool> {
  const requirements = join(projectRoot, "tests/tools", `${name}.txt`);
  const folder = join(installations, `${name}-${await digestOf(requirements)}`);
  await removeUnfinished(installations);
  await installOnce(folder, (unfinished) => install(name, unfinished, requirements), { replaces: name });
  return { python: pythonIn(folder), command: join(folder, "bin", commands[name]) };
}

async function install(name: PythonToolName, folder: string, requirements: string): Promise<void> {
  const env = pipEnvironment(process.env);
  const found = await findPython((command) => probePython(command, env), { what: name, instead: "" });
  if ("problem" in found) throw found.problem;
  await createVirtualEnvironment(folder, found.command, [{ file: requirements }], { what: name, env });
}
