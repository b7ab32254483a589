import { access, chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installEngine, installedEngine } from "./install.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-install-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A base Python whose `-m venv <folder>` makes a Python that runs the given line instead of pip. */
async function pythonWhosePip(line: string): Promise<string> {
  const python = join(folder, "python");
  const inner = `#!/bin/sh\\n${line}\\n`;
  const script = `#!/bin/sh\nmkdir -p "$3/bin" && printf '${inner}' > "$3/bin/python" && chmod +x "$3/bin/python"\n`;
  await writeFile(python, script);
  await chmod(python, 0o755);
  return python;
}

const installations = () => join(folder, "engine");

describe("the embedded engine's installation", () => {
  it("installs once", async () => {
    expect(await installedEngine(installations())).toMatchObject({ isInstalled: false });
    const python = await installEngine(await pythonWhosePip("exit 0"), { env: process.env, folder: installations() });
    expect(await installedEngine(installations())).toEqual({ python, isInstalled: true });
    await access(python);
  });

  it("fails: one sentence says why, nothing is left", async () => {
    const python = await pythonWhosePip('echo "ERROR: no matching distribution" >&2; exit 1');
    await expect(installEngine(python, { env: process.env, folder: installations() })).rejects.toThrow(
      "The local engine could not be installed (ERROR: no matching distribution).",
    );
    expect(await readdir(installations())).toEqual([]);
  });

  it("interrupted: the next call installs again", async () => {
    const stop = AbortSignal.timeout(300);
    const interrupted = installEngine(await pythonWhosePip("sleep 20"), {
      env: process.env,
      folder: installations(),
      signal: stop,
    });
    await expect(interrupted).rejects.toThrow();
    expect(await installedEngine(installations())).toMatchObject({ isInstalled: false });
    await installEngine(await pythonWhosePip("exit 0"), { env: process.env, folder: installations() });
    expect(await installedEngine(installations())).toMatchObject({ isInstalled: true });
  });
});
