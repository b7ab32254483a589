import * as z from "zod";
import { isSameCarrier, TRACKING_NUMBER_PLACE } from "../functions/orders/rules/tracking-link.ts";
import { MAX_AMOUNT } from "../functions/platform/values/money.ts";
import { readableText } from "../functions/platform/values/text.ts";

export const text = z.string("must be a text").min(1, "must not be empty");
export const flag = z.boolean("must be true or false");
export const httpsUrl = z.url({ protocol: /^https$/, error: "must be an https:// URL" });
/** Where a test serves in the place of a service on the internet. */
export const loopbackUrl = z.url({
  protocol: /^http$/,
  hostname: /^(localhost|127\.0\.0\.1)$/,
  error: "must be an http:// URL of this machine",
});

const secretArnMessage =
  "must be the whole ARN of a secret in AWS Secrets Manager, with the six characters that it ends in";
/** One secret and no other: without its last six characters an ARN would need a wildcard to grant it. */
export const secretArn = z
  .string(secretArnMessage)
  .regex(/^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/, secretArnMessage);

export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.int(message).min(min, message).max(max, message);
}

const inUse: readonly string[] = Intl.supportedValuesOf("currency");
const currenciesMessage = 'must be a list of ISO 4217 codes such as ["EUR", "USD"]';

/** Codes of currencies in use. */
export const currencies = z
  .array(
    z
      .string(currenciesMessage)
      .regex(/^[A-Z]{3}$/, currenciesMessage)
      .refine((code) => inUse.includes(code), {
        error: ({ input }) => `must list currencies in use (ISO 4217), which ${input} is not`,
      }),
    currenciesMessage,
  )
  .min(1, currenciesMessage);

const ratesMessage =
  'must hold a rate for each currency, such as {"EUR": {"name": "Standard shipping", "amount": 495, "taxRate": 1900, "freeFrom": 5000}}';
const shownName = readableText({ longest: 100 });

function numberOfRate(name: string, max: number) {
  const message = `must have ${name} that is a whole number from 0 to ${max} in each rate`;
  return z.int(message).min(0, message).max(max, message);
}

/** A flat shipping charge for each currency: amounts in minor units, the tax rate in basis points. */
export const shippingRates = z.record(
  z.string().refine((code) => inUse.includes(code)),
  z.strictObject(
    {
      name: z
        .string("must have a name in each rate")
        .refine(
          (name) => shownName.safeParse(name).success,
          "must have a name of 1 to 100 readable characters in each rate",
        ),
      amount: numberOfRate("an amount", MAX_AMOUNT),
      taxRate: numberOfRate("a taxRate", 10_000),
      freeFrom: numberOfRate("a freeFrom", MAX_AMOUNT).optional(),
    },
    ratesMessage,
  ),
  ratesMessage,
);

const linksMessage =
  'must hold an address for each carrier, such as {"DHL": "https://www.dhl.de/en/privatkunden.html?piececode={trackingNumber}"}';
const linkMessage = `must hold https:// addresses with ${TRACKING_NUMBER_PLACE} where the number belongs`;
const MAX_LINKS_LENGTH = 2_000;

/** The page about a parcel, for each carrier. All of them are in a function's environment, which has 4 KB. */
export const trackingLinks = z
  .record(
    z.string().refine((name) => shownName.safeParse(name).success),
    z
      .string(linkMessage)
      .refine(
        (link) => link.includes(TRACKING_NUMBER_PLACE) && isHttps(link.replaceAll(TRACKING_NUMBER_PLACE, "1")),
        linkMessage,
      ),
    linksMessage,
  )
  .refine(
    (links) =>
      Object.keys(links).every((name, index, names) => names.findIndex((one) => isSameCarrier(one, name)) === index),
    "must name each carrier once: upper and lower case are the same",
  )
  .refine(
    (links) => JSON.stringify(links).length <= MAX_LINKS_LENGTH,
    `must have at most ${MAX_LINKS_LENGTH} characters in all`,
  );

function isHttps(link: string): boolean {
  return httpsUrl.safeParse(link).success;
}

const originsMessage = "must be * or http(s):// origins with commas between them";
const origin = z.union([z.literal("*"), z.url({ protocol: /^https?$/, error: originsMessage })], originsMessage);

/** `*`, or origins with commas between them; parsed to a list. */
export const origins = z
  .string(originsMessage)
  .default("*")
  .transform((list) => list.split(",").map((entry) => entry.trim()))
  .pipe(z.array(origin).min(1));

const PublicKeySet = z.object({
  keys: z.array(z.looseObject({ kty: z.enum(["RSA", "EC", "OKP"]), d: z.undefined().optional() })).min(1),
});

/** A JSON Web Key Set as a text. */
export const publicKeySet = text.refine(isPublicKeySet, 'must be a JSON key set {"keys": […]} of public keys only');

function isPublicKeySet(json: string): boolean {
  try {
    return PublicKeySet.safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
}
