import { readStageFile, stageFile } from "../infra/stage-file.ts";
import { ClearError } from "./clear-error.ts";
import { localStage } from "./environment.ts";
import { projectRoot } from "./project-paths.ts";

/** Where it is said which pages of other machines may call the local API. */
export const localStageFile = stageFile(localStage);

/** The setting corsOrigins of the stage local; empty where it has none, which means the pages of this machine only. */
export function configuredCorsOrigins(root = projectRoot): string {
  const { corsOrigins = "" } = readStageFile(root, localStage) ?? {};
  if (typeof corsOrigins === "string") return corsOrigins;
  throw new ClearError(
    `The setting corsOrigins in ${localStageFile} must be a text, and is ${JSON.stringify(corsOrigins)}.`,
  );
}
