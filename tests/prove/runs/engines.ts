import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { chooseEmbedded, installIfNeeded, startEngine } from "../../../local/engine/start-engine.ts";
import { isAlive } from "../../../local/is-alive.ts";
import { localFolder } from "../../../local/project-paths.ts";
import { tableDefinition } from "../world/table-definition.ts";
import type { Site } from "./crew.ts";

const PREFIX = "prove-";

/**
 * Engines for so many processes, which forget everything; or one that runs already (DynamoDB Local, LocalStack), which
 * all of them share.
 */
export async function withSite<Done>(
  count: number,
  endpoint: string | undefined,
  run: (site: Site) => Promise<Done>,
): Promise<Done> {
  const definition = tableDefinition();
  if (endpoint !== undefined)
    return run({ endpoints: Array.from({ length: count }, () => endpoint), tableDefinition: definition });
  const choice = await chooseEmbedded();
  await installIfNeeded(choice);
  await removeAbandoned();
  const folder = join(localFolder, `${PREFIX}${process.pid}`);
  const engines = [];
  try {
    for (let number = 0; number < count; number++) {
      const own = join(folder, String(number));
      await mkdir(own, { recursive: true });
      const port = await getPort({ host: "127.0.0.1" });
      engines.push(await startEngine(choice, { port, folder: own, keepsState: false }));
    }
    return await run({ endpoints: engines.map((one) => one.endpoint), tableDefinition: definition });
  } finally {
    await Promise.all(engines.map((one) => one.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Clears away what earlier proofs left when they were interrupted. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(localFolder).catch(() => [])) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : Number.NaN;
    if (Number.isInteger(owner) && !isAlive(owner)) await rm(join(localFolder, name), { recursive: true, force: true });
  }
}
