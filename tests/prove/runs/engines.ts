import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { isAlive } from "../../../local/is-alive.ts";
import { localFolder } from "../../../local/project-paths.ts";
import { chooseEmbedded, installIfNeeded, startEngine } from "../../../local/start-engine.ts";
import { tableDefinition } from "../world/table-definition.ts";

const PREFIX = "prove-";

/** Where worlds are made. */
export interface Place {
  readonly endpoint: string;
  leave(): Promise<void>;
}

/** Gives out places while a proof is made. */
export interface Site {
  readonly tableDefinition: object;
  readonly open: () => Promise<Place>;
}

/**
 * Engines, one for each that asks, which forget everything; or one that runs already (DynamoDB Local, LocalStack),
 * which all share.
 */
export async function withSite<Done>(endpoint: string | undefined, run: (site: Site) => Promise<Done>): Promise<Done> {
  const definition = tableDefinition();
  if (endpoint !== undefined)
    return run({ tableDefinition: definition, open: async () => ({ endpoint, leave: async () => {} }) });
  const choice = await chooseEmbedded();
  await installIfNeeded(choice);
  await removeAbandoned();
  const folder = join(localFolder, `${PREFIX}${process.pid}`);
  const places = new Set<Place>();
  let opened = 0;
  const open = async (): Promise<Place> => {
    const own = join(folder, String(++opened));
    await mkdir(own, { recursive: true });
    const port = await getPort({ host: "127.0.0.1" });
    const engine = await startEngine(choice, { port, folder: own, keepsState: false });
    const place = {
      endpoint: engine.endpoint,
      leave: async () => {
        places.delete(place);
        await engine.stop();
      },
    };
    places.add(place);
    return place;
  };
  try {
    return await run({ tableDefinition: definition, open });
  } finally {
    await Promise.all([...places].map((place) => place.leave()));
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
