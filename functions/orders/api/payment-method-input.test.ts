import { describe, expect, test } from "vitest";
import { anOrderRequest } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { NewAuthorization } from "../../payments/payment-input.ts";
import { parseFields } from "../../platform/http/parse-fields.ts";
import { NewOrder } from "./order-api.ts";

const { shippingAddress } = anOrderRequest();
const paid = { paymentMethod: "pm_1" };
const saved = { ...paid, paymentCustomer: "cus_NffrFeUfNV2Hib" };
const card = "must not hold a card number: send the token that the payment provider gave for the card";
const unprintable = "must be 1 to 64 printable characters without spaces";
const alone = "is missing: off-session, only a saved payment method can be used";

describe.each([
  ["NewOrder", NewOrder, { items: [{ sku: "MUG", quantity: 1 }], shippingAddress }],
  ["NewAuthorization", NewAuthorization, {}],
])("%s", (_, schema, rest) => {
  test.each<[string, object]>([
    ["a method that is used once", paid],
    ["a saved method, its customer is there", saved],
    ["a customer's id of 64 characters", { ...paid, paymentCustomer: "~".repeat(64) }],
    ["a saved method, its customer is not there", { ...saved, offSession: true }],
    ["offSession false without a customer", { ...paid, offSession: false }],
  ])("%s: taken as it is", (_, body) => {
    expect(parseFields(schema, { ...rest, ...body }, "The body")).toEqual({ ...rest, ...body });
  });

  test.each<[string, object, string, string]>([
    ["a customer of a wrong type", { paymentCustomer: 7 }, "paymentCustomer", "must be a text"],
    ["an empty customer", { paymentCustomer: "" }, "paymentCustomer", unprintable],
    ["a customer of 65 characters", { paymentCustomer: "c".repeat(65) }, "paymentCustomer", unprintable],
    ["a customer with a space", { paymentCustomer: "cus 1" }, "paymentCustomer", unprintable],
    ["a customer with a line break", { paymentCustomer: "cus_1\n" }, "paymentCustomer", unprintable],
    ["a card number as customer", { paymentCustomer: "4111111111111111" }, "paymentCustomer", card],
    ["offSession of a wrong type", { ...saved, offSession: "true" }, "offSession", "must be true or false"],
    ["offSession null", { ...saved, offSession: null }, "offSession", "must be true or false"],
    ["offSession without a customer", { offSession: true }, "paymentCustomer", alone],
    ["an unknown field", { customer: "cus_1" }, "customer", "is unknown"],
  ])("%s: 400 that names the field", (_, body, path, message) => {
    const problem = problemThrownBy(() => parseFields(schema, { ...rest, ...paid, ...body }, "The body"));
    expect([problem.problem.status, problem.code]).toEqual([400, "invalid_request"]);
    expect(problem.errors).toEqual([{ path, message }]);
  });
});
