import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPython, type PythonProbe, probePython } from "./python.ts";

const machineWith = (pythons: Record<string, PythonProbe>) => async (command: string) => pythons[command] ?? "missing";

describe("the Python for the embedded engine", () => {
  it("is the newest that has all it takes", async () => {
    const pythons = { "python3.13": "no venv", "python3.11": "usable", python3: "usable" } as const;
    expect(await findPython(machineWith(pythons))).toEqual({ command: "python3.11" });
  });

  it.each([
    [
      {},
      "The local engine needs Python 3.10 or newer, and there is none here: install it from https://www.python.org, or install and start Docker, and run the command again.",
    ],
    [
      { python3: "too old" },
      "The local engine needs Python 3.10 or newer, and the Python here is older: install it from https://www.python.org, or install and start Docker, and run the command again.",
    ],
    [
      { "python3.11": "no venv", python3: "no venv" },
      "python3.11 lacks its venv module, which the local engine is installed with: install it (on Debian and Ubuntu: apt install python3-venv) and run the command again.",
    ],
  ] as const)("is missed in one sentence: %o", async (pythons, sentence) => {
    expect(await findPython(machineWith(pythons))).toMatchObject({ problem: { message: sentence } });
  });
});

describe("a command that may be a Python", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "waybill-python-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ["usable", "exit 0"],
    ["too old", "exit 10"],
    ["no venv", "exit 11"],
    ["missing", "echo 'shim: command not found' >&2; exit 127"],
  ])("is %s when it answers: %s", async (expected, script) => {
    const command = join(folder, expected.replace(" ", "-"));
    await writeFile(command, `#!/bin/sh\n${script}\n`);
    await chmod(command, 0o755);
    expect(await probePython(command, process.env)).toBe(expected);
  });

  it("is missing when there is no such file", async () => {
    expect(await probePython(join(folder, "nowhere"), process.env)).toBe("missing");
  });
});
