import * as z from "zod";

/** Stages that run on an emulator and may be thrown away with everything in them. */
const emulatedStages = ["local", "test"];
const disposableStages = [...emulatedStages, "dev"];

const text = z.string("must be a text").min(1, "must not be empty");
const flag = z
  .union([z.boolean(), z.enum(["true", "false"])], "must be true or false")
  .transform((value) => value === true || value === "true");
const httpsUrl = z.url({ protocol: /^https$/, error: "must be an https:// URL" });
const origin = z.union([z.literal("*"), z.url({ protocol: /^https?$/ })]);

function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message);
}

function isPublicKeySet(json: string): boolean {
  try {
    return PublicKeySet.safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
}
const PublicKeySet = z.object({
  keys: z.array(z.looseObject({ kty: z.enum(["RSA", "EC", "OKP"]), d: z.undefined().optional() })).min(1),
});

/** What a deployment can choose, as context: `cdk deploy -c stage=prod`, or `context.waybill` in cdk.json. */
const Context = z.strictObject({
  /** Part of the stack's name. local, test and dev lose their table when they are destroyed; every other stage keeps it. */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, "must be 1 to 20 lower-case letters, digits or hyphens, a letter first")
    .default("dev"),
  jwtIssuer: httpsUrl.optional(),
  jwtAudience: text.default("waybill"),
  jwtRoleClaim: text.default("role"),
  /** The issuer's public keys, given instead of fetched. Only for local and test. */
  jwks: z.string().refine(isPublicKeySet, 'must be a JSON key set {"keys": […]} of public keys only').optional(),
  /** `npm run deploy` finds it. @default the issuer's /.well-known/jwks.json, which is right for Cognito and Auth0 */
  jwksUri: httpsUrl.optional(),
  /** `*`, or origins with commas between them. */
  corsOrigins: z
    .string()
    .default("*")
    .transform((list) => list.split(",").map((entry) => entry.trim()))
    .pipe(z.array(origin, "").min(1)),
  authorizeWithinSeconds: wholeNumber(1, 86_400).default(900),
  providerTimeoutMs: wholeNumber(100, 10_000).default(4000),
  shipWithinSeconds: wholeNumber(1, 86_400).default(120),
  sandboxLateSeconds: wholeNumber(0, 86_400).default(60),
  indexShards: wholeNumber(1, 32).default(1),
  logLevel: z.enum(["DEBUG", "INFO", "WARN", "ERROR"], "must be DEBUG, INFO, WARN or ERROR").default("INFO"),
  logRetentionDays: z.coerce
    .number()
    .pipe(
      z.union(
        [z.literal(1), z.literal(7), z.literal(30), z.literal(90), z.literal(365)],
        "must be 1, 7, 30, 90 or 365",
      ),
    )
    .default(30),
  /** Requests a second that one operation takes before it answers 429. */
  throttleRate: wholeNumber(1, 10_000).default(200),
  throttleBurst: wholeNumber(1, 5000).default(400),
  /**
   * Reserves concurrency for each function, so that none can starve another: 332 in all, of an account's usual 1,000,
   * of which AWS wants 100 left over. A new account may have 10: deploy there with `false`, or ask AWS for more.
   */
  reservedConcurrency: flag.default(true),
  /** @default six times the function's timeout, as AWS advises; local and test may choose less to be quick */
  queueVisibilitySeconds: wholeNumber(1, 43_200).optional(),
  /** Deliveries before a message goes to the DLQ. */
  maxReceiveCount: wholeNumber(1, 1000).default(5),
  /** nodejs22.x is for engines that do not have 24 yet. */
  runtime: z.enum(["nodejs24.x", "nodejs22.x"], "must be nodejs24.x or nodejs22.x").default("nodejs24.x"),
  /** An SNS topic that every alarm notifies. */
  alarmTopicArn: z
    .string()
    .regex(/^arn:[\w-]+:sns:/, "must be the ARN of an SNS topic")
    .optional(),
  /** Deploys the functions that die on purpose. Only for local and test. */
  faults: flag.default(false),
});

export type Settings = ReturnType<typeof parseSettings>;

export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads the settings from the context.
 *
 * @param lookUp a single context key's value, as `-c key=value` or cdk.json set it; it outranks the object `waybill`
 * @throws SettingsError with one sentence about the first value that is wrong
 */
export function parseSettings(lookUp: (key: string) => unknown) {
  const single = Object.keys(Context.shape).flatMap((key) => {
    const value = lookUp(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  const group = z.record(z.string(), z.unknown()).default({}).safeParse(lookUp("waybill"));
  if (!group.success) throw new SettingsError("The context waybill must be an object of settings.");

  const parsed = Context.safeParse({ ...group.data, ...Object.fromEntries(single) });
  if (!parsed.success)
    throw new SettingsError(firstProblem(parsed.error, { ...group.data, ...Object.fromEntries(single) }));
  const settings = parsed.data;
  const emulated = emulatedStages.includes(settings.stage);

  for (const key of ["jwks", "faults", "queueVisibilitySeconds"] as const) {
    if (settings[key] && !emulated) {
      throw new SettingsError(
        `The setting ${key} is only for the stages ${emulatedStages.join(" and ")}, and the stage is "${settings.stage}".`,
      );
    }
  }
  return { ...settings, disposable: disposableStages.includes(settings.stage), tokens: tokenSettings(settings) };
}

function tokenSettings({ jwtIssuer, jwtAudience, jwtRoleClaim, jwks, jwksUri }: z.infer<typeof Context>) {
  // ".invalid" never resolves (RFC 6761): a stack without an issuer refuses every token.
  const issuer = jwtIssuer ?? "https://issuer-not-configured.invalid";
  const keys = jwks ? { JWKS: jwks } : { JWKS_URI: jwksUri ?? `${issuer.replace(/\/$/, "")}/.well-known/jwks.json` };
  return { JWT_ISSUER: issuer, JWT_AUDIENCE: jwtAudience, JWT_ROLE_CLAIM: jwtRoleClaim, ...keys };
}

function firstProblem(error: z.ZodError, context: Record<string, unknown>): string {
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys") {
    return `The context waybill has no setting ${issue.keys[0]}; there are ${Object.keys(Context.shape).join(", ")}.`;
  }
  const key = String(issue?.path[0]);
  const rule = key === "corsOrigins" ? "must be * or http(s):// origins with commas between them" : issue?.message;
  return `The setting ${key} ${rule}, and is ${JSON.stringify(context[key])}.`;
}
