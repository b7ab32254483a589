import { isEmulated, parseSettings, requireStageName, type Settings, settingFromText } from "../infra/settings.ts";
import { stageFile, type WrittenSettings } from "../infra/stage-file.ts";
import { ClearError } from "../local/terminal/clear-error.ts";

/** The options of `npm run deploy`; the stage's file has the settings that are not given. */
export interface DeployFlags {
  stage?: string;
  account?: string;
  region?: string;
  issuer?: string;
  audience?: string;
  /** Further settings, as `key=value`. */
  setting: readonly string[];
  yes: boolean;
}

/** A complete deployment; only the account may still be unknown. */
export interface Deployment {
  readonly stage: string;
  readonly region: string;
  readonly account: string | undefined;
  /** The stage's settings: what its file says, and what the flags add. */
  readonly settings: Settings;
  /** The file's new content. */
  readonly written: WrittenSettings;
  /** The part of it that is new in the file. */
  readonly added: WrittenSettings;
}

/**
 * Puts the flags and the stage's file together. The file is the one source of a stage's settings: a flag adds to it, and
 * is refused where the file says something else.
 *
 * @param readFile reads a stage's file: what it holds; undefined where there is none yet
 * @throws ClearError, SettingsError naming the one thing that is missing, wrong or contradicts the file
 */
export function planDeployment(
  flags: DeployFlags,
  readFile: (stage: string) => WrittenSettings | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Deployment {
  const stage = requireStage(flags.stage);
  const file = readFile(stage);
  const added = additions(flags, file ?? {}, stageFile(stage));
  const shellRegion = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  if (shellRegion && !file?.region && !added.region) added.region = shellRegion;
  const written = { ...file, ...added };
  const settings = parseSettings(stage, written, stageFile(stage));
  const { account, region, jwtIssuer } = settings;
  if (!region) throw new ClearError("No region given: add --region eu-central-1, or set AWS_REGION.");
  if (!jwtIssuer) {
    throw new ClearError(
      "No token issuer given: add --issuer https://… (the OIDC issuer whose tokens the API accepts).",
    );
  }
  return { stage, region, account, settings, written, added };
}

/**
 * The plan with the address of the issuer's keys as its discovery document names it. The document is read at each
 * deployment, so that another issuer, or another address, is noticed. Without a document, the file's address is used.
 * @param discover looks the address up, for an issuer
 * @throws ClearError where the document names another address than the file, or none can be found
 */
export async function withIssuerKeys(
  plan: Deployment,
  discover: (issuer: string) => Promise<string>,
): Promise<Deployment> {
  const { jwtIssuer = "", jwksUri } = plan.settings;
  const found = await discover(jwtIssuer).catch((error: unknown) => {
    if (jwksUri === undefined) throw error;
    return jwksUri;
  });
  if (found === jwksUri) return plan;
  if (jwksUri !== undefined) {
    throw new ClearError(
      `${stageFile(plan.stage)} says that jwksUri is "${jwksUri}", and the issuer ${jwtIssuer} names "${found}": remove jwksUri from the file to use the issuer's address.`,
    );
  }
  return { ...plan, written: { ...plan.written, jwksUri: found }, added: { ...plan.added, jwksUri: found } };
}

function requireStage(stage: string | undefined): string {
  if (!stage) throw new ClearError("No stage given: add --stage prod (it becomes part of the stack's name).");
  requireStageName(stage);
  if (!isEmulated(stage)) return stage;
  throw new ClearError(`The stage ${stage} is for emulators: npm start deploys it; name another one for AWS.`);
}

/** What the flags say and the file does not. @throws ClearError where the file says something else. */
function additions(flags: DeployFlags, file: WrittenSettings, fileName: string): Record<string, unknown> {
  const flagValues = [
    { flag: "--account", key: "account", value: flags.account },
    { flag: "--region", key: "region", value: flags.region },
    { flag: "--issuer", key: "jwtIssuer", value: flags.issuer },
    { flag: "--audience", key: "jwtAudience", value: flags.audience },
    ...flags.setting.map(readSetting),
  ].filter(({ value }) => value !== undefined && value !== "");
  const added: Record<string, unknown> = {};
  for (const { flag, key, value } of flagValues) {
    if (key in added && added[key] !== value) {
      throw new ClearError(`Two flags give different values for ${key}: ${added[key]}, and ${flag} ${value}.`);
    }
    if (!(key in file)) added[key] = value;
    else if (file[key] !== value) {
      throw new ClearError(
        `${fileName} says that ${key} is ${JSON.stringify(file[key])}, and ${flag} says ${JSON.stringify(value)}: change the file, or omit the flag.`,
      );
    }
  }
  return added;
}

function readSetting(setting: string): { flag: string; key: string; value: unknown } {
  const [, key, text] = /^(\w+)=(.*)$/s.exec(setting) ?? [];
  if (!key || !text) {
    throw new ClearError(`--setting requires key=value, and "${setting}" has another form.`);
  }
  return { flag: `--setting ${key}`, key, value: settingFromText(key, text) };
}
