import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import * as z from "zod";
import { aPayment, aStripe, capturedPayment, heldPayment, refusalOf } from "../stripe-fake/testing.ts";

// The fake's answers have the shapes of Stripe's own description of its API.

const Description = z.object({ components: z.object({ schemas: z.record(z.string(), z.unknown()) }) });
const { schemas } = Description.parse(JSON.parse(readFileSync(process.env.STRIPE_SPEC_FILE ?? "", "utf8"))).components;
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ $id: "stripe", $defs: z.record(z.string(), z.unknown()).parse(jsonSchemaOf(schemas)) });

/** OpenAPI 3.0 says `nullable`, which JSON Schema does not know. */
function jsonSchemaOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(jsonSchemaOf);
  if (typeof node !== "object" || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node));
  const schema = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      name === "$ref" ? String(value).replace("#/components/schemas/", "stripe#/$defs/") : jsonSchemaOf(value),
    ]),
  );
  return nullable === true ? { anyOf: [{ type: "null" }, schema] } : schema;
}

/** What is wrong with an answer; nothing where it has the shape. */
function problemsOf(object: string, answer: unknown): string[] {
  const validate = ajv.getSchema(`stripe#/$defs/${object}`);
  if (!validate) throw new Error(`Stripe describes no ${object}.`);
  validate(JSON.parse(JSON.stringify(answer)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test("a PaymentIntent in each of its states, and its charge", async () => {
  const { stripe } = aStripe();
  const expand = ["latest_charge"];
  const created = await stripe.paymentIntents.create(aPayment());
  const waiting = await heldPayment(stripe, { payment_method: "pm_card_threeDSecure2Required" });
  const declined = await stripe.paymentIntents.create(
    aPayment({ payment_method: "pm_card_chargeDeclinedExpiredCard" }),
  );
  const { raw } = await refusalOf(stripe.paymentIntents.confirm(declined.id));
  const held = await heldPayment(stripe);
  const captured = await capturedPayment(stripe);
  const canceled = await heldPayment(stripe);
  await stripe.paymentIntents.cancel(canceled.id);
  for (const { id } of [created, waiting, declined, held, captured, canceled]) {
    expect(problemsOf("payment_intent", await stripe.paymentIntents.retrieve(id, { expand }))).toEqual([]);
  }
  expect(problemsOf("error", { error: raw })).toEqual([]);
});

test("refunds, disputes, methods and customers", async () => {
  const { stripe, fake } = aStripe();
  const paid = await capturedPayment(stripe, { payment_method: "pm_card_pendingRefund" });
  const pending = await stripe.refunds.create({ payment_intent: paid.id, amount: 10 });
  expect(problemsOf("refund", pending)).toEqual([]);
  fake.failRefund(pending.id);
  expect(problemsOf("refund", await stripe.refunds.retrieve(pending.id))).toEqual([]);
  const dispute = fake.openDispute(paid.id);
  expect(problemsOf("dispute", await stripe.disputes.retrieve(dispute))).toEqual([]);
  const charge = await stripe.charges.retrieve(`${paid.latest_charge}`, { expand: ["refunds"] });
  expect(problemsOf("charge", charge)).toEqual([]);
  const customer = fake.createCustomer();
  expect(problemsOf("customer", await stripe.customers.retrieve(customer))).toEqual([]);
  const method = await stripe.paymentMethods.retrieve(fake.saveMethod(customer, "pm_card_visa"));
  expect(problemsOf("payment_method", method)).toEqual([]);
});

test("what is not Stripe's shape is found", () => {
  expect(problemsOf("refund", { object: "refund" })).not.toEqual([]);
});
