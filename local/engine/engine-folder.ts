import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import getPort, { portNumbers } from "get-port";
import { ClearError } from "../terminal/clear-error.ts";

/** The embedded engine's own ports: near LocalStack's 4566, clear of its service ports (4510 to 4559). */
const ownPorts = portNumbers(4567, 4599);

/**
 * The port on which a folder's engine runs. It is chosen once and kept, since the engine's state holds URLs with it
 * (a queue's URL, in a function's environment).
 * @throws ClearError when another program has taken it meanwhile
 */
export async function enginePort(folder: string): Promise<number> {
  const file = join(folder, "engine-port");
  const kept = Number(await readFile(file, "utf8").catch(() => ""));
  if (kept > 0) {
    if ((await getPort({ port: kept, host: "127.0.0.1" })) === kept) return kept;
    throw new ClearError(
      `Port ${kept}, on which this project's engine keeps its state, is in use by another program: stop that, or forget the state with npm start -- --fresh.`,
    );
  }
  const port = await getPort({ port: ownPorts, host: "127.0.0.1" });
  await mkdir(folder, { recursive: true });
  await writeFile(file, String(port));
  return port;
}

/**
 * From when the embedded engine's state is lost: the time of its last save, when it did not stop cleanly; undefined when
 * it did. Meaningful only while it does not run. The files are those of state_file.py.
 */
export async function lostSince(folder: string): Promise<Date | undefined> {
  const timeOf = (name: string) =>
    stat(join(folder, "state", name)).then(
      ({ mtime }) => mtime,
      () => undefined,
    );
  const runningSince = await timeOf("running");
  return runningSince && ((await timeOf("state.json")) ?? runningSince);
}

/** The sentence about it, in the time of this machine's clock. */
export function describeLoss(time: Date): string {
  return `The local engine did not stop cleanly: changes after ${time.toLocaleString("sv-SE")} are lost.`;
}

/** Forgets what the embedded engine kept in its folder, and its port. */
export async function forgetState(folder: string): Promise<void> {
  const kept = ["state", "s3", "cdk.out", "outputs.json", "engine-port"];
  await Promise.all(kept.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
