import { ClearError } from "../local/clear-error.ts";

/** What `npm run deploy -- …` was told; what is missing may stand in cdk.json's `context.waybill`. */
export interface DeployFlags {
  stage?: string;
  account?: string;
  region?: string;
  issuer?: string;
  audience?: string;
  /** Further settings of the stack, as `key=value`. */
  context: readonly string[];
  yes: boolean;
}

/** A deployment that lacks nothing. */
export interface Deployment {
  readonly stage: string;
  readonly region: string;
  /** The account that is meant; undefined where whichever the credentials belong to will do. */
  readonly account: string | undefined;
  readonly issuer: string;
  /** Where the issuer's keys are, where that was told; it is looked up otherwise. */
  readonly jwksUri: string | undefined;
  readonly settings: readonly string[];
}

/** What the project's own file and the shell say. */
export interface Surroundings {
  readonly context: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Puts flags, cdk.json and environment together. @throws ClearError naming the one thing that is missing. */
export function planDeployment(flags: DeployFlags, { context, environment }: Surroundings): Deployment {
  const written = (name: string) => (typeof context[name] === "string" ? context[name] : undefined);
  const stage = flags.stage ?? written("stage");
  if (!stage) throw new ClearError("No stage is named: add --stage prod (it becomes part of the stack's name).");
  if (stage === "local" || stage === "test") {
    throw new ClearError(`The stage ${stage} is for emulators: npm start deploys it; name another one for AWS.`);
  }
  const region = flags.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  if (!region) throw new ClearError("No region is named: add --region eu-central-1, or set AWS_REGION.");
  const { account } = flags;
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new ClearError(`"${account}" is no AWS account: it has twelve digits.`);
  }
  const issuer = flags.issuer ?? written("jwtIssuer");
  if (!issuer) {
    throw new ClearError(
      "No token issuer is named: add --issuer https://… (the OIDC issuer whose tokens the API accepts).",
    );
  }
  const audience = flags.audience ?? written("jwtAudience");
  const settings = [
    `stage=${stage}`,
    `jwtIssuer=${issuer}`,
    ...(audience ? [`jwtAudience=${audience}`] : []),
    ...flags.context,
  ];
  const jwksUri = flags.context.find((entry) => entry.startsWith("jwksUri="))?.slice("jwksUri=".length);
  return { stage, region, account, issuer, jwksUri: jwksUri ?? written("jwksUri"), settings };
}
