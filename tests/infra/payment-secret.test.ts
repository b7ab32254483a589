import { describe, expect, test } from "vitest";
import { functionsWith } from "../../functions/registry/functions.ts";
import { lambdaFunction, statementsOf } from "./resources.ts";
import { synthesize, withStripe } from "./synthesize.ts";

const template = synthesize({ stage: "prod", ...withStripe });
const names = functionsWith("stripe").map(({ name }) => name);
/** They ask the provider. */
const asking = ["orders", "payments", "webhooks", "shipping", "returns", "shipping-on-order-placed", "sweeper"];

/** What a function of the stage may do with secrets. */
function secretAccess(name: string) {
  return statementsOf(template, name).filter(({ actions }) =>
    actions.some((action) => /^(secretsmanager|kms|ssm):/.test(action)),
  );
}

describe("payment provider stripe: its secret", () => {
  test("is read by functions that ask the provider: this one, and nothing else of Secrets Manager", () => {
    for (const name of asking) {
      expect(secretAccess(name), name).toMatchObject([
        { actions: ["secretsmanager:GetSecretValue"], resources: [withStripe.paymentSecretArn] },
      ]);
      expect(lambdaFunction(template, name).Environment.Variables).toMatchObject({
        PAYMENT_PROVIDER: "stripe",
        PAYMENT_SECRET_ARN: withStripe.paymentSecretArn,
      });
    }
  });

  test("is out of reach of every other function, which does not know its name either", () => {
    const others = names.filter((name) => !asking.includes(name));
    expect(others.toSorted()).toEqual([
      "audit",
      "backorders-on-awaited-stock-arrived",
      "documents",
      "inventory",
      "relay",
      "site",
      "stock-levels-on-events",
    ]);
    for (const name of others) {
      expect(secretAccess(name), name).toEqual([]);
      expect(Object.keys(lambdaFunction(template, name).Environment.Variables)).not.toContain("PAYMENT_SECRET_ARN");
    }
  });

  test("is not made, changed or shown by the stack", () => {
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toMatch(/AWS::SecretsManager|resolve:secretsmanager|sk_(live|test)|whsec_/);
    expect(Object.keys(template.findOutputs("*")).filter((name) => /secret/i.test(name))).toEqual([]);
  });

  test("is not known to a stage with another provider", () => {
    expect(JSON.stringify(synthesize({ stage: "prod" }).toJSON())).not.toMatch(/secretsmanager|PAYMENT_SECRET_ARN/);
  });
});

test("functions of a stage on AWS ask Stripe itself; STRIPE_URL is for emulated stages", () => {
  expect(JSON.stringify(template.toJSON())).not.toContain("STRIPE_URL");

  const emulated = synthesize({ stage: "test", ...withStripe, stripeUrl: "http://127.0.0.1:4242" });
  const told = names.filter((name) => "STRIPE_URL" in lambdaFunction(emulated, name).Environment.Variables);
  expect(told.toSorted()).toEqual(asking.toSorted());
});

test("a flood of webhooks takes no other function's share: they have a function of their own, with a small one", () => {
  const { ReservedConcurrentExecutions: share } = lambdaFunction(template, "webhooks");
  const orders = lambdaFunction(template, "orders").ReservedConcurrentExecutions ?? 0;
  expect(share).toBe(10);
  expect(orders).toBeGreaterThan(share ?? 0);
});
