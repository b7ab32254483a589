import * as z from "zod";
import { ALLOCATION_STRATEGIES } from "../functions/inventory/rules/allocate.ts";
import { CAPTURE_AT, CUSTOMER_MAY_CANCEL_UNTIL, RETURN_WITHIN_DAYS } from "../functions/orders/rules/policy.ts";
import { RETURN_REFUNDS } from "../functions/orders/rules/return.ts";
import {
  currencies,
  flag,
  httpsUrl,
  loopbackUrl,
  origins,
  publicKeySet,
  secretArn,
  shippingRates,
  text,
  trackingLinks,
  wholeNumber,
} from "./setting-types.ts";

/** Stages that run on an emulator and may be thrown away with everything in them. */
const emulatedStages = ["local", "test"];
const disposableStages = [...emulatedStages, "dev"];

export function isEmulated(stage: string): boolean {
  return emulatedStages.includes(stage);
}

const PAYMENT_PROVIDERS = ["sandbox", "manual", "stripe"] as const;
/** Those that are told who asks by the secret of `paymentSecretArn`. */
const PROVIDERS_WITH_SECRET: readonly string[] = ["stripe"];

/** What only an emulated stage may choose. */
const emulatedOnly = { jwks: true, faults: true, queueVisibilitySeconds: true, stripeUrl: true } as const;

/** What a stage can choose. The descriptions are shown by editors, through stages/schema.generated.json. */
const AllSettings = z.strictObject({
  $schema: z.string("must be a text").optional().describe("Where this schema is, for editors."),
  account: z
    .string("must be a text of twelve digits")
    .regex(/^\d{12}$/, "must have twelve digits")
    .optional()
    .describe("The AWS account of the stage: it is deployed to no other."),
  region: z
    .string("must be an AWS region such as eu-central-1")
    .regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, "must be an AWS region such as eu-central-1")
    .optional()
    .describe("The AWS region of the stage: it is deployed to no other."),
  jwtIssuer: httpsUrl.optional().describe("The OIDC issuer whose tokens the API accepts. Without one, none is."),
  jwtAudience: text.default("waybill").describe("The audience that tokens must be for."),
  jwtRoleClaim: text.default("role").describe("The claim that holds the caller's role, `cognito:groups` for example."),
  jwks: publicKeySet.optional().describe("The issuer's public keys, given instead of fetched."),
  jwksUri: httpsUrl
    .optional()
    .describe(
      "Where the issuer's keys are; npm run deploy finds it. Default: the issuer's address with /.well-known/jwks.json",
    ),
  paymentProvider: z
    .enum(
      PAYMENT_PROVIDERS,
      `must be ${new Intl.ListFormat("en-GB", { type: "disjunction" }).format(PAYMENT_PROVIDERS)}`,
    )
    .default("sandbox")
    .describe(
      "Who authorizes and captures payments. sandbox is a bank that moves no money. manual: the money comes another way, " +
        "such as a bank transfer, and staff record it. stripe needs paymentSecretArn.",
    ),
  paymentSecretArn: secretArn
    .optional()
    .describe(
      "The secret in AWS Secrets Manager that holds what the payment provider knows the shop by: docs/deploying.md says " +
        "what is in it. Only with stripe. Only functions that ask the provider may read it.",
    ),
  stripeUrl: loopbackUrl.optional().describe("Another address than https://api.stripe.com, on this machine."),
  allowSandbox: flag.default(false).describe("Lets a stage that keeps its table use the sandbox."),
  currencies: currencies
    .optional()
    .describe(
      "The currencies that prices may have, as ISO 4217 codes. Default: every currency in use. " +
        "Products already priced in another one can still be ordered.",
    ),
  captureAt: z
    .enum(CAPTURE_AT, "must be placement, firstShipment or eachShipment")
    .default("firstShipment")
    .describe("When an order's payment is captured. Staff and services may decide otherwise for one order."),
  paymentHoldSeconds: wholeNumber(0, 2_592_000)
    .default(0)
    .describe(
      "How long an order that nothing pays keeps its stock and may be paid again. 0: a decline fails it at once. " +
        "Staff and services may decide otherwise for one order.",
    ),
  customerMayCancelUntil: z
    .enum(CUSTOMER_MAY_CANCEL_UNTIL, "must be PENDING, PACKED or SHIPPED")
    .default("PACKED")
    .describe(
      "How far the parcels of an order may be for its customer to cancel it. Staff and services may decide otherwise for one order.",
    ),
  returnWithinDays: wholeNumber(0, 3_650)
    .default(RETURN_WITHIN_DAYS)
    .describe(
      "How many days after the delivery a customer may ask to send units back. 0: never. Staff and services may decide otherwise for one order.",
    ),
  returnRefund: z
    .enum(RETURN_REFUNDS, "must be auto or manual")
    .default("auto")
    .describe(
      "auto: what is received of a return is refunded by itself; manual: a person refunds it. Staff and services may decide otherwise for one return.",
    ),
  manualHoldSeconds: wholeNumber(1, 2_592_000)
    .default(604_800)
    .describe("How long an order that is paid by hand waits for its money, where paymentHoldSeconds is 0."),
  shippingRates: shippingRates
    .default({})
    .describe(
      "By currency, what shipping costs in an order that a customer places: name, amount and freeFrom in minor units, " +
        "taxRate in basis points; free from that subtotal on. Without a rate, shipping costs nothing.",
    ),
  allocationStrategy: z
    .enum(ALLOCATION_STRATEGIES, "must be priority or fewest")
    .default("priority")
    .describe(
      "Where a shop with several locations takes an order from that none of them can serve alone. priority: from the " +
        "location with the lowest priority what it has, then from the next. fewest: from the smallest number of locations.",
    ),
  trackingLinks: trackingLinks
    .default({})
    .describe(
      "By carrier, the address of its page about a parcel, with {trackingNumber} where the number belongs: staff and customers " +
        "get a link for each tracking number. Upper and lower case of a carrier's name are the same.",
    ),
  corsOrigins: origins.describe("The origins whose pages may call the API: *, or a list with commas."),
  authorizeWithinSeconds: wholeNumber(1, 86_400).default(900).describe("An order not authorized by then fails."),
  providerTimeoutMs: wholeNumber(100, 10_000).default(4000).describe("How long one call to the provider may take."),
  shipWithinSeconds: wholeNumber(1, 86_400)
    .default(120)
    .describe("The sweeper makes a missing shipment so long after the order was confirmed, or up to that much sooner."),
  sandboxLateSeconds: wholeNumber(0, 86_400)
    .default(60)
    .describe("When pm_sandbox_late appears, and how long the sandbox takes for refunds and disputes."),
  sandboxHoldSeconds: wholeNumber(1, 2_592_000).default(604_800).describe("How long a sandbox authorization holds."),
  publishStockMoves: flag
    .default(false)
    .describe("Publishes StockReserved, StockReleased and StockShipped: one event for each line of an order."),
  indexShards: wholeNumber(1, 32).default(1).describe("Partitions of the busiest index keys. Never lower it."),
  logLevel: z.enum(["DEBUG", "INFO", "WARN", "ERROR"], "must be DEBUG, INFO, WARN or ERROR").default("INFO"),
  logRetentionDays: z.literal([1, 7, 30, 90, 365], "must be 1, 7, 30, 90 or 365").default(30),
  throttleRate: wholeNumber(1, 10_000)
    .default(200)
    .describe("Requests a second that one operation takes before it answers 429."),
  throttleBurst: wholeNumber(1, 5000).default(400),
  reservedConcurrency: flag
    .optional()
    .describe(
      "Reserves a share of the account's concurrency for each function, 362 to 372 in all, by its payment provider, so that none can starve another. " +
        "Default: true for stages that keep their table, false for the others.",
    ),
  queueVisibilitySeconds: wholeNumber(1, 43_200).optional().describe("Default: six times the function's timeout."),
  maxReceiveCount: wholeNumber(1, 1000).default(5).describe("Deliveries before a message goes to the DLQ."),
  runtime: z
    .enum(["nodejs24.x", "nodejs22.x"], "must be nodejs24.x or nodejs22.x")
    .default("nodejs24.x")
    .describe("nodejs22.x is for engines that do not have 24 yet."),
  alarmTopicArn: z
    .string("must be the ARN of an SNS topic")
    .regex(/^arn:[\w-]+:sns:/, "must be the ARN of an SNS topic")
    .optional()
    .describe("An SNS topic that every alarm notifies."),
  faults: flag.default(false).describe("Deploys the functions that die on purpose."),
});

/** The settings of a stage on AWS, as its file in stages/ holds them. */
export const StageSettings = AllSettings.omit(emulatedOnly);

/** The names of all settings. */
export const settingNames = Object.keys(AllSettings.shape);

export type Settings = ReturnType<typeof parseSettings>;

export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** @throws SettingsError where no stage can have this name. */
export function requireStageName(stage: string): void {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(stage)) return;
  const rule = "must be 1 to 20 lower-case letters, digits or hyphens, a letter first";
  throw new SettingsError(`The setting stage ${rule}, and is ${JSON.stringify(stage)}.`);
}

/** A setting's value as a command line gives it: where it is no text that the setting takes, it is read as JSON. */
export function settingFromText(name: string, text: string): unknown {
  const schema = new Map<string, z.ZodType>(Object.entries(AllSettings.shape)).get(name);
  if (schema === undefined || schema.safeParse(text).success) return text;
  try {
    const value: unknown = JSON.parse(text);
    return schema.safeParse(value).success ? value : text;
  } catch {
    return text;
  }
}

/** @throws SettingsError where a stage on AWS chooses what only an emulated one may. */
export function requireEmulatedFor(stage: string, values: Readonly<Record<string, unknown>>): void {
  const key = Object.keys(emulatedOnly).find((name) => name in values);
  if (key === undefined || isEmulated(stage)) return;
  throw new SettingsError(
    `The setting ${key} is only for the stages ${emulatedStages.join(" and ")}, and the stage is "${stage}".`,
  );
}

/**
 * Checks the settings of a stage.
 *
 * @param file the one that they stand in, for the errors
 * @throws SettingsError with one sentence about the first value that is wrong
 */
export function parseSettings(stage: string, values: Readonly<Record<string, unknown>>, file?: string) {
  requireStageName(stage);
  requireEmulatedFor(stage, values);
  const parsed = AllSettings.safeParse(values);
  if (!parsed.success) throw new SettingsError(firstProblem(parsed.error, values, file));
  const settings = parsed.data;
  const disposable = disposableStages.includes(stage);
  if (settings.paymentProvider === "sandbox" && !settings.allowSandbox && !disposable) {
    throw new SettingsError(
      `The payment provider of the stage "${stage}" is "sandbox", a bank that moves no money, so that nothing sold there is paid for: set allowSandbox to true${file ? ` in ${file}` : ""} if that is what you want.`,
    );
  }
  requirePaymentSecret(settings, file);
  const reservedConcurrency = settings.reservedConcurrency ?? !disposable;
  return { ...settings, stage, disposable, reservedConcurrency, tokens: tokenSettings(settings) };
}

/** A provider of `PROVIDERS_WITH_SECRET` has to be told who asks; the others have no use for a secret. */
function requirePaymentSecret(
  { paymentProvider, paymentSecretArn, stripeUrl }: z.infer<typeof AllSettings>,
  file: string | undefined,
): void {
  const where = file ? ` in ${file}` : "";
  if (paymentSecretArn === undefined && PROVIDERS_WITH_SECRET.includes(paymentProvider)) {
    throw new SettingsError(
      `The payment provider is "${paymentProvider}", which has to be told who asks: set paymentSecretArn${where} to the ARN of the secret with its API key.`,
    );
  }
  const requireOnlyFor = (providers: readonly string[], name: string, value: string | undefined) => {
    if (value === undefined || providers.includes(paymentProvider)) return;
    throw new SettingsError(
      `The setting ${name}${where} is only for the payment provider ${providers.join(" or ")}, and the payment provider is "${paymentProvider}".`,
    );
  };
  requireOnlyFor(PROVIDERS_WITH_SECRET, "paymentSecretArn", paymentSecretArn);
  requireOnlyFor(["stripe"], "stripeUrl", stripeUrl);
}

function tokenSettings({ jwtIssuer, jwtAudience, jwtRoleClaim, jwks, jwksUri }: z.infer<typeof AllSettings>) {
  // ".invalid" never resolves (RFC 6761): a stack without an issuer refuses every token.
  const issuer = jwtIssuer ?? "https://issuer-not-configured.invalid";
  const keys = jwks ? { JWKS: jwks } : { JWKS_URI: jwksUri ?? `${issuer.replace(/\/$/, "")}/.well-known/jwks.json` };
  return { JWT_ISSUER: issuer, JWT_AUDIENCE: jwtAudience, JWT_ROLE_CLAIM: jwtRoleClaim, ...keys };
}

function firstProblem(error: z.ZodError, values: Readonly<Record<string, unknown>>, file: string | undefined): string {
  const [issue] = error.issues;
  const where = file ? ` in ${file}` : "";
  if (issue?.code === "unrecognized_keys" && issue.path.length === 0) {
    const known = Object.keys(StageSettings.shape).filter((name) => name !== "$schema");
    return `The setting ${issue.keys[0]}${where} does not exist; there are ${known.join(", ")}.`;
  }
  const key = String(issue?.path[0]);
  return `The setting ${key}${where} ${issue?.message}, and is ${JSON.stringify(values[key])}.`;
}
