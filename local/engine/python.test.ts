import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPython, type PythonProbe, probePython } from "./python.ts";

const machineWith = (pythons: Record<string, PythonProbe>) => async (command: string) => pythons[command] ?? "missing";

describe("the Python for the embedded engine", () => {
  it("the newest usable one is chosen", async () => {
    const pythons = { "python3.13": "no venv", "python3.11": "usable", python3: "usable" } as const;
    expect(await findPython(machineWith(pythons))).toEqual({ command: "python3.11" });
  });

  it.each([
    [
      {},
      "The local engine requires Python 3.10 or newer, and none was found: install it from https://www.python.org, or install and start Docker, and run the command again.",
    ],
    [
      { python3: "too old" },
      "The local engine requires Python 3.10 or newer, and the installed Python is older: install it from https://www.python.org, or install and start Docker, and run the command again.",
    ],
    [
      { "python3.11": "no venv", python3: "no venv" },
      "python3.11 has no venv module, which installing the local engine requires: install it (on Debian and Ubuntu: apt install python3-venv) and run the command again.",
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

  it("no such file: missing", async () => {
    expect(await probePython(join(folder, "nowhere"), process.env)).toBe("missing");
  });
});
