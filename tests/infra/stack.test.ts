import type { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { faultyFunctions, functionsWith, testFunctions } from "../../functions/registry/functions.ts";
import { subscriptions } from "../../functions/registry/subscriptions.ts";
import { queueOutputs } from "../../infra/output-names.ts";
import { functionOutputs, lambdaFunction, lambdaFunctions } from "./resources.ts";
import { synthesize, synthesizeStack } from "./synthesize.ts";

function codeOf(context: Record<string, unknown>): Map<string, string> {
  return new Map([...lambdaFunctions(synthesize(context))].map(([name, { Code }]) => [name, Code.S3Key]));
}

test("the stack's outputs", () => {
  const outputs = Object.keys(synthesize().findOutputs("*"));
  const places = [
    "ApiId",
    "ApiUrl",
    "TableName",
    "EventBusName",
    ...subscriptions.flatMap((subscription) => Object.values<string>({ ...queueOutputs(subscription) })),
    "ParkingQueueUrl",
    "RelayFailuresUrl",
    "SweeperFailuresUrl",
  ];
  expect(outputs.sort()).toEqual([...places, ...functionOutputs].sort());
});

test("the same source gives the same template, so that only changes are deployed", () => {
  expect(synthesize().toJSON()).toEqual(synthesize().toJSON());
});

test("without faults: no faulty function is deployed", () => {
  const faulty = codeOf({ stage: "test", faults: "true" });
  const dying = faultyFunctions.map(({ replaces }) => faulty.get(replaces));
  const normal = [...codeOf({ stage: "test" }).values()];
  expect(normal.filter((code) => dying.includes(code))).toEqual([]);
});

test("with faults: exactly the faulty functions replace theirs, and those for tests are added", () => {
  const normal = codeOf({ stage: "test" });
  const faulty = codeOf({ stage: "test", faults: "true" });
  const replaced = [...faulty].filter(([name, code]) => normal.has(name) && normal.get(name) !== code);
  const added = [...faulty.keys()].filter((name) => !normal.has(name));
  expect(replaced.map(([name]) => name).sort()).toEqual(faultyFunctions.map(({ replaces }) => replaces).sort());
  expect(added).toEqual(testFunctions.map(({ name }) => name));
});

test("nothing of an emulator is in a template for AWS", () => {
  for (const stage of ["dev", "prod"]) {
    const text = JSON.stringify(synthesize({ stage, jwtIssuer: "https://id.example" }).toJSON());
    expect(text).not.toMatch(/localhost|127\.0\.0\.1|waybill\.local|000000000000|4566|_aws\/|localstack|ministack/i);
    expect(text).not.toMatch(/"JWKS"|AWS_ENDPOINT_URL|AWS_ACCESS_KEY_ID/);
  }
});

test("the stack belongs to no account and no region until it is deployed", () => {
  const text = JSON.stringify(synthesize().toJSON());
  expect(text).not.toMatch(/\b\d{12}\b/);
  expect(text).not.toMatch(/\b(us|eu|ap|sa|ca|af|me)-[a-z]+-\d\b/);
});

test("functions that change orders have the same time limits; one that asks no provider does not know it", () => {
  const template = synthesize({ authorizeWithinSeconds: 5, shipWithinSeconds: 7, allocationStrategy: "fewest" });
  const ofSandbox = functionsWith("sandbox");
  const carrying = ofSandbox.filter(({ carriesOutEffects }) => carriesOutEffects).map(({ name }) => name);
  expect(carrying).toEqual(["orders", "payments", "shipping", "returns", "shipping-on-order-placed", "sweeper"]);
  const filling = "backorders-on-awaited-stock-arrived";
  const limits = { ALLOCATION_STRATEGY: "fewest", AUTHORIZE_WITHIN_SECONDS: "5", SHIP_WITHIN_SECONDS: "7" };
  for (const name of [...carrying, filling]) {
    expect(lambdaFunction(template, name).Environment.Variables).toMatchObject(limits);
  }
  for (const name of carrying) {
    expect(lambdaFunction(template, name).Environment.Variables).toMatchObject({ PAYMENT_PROVIDER: "sandbox" });
  }
  expect(lambdaFunction(template, filling).Environment.Variables).not.toHaveProperty("PAYMENT_PROVIDER");
});

test("setting currencies: only the function that takes prices has it, and without it none", () => {
  const template = synthesize({ currencies: ["EUR", "CHF"] });
  expect(lambdaFunction(template, "inventory").Environment.Variables).toMatchObject({ CURRENCIES: "EUR,CHF" });
  expect(lambdaFunction(template, "orders").Environment.Variables).not.toHaveProperty("CURRENCIES");
  expect(lambdaFunction(synthesize({}), "inventory").Environment.Variables).not.toHaveProperty("CURRENCIES");
});

test("settings of new orders: only the function that places orders has them", () => {
  const shippingRates = { EUR: { name: "Standard shipping", amount: 495, taxRate: 1900, freeFrom: 5_000 } };
  const template = synthesize({
    captureAt: "eachShipment",
    paymentHoldSeconds: 86_400,
    customerMayCancelUntil: "PENDING",
    returnWithinDays: 14,
    manualHoldSeconds: 172_800,
    shippingRates,
  });
  const environmentOf = (name: string) => lambdaFunction(template, name).Environment.Variables;
  const ofNewOrders = {
    CAPTURE_AT: "eachShipment",
    PAYMENT_HOLD_SECONDS: "86400",
    CUSTOMER_MAY_CANCEL_UNTIL: "PENDING",
    RETURN_WITHIN_DAYS: "14",
    MANUAL_HOLD_SECONDS: "172800",
    SHIPPING_RATES: JSON.stringify(shippingRates),
  };
  expect(environmentOf("orders")).toMatchObject(ofNewOrders);
  for (const { name } of functionsWith("sandbox").filter((one) => one.name !== "orders")) {
    expect(Object.keys(environmentOf(name)).filter((key) => key in ofNewOrders)).toEqual([]);
  }
});

test("setting trackingLinks: only the functions that answer with shipments have it", () => {
  const trackingLinks = { DHL: "https://www.dhl.de/en/privatkunden.html?piececode={trackingNumber}" };
  const template = synthesize({ trackingLinks });
  const having = functionsWith("sandbox").filter(
    ({ name }) =>
      lambdaFunction(template, name).Environment.Variables?.TRACKING_LINKS === JSON.stringify(trackingLinks),
  );
  expect(having.map(({ name }) => name)).toEqual(["orders", "shipping"]);
});

test("setting returnRefund: only the function that receives returns has it", () => {
  const refundOf = (template: Template, name: string) =>
    lambdaFunction(template, name).Environment.Variables.RETURN_REFUND;
  expect(refundOf(synthesize({ returnRefund: "manual" }), "returns")).toBe("manual");
  expect(refundOf(synthesize({}), "returns")).toBe("auto");
  expect(refundOf(synthesize({}), "orders")).toBeUndefined();
});

test("setting paymentProvider: every function that carries out effects has it", () => {
  const template = synthesize({ paymentProvider: "manual" });
  for (const name of ["orders", "payments", "shipping", "returns", "shipping-on-order-placed", "sweeper"]) {
    expect(lambdaFunction(template, name).Environment.Variables).toMatchObject({ PAYMENT_PROVIDER: "manual" });
  }
});

test("settings of new orders that a stage leaves out have their defaults", () => {
  expect(lambdaFunction(synthesize({}), "orders").Environment.Variables).toMatchObject({
    CAPTURE_AT: "firstShipment",
    PAYMENT_HOLD_SECONDS: "0",
    CUSTOMER_MAY_CANCEL_UNTIL: "PACKED",
    RETURN_WITHIN_DAYS: "30",
    MANUAL_HOLD_SECONDS: "604800",
    SHIPPING_RATES: "{}",
  });
});

test("functions that use the indexes have the same number of shards", () => {
  const template = synthesize({ indexShards: 4 });
  for (const name of ["orders", "shipping", "audit", "shipping-on-order-placed", "sweeper"]) {
    expect(lambdaFunction(template, name).Environment.Variables).toMatchObject({ INDEX_SHARDS: "4" });
  }
});

test.each([
  ["prod", true],
  ["staging", true],
  ["dev", false],
  ["test", false],
])("the stack of the stage %s is protected from being deleted: %s", (stage, isProtected) => {
  expect(synthesizeStack({ stage }, ({ terminationProtection }) => terminationProtection)).toBe(isProtected);
});
