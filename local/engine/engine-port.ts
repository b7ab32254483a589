import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import getPort, { portNumbers } from "get-port";
import { ClearError } from "../clear-error.ts";

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
