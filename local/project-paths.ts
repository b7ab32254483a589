import { join } from "node:path";

/** The project's root folder. */
export const projectRoot = join(import.meta.dirname, "..");

/** Everything that running locally leaves behind: git-ignored, and safe to delete while nothing runs. */
export const localFolder = join(projectRoot, ".waybill");

/** The state, logs and outputs of the cloud that `npm start` runs. */
export const startFolder = join(localFolder, "local");
