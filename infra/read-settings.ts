import {
  isEmulated,
  parseSettings,
  requireEmulatedFor,
  requireStageName,
  type Settings,
  SettingsError,
  settingFromText,
  settingNames,
} from "./settings.ts";
import { readStageFile, stageFile, type WrittenSettings } from "./stage-file.ts";

/**
 * The settings of the stage that is named by `-c stage=…`. A stage on AWS has them in its file and nowhere else, so that
 * a deployment never loses one. An emulated stage may have a file, and takes others from the context, because its keys
 * are made anew.
 *
 * @param lookUp a context key's value, as `-c key=value` set it
 * @throws SettingsError
 */
export function readSettings(root: string, lookUp: (key: string) => unknown): Settings {
  const stage = String(lookUp("stage") ?? "dev");
  requireStageName(stage);
  const context = contextSettings(lookUp);
  const file = stageFile(stage);
  if (isEmulated(stage)) return parseSettings(stage, { ...readStageFile(root, stage), ...context }, file);

  requireEmulatedFor(stage, context);
  const [inContext] = Object.keys(context);
  if (inContext !== undefined) {
    throw new SettingsError(
      `The stage "${stage}" has its settings in ${file}: write ${inContext} there, and leave -c ${inContext} out.`,
    );
  }
  const written = readStageFile(root, stage);
  if (written) return parseSettings(stage, written, file);
  throw new SettingsError(
    `There is no ${file}: npm run deploy -- --stage ${stage} writes it when it is first deployed.`,
  );
}

function contextSettings(lookUp: (key: string) => unknown): WrittenSettings {
  const given = settingNames.flatMap((name) => {
    const value = lookUp(name);
    return value === undefined
      ? []
      : [[name, typeof value === "string" ? settingFromText(name, value) : value] as const];
  });
  return Object.fromEntries(given);
}
