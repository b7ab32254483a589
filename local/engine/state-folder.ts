import { stat } from "node:fs/promises";
import { join } from "node:path";

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
export function lossOf(time: Date): string {
  return `The local engine did not stop cleanly: what happened after ${time.toLocaleString("sv-SE")} is lost.`;
}
