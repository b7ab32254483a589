import { chooseEngine, type EngineChoice, usualEndpoint } from "./engine/choose.ts";
import { startEmbedded } from "./engine/embedded.ts";
import type { Engine } from "./engine/engine.ts";
import { identifyEngine } from "./engine/engine.ts";
import { installEngine, installedEngine } from "./engine/install.ts";
import { findPython, probePython } from "./engine/python.ts";
import { scrubbedEnvironment } from "./environment.ts";
import { dockerAnswers, startLocalStackInDocker } from "./localstack/in-docker.ts";

/** How the chosen engine is started; all but `signal` concerns the embedded one. */
export interface StartEngineOptions {
  /** Its port on 127.0.0.1. */
  port: number;
  /** The folder for its state and log. */
  folder: string;
  /** Whether its state outlives it. @default true */
  keepsState?: boolean | undefined;
  /** Whose pages may call the API, beside those of this machine; see EmbeddedOptions. */
  corsOrigins?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Chooses among the engines this machine has. */
export function chooseEngineHere(namedEndpoint: string | undefined): Promise<EngineChoice> {
  const env = scrubbedEnvironment(process.env);
  return chooseEngine(namedEndpoint, {
    identify: identifyEngine,
    isInstalled: async () => (await installedEngine()).isInstalled,
    findPython: () => findPython((command) => probePython(command, env)),
    dockerAnswers,
  });
}

/** Chooses the embedded engine, also when another one answers on port 4566: for a separate cloud. */
export async function chooseEmbedded(): Promise<EngineChoice> {
  const because = "it was requested";
  if ((await installedEngine()).isInstalled) return { use: "embedded", python: "installed", because };
  const env = scrubbedEnvironment(process.env);
  const python = await findPython((command) => probePython(command, env));
  if ("problem" in python) throw python.problem;
  return { use: "embedded", python: python.command, because };
}

/** Installs the embedded engine if it was chosen and is not there. Says whether anything was to be done. */
export async function installIfNeeded(choice: EngineChoice, signal?: AbortSignal): Promise<boolean> {
  if (choice.use !== "embedded" || choice.python === "installed") return false;
  await installEngine(choice.python, { env: scrubbedEnvironment(process.env), signal });
  return true;
}

/** Starts the chosen engine, once it is installed. One that runs already is only used: stopping it does nothing. */
export async function startEngine(choice: EngineChoice, options: StartEngineOptions): Promise<Engine> {
  switch (choice.use) {
    case "running":
      return {
        name: `${choice.kind} ${choice.version}`,
        kind: choice.kind,
        endpoint: choice.endpoint,
        stop: async () => {},
      };
    case "docker":
      return startLocalStackInDocker({ port: Number(new URL(usualEndpoint).port), signal: options.signal });
    case "embedded":
      return startEmbedded({ ...options, python: (await installedEngine()).python });
  }
}
