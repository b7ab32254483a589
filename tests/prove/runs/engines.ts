import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { removeAbandoned } from "../../../local/child-process.ts";
import { localFolder } from "../../../local/environment.ts";
import { chooseEmbedded, installIfNeeded, startEngine } from "../../../local/start-engine.ts";
import { tableDefinition } from "../world/table-definition.ts";

export interface Engine {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts engines for the duration of a proof. */
export interface Engines {
  readonly tableDefinition: object;
  readonly start: () => Promise<Engine>;
}

/**
 * Starts a new, empty engine for each call of `start`. If an endpoint is given (DynamoDB Local, LocalStack),
 * all callers share it.
 */
export async function withEngines<Done>(
  endpoint: string | undefined,
  run: (engines: Engines) => Promise<Done>,
): Promise<Done> {
  const definition = tableDefinition();
  if (endpoint !== undefined)
    return run({ tableDefinition: definition, start: async () => ({ endpoint, stop: async () => {} }) });
  const choice = await chooseEmbedded();
  await installIfNeeded(choice);
  await removeAbandoned(localFolder, /^prove-(\d+)$/);
  const folder = join(localFolder, `prove-${process.pid}`);
  const running = new Set<Engine>();
  let started = 0;
  const start = async (): Promise<Engine> => {
    const ownFolder = join(folder, String(++started));
    await mkdir(ownFolder, { recursive: true });
    const port = await getPort({ host: "127.0.0.1" });
    const engine = await startEngine(choice, { port, folder: ownFolder, keepsState: false });
    const own = {
      endpoint: engine.endpoint,
      stop: async () => {
        running.delete(own);
        await engine.stop();
      },
    };
    running.add(own);
    return own;
  };
  try {
    return await run({ tableDefinition: definition, start });
  } finally {
    await Promise.all([...running].map((engine) => engine.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}
