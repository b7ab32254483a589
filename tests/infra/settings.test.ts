import { expect, test } from "vitest";
import { parseSettings, SettingsError, settingFromText } from "../../infra/settings.ts";
import { lambdaFunction } from "./resources.ts";
import { synthesize, withStripe } from "./synthesize.ts";

const publicKey = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", kid: "1" };
const rate = { name: "Standard", amount: 495, taxRate: 1900 };
const link = "https://www.dhl.de/en/privatkunden.html?piececode={trackingNumber}";
const linksSentence = `must hold an address for each carrier, such as {"DHL": "${link}"}`;
const linkSentence = "must hold https:// addresses with {trackingNumber} where the number belongs";
const ratesSentence =
  'must hold a rate for each currency, such as {"EUR": {"name": "Standard shipping", "amount": 495, "taxRate": 1900, "freeFrom": 5000}}';

const partialArn = withStripe.paymentSecretArn.slice(0, -7);

function settings({ stage = "dev", ...values }: Record<string, unknown>) {
  return parseSettings(String(stage), { allowSandbox: true, ...values });
}

test("without any setting, no token is accepted", () => {
  expect(settings({}).tokens.JWT_ISSUER).toMatch(/\.invalid$/);
});

test.each([
  [
    { stage: "Prod!" },
    'The setting stage must be 1 to 20 lower-case letters, digits or hyphens, a letter first, and is "Prod!".',
  ],
  [
    { jwtIssuer: "http://issuer.example" },
    'The setting jwtIssuer must be an https:// URL, and is "http://issuer.example".',
  ],
  [
    { jwks: "{}", stage: "test" },
    'The setting jwks must be a JSON key set {"keys": […]} of public keys only, and is "{}".',
  ],
  [
    { corsOrigins: "shop.example" },
    'The setting corsOrigins must be * or http(s):// origins with commas between them, and is "shop.example".',
  ],
  [{ indexShards: "many" }, 'The setting indexShards must be a whole number from 1 to 32, and is "many".'],
  [{ throttleRate: "0" }, 'The setting throttleRate must be a whole number from 1 to 10000, and is "0".'],
  [{ logLevel: "LOUD" }, 'The setting logLevel must be DEBUG, INFO, WARN or ERROR, and is "LOUD".'],
  [{ logRetentionDays: "2" }, 'The setting logRetentionDays must be 1, 7, 30, 90 or 365, and is "2".'],
  [{ faults: "yes", stage: "test" }, 'The setting faults must be true or false, and is "yes".'],
  [{ runtime: "nodejs18.x" }, 'The setting runtime must be nodejs24.x or nodejs22.x, and is "nodejs18.x".'],
  [{ alarmTopicArn: "on-call" }, 'The setting alarmTopicArn must be the ARN of an SNS topic, and is "on-call".'],
  [{ paymentProvider: "paypal" }, 'The setting paymentProvider must be sandbox, manual or stripe, and is "paypal".'],
  [
    { paymentProvider: "stripe" },
    'The payment provider is "stripe", which has to be told who asks: set paymentSecretArn to the ARN of the secret with its API key.',
  ],
  [
    { ...withStripe, paymentProvider: "manual" },
    'The setting paymentSecretArn is only for the payment provider stripe, and the payment provider is "manual".',
  ],
  [
    { stripeUrl: "http://127.0.0.1:4242", stage: "test" },
    'The setting stripeUrl is only for the payment provider stripe, and the payment provider is "sandbox".',
  ],
  ...["waybill/prod/stripe", partialArn, `${partialArn}-??????`, `${partialArn}-*`].map(
    (paymentSecretArn): [Record<string, unknown>, string] => [
      { ...withStripe, paymentSecretArn },
      `The setting paymentSecretArn must be the whole ARN of a secret in AWS Secrets Manager, with the six characters that it ends in, and is "${paymentSecretArn}".`,
    ],
  ),
  [
    { ...withStripe, stripeUrl: "https://api.stripe.com", stage: "test" },
    'The setting stripeUrl must be an http:// URL of this machine, and is "https://api.stripe.com".',
  ],
  [
    { captureAt: "delivery" },
    'The setting captureAt must be placement, firstShipment or eachShipment, and is "delivery".',
  ],
  [
    { customerMayCancelUntil: "DELIVERED" },
    'The setting customerMayCancelUntil must be PENDING, PACKED or SHIPPED, and is "DELIVERED".',
  ],
  [
    { paymentHoldSeconds: 2_592_001 },
    "The setting paymentHoldSeconds must be a whole number from 0 to 2592000, and is 2592001.",
  ],
  [{ paymentHoldSeconds: -1 }, "The setting paymentHoldSeconds must be a whole number from 0 to 2592000, and is -1."],
  [{ allocationStrategy: "nearest" }, 'The setting allocationStrategy must be priority or fewest, and is "nearest".'],
  [{ returnWithinDays: 3_651 }, "The setting returnWithinDays must be a whole number from 0 to 3650, and is 3651."],
  [{ returnRefund: "never" }, 'The setting returnRefund must be auto or manual, and is "never".'],
  [{ manualHoldSeconds: 0 }, "The setting manualHoldSeconds must be a whole number from 1 to 2592000, and is 0."],
  [{ shippingRates: "4.95" }, `The setting shippingRates ${ratesSentence}, and is "4.95".`],
  [{ shippingRates: { EUR: 495 } }, `The setting shippingRates ${ratesSentence}, and is {"EUR":495}.`],
  [
    { shippingRates: { XXZ: rate } },
    `The setting shippingRates ${ratesSentence}, and is {"XXZ":{"name":"Standard","amount":495,"taxRate":1900}}.`,
  ],
  [
    { shippingRates: { EUR: { ...rate, from: 1 } } },
    `The setting shippingRates ${ratesSentence}, and is {"EUR":{"name":"Standard","amount":495,"taxRate":1900,"from":1}}.`,
  ],
  [
    { shippingRates: { EUR: { ...rate, amount: 4.95 } } },
    'The setting shippingRates must have an amount that is a whole number from 0 to 1000000000 in each rate, and is {"EUR":{"name":"Standard","amount":4.95,"taxRate":1900}}.',
  ],
  [
    { shippingRates: { EUR: { ...rate, taxRate: 10_001 } } },
    'The setting shippingRates must have a taxRate that is a whole number from 0 to 10000 in each rate, and is {"EUR":{"name":"Standard","amount":495,"taxRate":10001}}.',
  ],
  [
    { shippingRates: { EUR: { ...rate, name: "" } } },
    'The setting shippingRates must have a name of 1 to 100 readable characters in each rate, and is {"EUR":{"name":"","amount":495,"taxRate":1900}}.',
  ],
  [{ trackingLinks: "https://dhl.de" }, `The setting trackingLinks ${linksSentence}, and is "https://dhl.de".`],
  [{ trackingLinks: { "": link } }, `The setting trackingLinks ${linksSentence}, and is {"":"${link}"}.`],
  [{ trackingLinks: { DHL: 1 } }, `The setting trackingLinks ${linkSentence}, and is {"DHL":1}.`],
  [
    { trackingLinks: { DHL: "https://dhl.de/" } },
    `The setting trackingLinks ${linkSentence}, and is {"DHL":"https://dhl.de/"}.`,
  ],
  [
    { trackingLinks: { DHL: "http://dhl.de/{trackingNumber}" } },
    `The setting trackingLinks ${linkSentence}, and is {"DHL":"http://dhl.de/{trackingNumber}"}.`,
  ],
  [
    { trackingLinks: { DHL: "javascript:alert({trackingNumber})" } },
    `The setting trackingLinks ${linkSentence}, and is {"DHL":"javascript:alert({trackingNumber})"}.`,
  ],
  [
    { trackingLinks: { DHL: link, dhl: link } },
    `The setting trackingLinks must name each carrier once: upper and lower case are the same, and is {"DHL":"${link}","dhl":"${link}"}.`,
  ],
  [
    { trackingLinks: { DHL: `${link}${"x".repeat(2_000)}` } },
    `The setting trackingLinks must have at most 2000 characters in all, and is {"DHL":"${link}${"x".repeat(2_000)}"}.`,
  ],
  [
    { currencies: "EUR" },
    'The setting currencies must be a list of ISO 4217 codes such as ["EUR", "USD"], and is "EUR".',
  ],
  [{ currencies: [] }, 'The setting currencies must be a list of ISO 4217 codes such as ["EUR", "USD"], and is [].'],
  [
    { currencies: ["EUR", "XXZ"] },
    'The setting currencies must list currencies in use (ISO 4217), which XXZ is not, and is ["EUR","XXZ"].',
  ],
  [{ account: "123" }, 'The setting account must have twelve digits, and is "123".'],
  [{ region: "Frankfurt" }, 'The setting region must be an AWS region such as eu-central-1, and is "Frankfurt".'],
])("%o is refused with one sentence", (context, sentence) => {
  expect(() => settings(context)).toThrow(new SettingsError(sentence));
});

test("shipping rates are given as JSON, also on a command line", () => {
  expect(settingFromText("shippingRates", JSON.stringify({ EUR: rate }))).toEqual({ EUR: rate });
  expect(settingFromText("shippingRates", "{")).toBe("{");
});

test("a setting that does not exist is refused with the ones that do", () => {
  expect(() => settings({ logLevl: "WARN" })).toThrow(
    /^The setting logLevl does not exist; there are account, region, /,
  );
});

test("what is wrong in a file is said with the file's name, the setting and its value", () => {
  expect(() => parseSettings("prod", { throttleRate: 0 }, "stages/prod.json")).toThrow(
    new SettingsError("The setting throttleRate in stages/prod.json must be a whole number from 1 to 10000, and is 0."),
  );
});

test.each(["prod", "staging"])(
  "the stage %s, which keeps its table, takes the sandbox only with allowSandbox",
  (stage) => {
    expect(() => parseSettings(stage, {}, `stages/${stage}.json`)).toThrow(
      new SettingsError(
        `The payment provider of the stage "${stage}" is "sandbox", a bank that moves no money, so that nothing sold there is paid for: set allowSandbox to true in stages/${stage}.json if that is what you want.`,
      ),
    );
    expect(parseSettings(stage, { allowSandbox: true }).paymentProvider).toBe("sandbox");
  },
);

test.each(["local", "test", "dev"])("the stage %s, which loses its table, takes the sandbox", (stage) => {
  expect(parseSettings(stage, {}).paymentProvider).toBe("sandbox");
});

test.each([
  ["prod", {}, true],
  ["dev", {}, false],
  ["local", {}, false],
  ["prod", { reservedConcurrency: false }, false],
  ["dev", { reservedConcurrency: true }, true],
])("the stage %s with %o reserves concurrency: %s", (stage, values, reserves) => {
  expect(settings({ stage, ...values }).reservedConcurrency).toBe(reserves);
});

test("a private key is refused", () => {
  const jwks = JSON.stringify({ keys: [{ ...publicKey, d: "secret" }] });
  expect(() => settings({ stage: "test", jwks })).toThrow("public keys only");
});

const emulatedOnly: Readonly<Record<string, unknown>> = {
  jwks: JSON.stringify({ keys: [publicKey] }),
  faults: true,
  queueVisibilitySeconds: 2,
  stripeUrl: "http://127.0.0.1:4242",
};

test.each(Object.entries(emulatedOnly))("%s is refused on AWS's stages", (key, value) => {
  const sentence = `The setting ${key} is only for the stages local and test, and the stage is "prod".`;
  expect(() => settings({ stage: "prod", [key]: value })).toThrow(sentence);
});

test("a stage that keeps its table takes the provider manual, which moves no money and says so", () => {
  expect(parseSettings("prod", { paymentProvider: "manual" }).paymentProvider).toBe("manual");
});

test("keys that are given are used, and none are fetched then", () => {
  const jwks = JSON.stringify({ keys: [publicKey] });
  const { Environment } = lambdaFunction(synthesize({ stage: "local", jwks }), "orders");
  expect(Environment.Variables).toMatchObject({ JWKS: jwks });
  expect(Environment.Variables).not.toHaveProperty("JWKS_URI");
});

test("an issuer's keys are fetched from where OpenID Connect has them, unless another place is named", () => {
  expect(settings({ jwtIssuer: "https://id.example/" }).tokens).toMatchObject({
    JWKS_URI: "https://id.example/.well-known/jwks.json",
  });
  expect(settings({ jwtIssuer: "https://id.example", jwksUri: "https://keys.example/k" }).tokens).toMatchObject({
    JWKS_URI: "https://keys.example/k",
  });
});
